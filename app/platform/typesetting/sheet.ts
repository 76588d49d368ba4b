import PDFDocument from 'pdfkit';
import { linesOf, runsOf, widthOf, type Cut } from './typeface';

/** A4 in points, 72 to the inch. */
export const paper = { width: 595.28, height: 841.89 } as const;

/** The house's colours on white paper. */
export const inks = {
  ink: '#1b2733',
  soft: '#515d68',
  rule: '#c9c1b0',
  accent: '#0b5d63',
  late: '#a8321a',
} as const;

export interface TextPlace {
  readonly x: number;
  /** Of the first line's top. */
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly cut: Cut;
  /** Distance of lines, as a multiple of the size. */
  readonly leading?: number;
  readonly colour?: string;
  readonly align?: 'left' | 'centre' | 'right';
  /** What it is for who reads it with other tools than eyes; nothing for what only repeats: a page's foot. */
  readonly role?: Role | null;
}

export type Role = 'H1' | 'H2' | 'H3' | 'P' | 'Caption' | 'TH' | 'TD' | 'Lbl';

/** How a path is drawn. */
export interface Stroke {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly round?: boolean;
}

export interface SheetFacts {
  readonly title: string;
  readonly author: string;
  /** 'YYYY-MM-DD'. The only date in the file: the same facts give the same bytes. */
  readonly day: string;
}

/**
 * A PDF document in the making: text in the house's type, drawings from SVG paths, both tagged for screen readers (what is
 * not named is marked as decoration). The same calls give the same bytes.
 */
export class Sheet {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Uint8Array>;
  readonly #fonts = new Set<string>();

  constructor({ title, author, day }: SheetFacts) {
    const date = new Date(`${day}T00:00:00Z`);
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en-GB',
      displayTitle: true,
      info: { Title: title, Author: author, Creator: 'Round Robin', Producer: 'Round Robin', CreationDate: date, ModDate: date }, // prettier-ignore
    });
    this.#bytes = collect(this.#pdf);
    this.#root = this.#pdf.struct('Document');
    this.#pdf.addStructure(this.#root);
  }

  /** Sets a text, broken into lines. @returns the y below its last line */
  text(words: string, place: TextPlace): number {
    const { size, cut, width } = place;
    return this.lines(linesOf(words, cut, { size, width }), place);
  }

  /** Sets lines that are broken already. @returns the y below the last */
  lines(lines: readonly string[], place: TextPlace): number {
    const { x, y, width, size, cut, leading = 1.35, colour = inks.ink, align = 'left', role = 'P' } = place;
    this.#marked(role, null, () => {
      for (const [number, line] of lines.entries()) {
        const free = width - (align === 'left' ? width : widthOf(line, cut, size));
        this.#line(line, { cut, size, colour, x: x + (align === 'centre' ? free / 2 : free), y: y + number * size * leading + size }); // prettier-ignore
      }
    });
    return y + lines.length * size * leading;
  }

  #line(line: string, { cut, size, colour, x, y }: { cut: Cut; size: number; colour: string; x: number; y: number }) {
    let at = x;
    for (const { face, text } of runsOf(line, cut)) {
      if (!this.#fonts.has(face.name)) {
        this.#pdf.registerFont(face.name, Buffer.from(face.bytes));
        this.#fonts.add(face.name);
      }
      this.#pdf.font(face.name).fontSize(size).fillColor(colour);
      // The space in the middle of a text is what tells words apart for who copies it.
      this.#pdf.text(text, at, y, { lineBreak: false, baseline: 'alphabetic' });
      at += (face.font.layout(text).advanceWidth * size) / face.font.unitsPerEm;
    }
  }

  /**
   * Draws SVG paths as one picture, its origin at (x, y), enlarged by `scale`.
   * @param alt what it shows, in words; empty where the same words stand beside it
   */
  picture(
    paths: readonly (Stroke & { readonly d: string })[],
    { x, y, scale, alt }: { x: number; y: number; scale: number; alt: string },
  ): void {
    this.#marked(alt === '' ? null : 'Figure', alt, () => {
      this.#pdf.save().translate(x, y).scale(scale);
      for (const { d, fill, stroke, width = 1, round = false } of paths) {
        this.#pdf.lineCap(round ? 'round' : 'butt').lineWidth(width);
        this.#pdf.path(d);
        if (fill !== undefined) this.#pdf.fill(fill);
        else this.#pdf.stroke(stroke ?? inks.ink);
      }
      this.#pdf.restore();
    });
  }

  rule(
    from: readonly [number, number],
    to: readonly [number, number],
    { dashed = false, colour = inks.rule } = {},
  ): void {
    this.#marked(null, null, () => {
      this.#pdf.save().lineWidth(0.75);
      if (dashed) this.#pdf.dash(3, { space: 3 });
      this.#pdf
        .moveTo(...from)
        .lineTo(...to)
        .stroke(colour)
        .restore();
    });
  }

  /** A place that leads somewhere when it is clicked on. */
  link(url: string, { x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
    this.#pdf.link(x, y, width, height, url);
  }

  nextPage(): void {
    this.#pdf.addPage();
  }

  /** Ends the document. Nothing can be set afterwards. */
  finish(): Promise<Uint8Array> {
    this.#root.end();
    this.#pdf.end();
    return this.#bytes;
  }

  #marked(role: Role | 'Figure' | null, alt: string | null, draw: () => void): void {
    if (role === null) {
      this.#pdf.markContent('Artifact', { type: 'Layout' });
      draw();
      this.#pdf.endMarkedContent();
      return;
    }
    const content = this.#pdf.markStructureContent(role);
    draw();
    this.#pdf.endMarkedContent();
    this.#root.add(alt === null ? this.#pdf.struct(role, {}, [content]) : this.#pdf.struct(role, { alt }, [content]));
  }
}

async function collect(pdf: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of pdf) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
