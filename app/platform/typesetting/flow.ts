import { inks, paper, type Role, type Sheet } from './sheet';
import { linesOf, type Cut } from './typeface';

const margin = { side: 62, top: 64, bottom: 72 };
const width = paper.width - 2 * margin.side;
const floor = paper.height - margin.bottom;

export interface Style {
  readonly cut: Cut;
  readonly size: number;
  readonly leading?: number;
  readonly colour?: string;
  readonly role?: Role;
  /** Space above, where it does not begin a page. */
  readonly above?: number;
  readonly indent?: number;
  /** Points that have to be left below it: a heading does not end a page. */
  readonly with?: number;
}

export interface Column {
  readonly title: string;
  /** Share of the width; all together 1. */
  readonly share: number;
  readonly numeric?: boolean;
}

/** Text that flows from page to page, top to bottom, with a foot on each. */
export class Flow {
  #y = margin.top;
  #page = 1;

  /** @param foot what stands at the bottom of each page, before its number */
  constructor(
    readonly sheet: Sheet,
    readonly foot: string,
  ) {
    this.#placeFoot();
  }

  text(words: string, { above = 6, indent = 0, with: needed = 0, ...style }: Style): void {
    const { size, leading = 1.4 } = style;
    let lines = linesOf(words, style.cut, { size, width: width - indent });
    this.#open(above, size * leading + needed);
    while (lines.length > 0) {
      const fit = Math.max(1, Math.floor((floor - this.#y) / (size * leading)));
      this.#y = this.sheet.lines(lines.slice(0, fit), { ...style, leading, x: margin.side + indent, y: this.#y, width: width - indent }); // prettier-ignore
      lines = lines.slice(fit);
      if (lines.length > 0) this.#turn();
    }
  }

  /** A row of cells for each row, under their titles, which are repeated on every page. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const set = (cells: readonly string[], role: 'TH' | 'TD', cut: Cut) => {
      const size = 9.5;
      const broken = columns.map(({ share }, place) => linesOf(cells[place] ?? '', cut, { size, width: width * share - 10 })); // prettier-ignore
      const height = Math.max(...broken.map(({ length }) => length)) * size * 1.35;
      if (this.#y + height + 8 > floor) {
        this.#turn();
        if (role === 'TD') set(columns.map(({ title }) => title), 'TH', 'sans-strong'); // prettier-ignore
      }
      let x = margin.side;
      for (const [place, { share, numeric = false }] of columns.entries()) {
        const cell = { x, y: this.#y + 3, width: width * share - 10, size, cut, role };
        this.sheet.lines(broken[place] ?? [], numeric ? { ...cell, align: 'right' } : cell);
        x += width * share;
      }
      this.#y += height + 7;
      this.sheet.rule([margin.side, this.#y], [paper.width - margin.side, this.#y]);
    };
    this.#open(8, 60);
    set(columns.map(({ title }) => title), 'TH', 'sans-strong'); // prettier-ignore
    for (const row of rows) set(row, 'TD', 'sans');
  }

  /** Room of a height for a drawing. @returns where its top left corner is */
  room(height: number): { readonly x: number; readonly y: number; readonly width: number } {
    this.#open(10, height);
    const y = this.#y;
    this.#y += height;
    return { x: margin.side, y, width };
  }

  #open(above: number, needed: number): void {
    if (this.#y > margin.top) this.#y += above;
    if (this.#y + needed > floor) this.#turn();
  }

  #turn(): void {
    this.sheet.nextPage();
    this.#page += 1;
    this.#y = margin.top;
    this.#placeFoot();
  }

  #placeFoot(): void {
    const place = { x: margin.side, y: paper.height - 48, width, size: 8.5, cut: 'sans', colour: inks.soft, role: null } as const; // prettier-ignore
    this.sheet.lines([this.foot], place);
    this.sheet.lines([`Page ${String(this.#page)}`], { ...place, align: 'right' });
  }
}
