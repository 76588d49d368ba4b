import { byteAt, fromLetters, join, letters, sizeInWords, slice, startsWith, uint16 } from './bytes';
import { CleaningError, type Findings } from './cleaning';
import { lzwEnd } from './lzw-end';
import { nameXmp } from './xmp';

/*
 * GIF89a is a header, a table of colours and a row of blocks. Kept are pictures, how long each is shown, and how often
 * all of them; of each picture only what is read before its pixels are complete.
 */

const mark = { extension: 0x21, picture: 0x2c, end: 0x3b };
const extension = { control: 0xf9, comment: 0xfe, application: 0xff, text: 0x01 };
const screenSize = 13;
const descriptorSize = 10;

export function cleanGif(bytes: Uint8Array, findings: Findings): Uint8Array<ArrayBuffer> {
  const start = screenSize + tableSize(byteAt(bytes, 10));
  const kept = [fromLetters('GIF89a'), slice(bytes, 6, start)];
  let pictures = 0;
  let control: Uint8Array | null = null;
  let isLooped = false;
  let at = start;
  for (let id = byteAt(bytes, at); id !== mark.end; id = byteAt(bytes, at)) {
    if (id === mark.extension) {
      const kind = byteAt(bytes, at + 1);
      const { blocks, end } = blocksAt(bytes, at + 2);
      if (kind === extension.control) {
        // Only the next picture is meant: of several the last, as shown.
        if (blocks.length !== 1 || blocks[0]?.length !== 4) throw new CleaningError('damaged');
        control = slice(bytes, at, end);
      } else if (kind === extension.application && isLoop(blocks) && !isLooped) {
        kept.push(slice(bytes, at, end));
        isLooped = true;
      } else nameExtension(kind, blocks, bytes.subarray(at + 2, end), findings);
      at = end;
    } else if (id === mark.picture) {
      const { parts, end } = picture(bytes, at, findings);
      kept.push(...(control ? [control] : []), ...parts);
      control = null;
      pictures += 1;
      at = end;
    } else throw new CleaningError('damaged');
  }
  if (pictures === 0) throw new CleaningError('damaged');
  if (at + 1 < bytes.length) findings.add('trailing', sizeInWords(bytes.length - at - 1));
  return join([...kept, Uint8Array.of(mark.end)]);
}

/** Its place, its own colours if it has any, and its pixels. */
function picture(bytes: Uint8Array, at: number, findings: Findings): { parts: Uint8Array[]; end: number } {
  const pixelsAt = at + descriptorSize + tableSize(byteAt(bytes, at + 9));
  const codeSize = byteAt(bytes, pixelsAt);
  const { blocks, end } = blocksAt(bytes, pixelsAt + 1);
  const pixels = join(blocks);
  const used = lzwEnd(pixels, codeSize, uint16(bytes, at + 5, true) * uint16(bytes, at + 7, true));
  if (used < pixels.length) findings.add('trailing', sizeInWords(pixels.length - used));
  return { parts: [slice(bytes, at, pixelsAt + 1), inBlocks(pixels.subarray(0, used))], end };
}

/** Runs of up to 255 bytes, each after its length; one without any ends them. */
function blocksAt(bytes: Uint8Array, from: number): { blocks: Uint8Array[]; end: number } {
  const blocks: Uint8Array[] = [];
  let at = from;
  for (let size = byteAt(bytes, at); size > 0; size = byteAt(bytes, at)) {
    blocks.push(slice(bytes, at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { blocks, end: at + 1 };
}

function inBlocks(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    parts.push(Uint8Array.of(block.length), block);
  }
  return join([...parts, Uint8Array.of(0)]);
}

/** Each of the two tables stands where its flag says so, as large as three bits say. */
function tableSize(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** How often the pictures are shown: the one extension that says nothing else. */
function isLoop(blocks: readonly Uint8Array[]): boolean {
  const [name, content] = blocks;
  return (
    blocks.length === 2 &&
    name?.length === 11 &&
    startsWith(name, 'NETSCAPE2.0') &&
    content?.length === 3 &&
    content[0] === 1
  );
}

function nameExtension(kind: number, blocks: readonly Uint8Array[], whole: Uint8Array, findings: Findings): void {
  const name = blocks[0] ? letters(blocks[0], 0, 8) : '';
  if (kind === extension.comment || kind === extension.text) findings.add('description');
  else if (kind === extension.application && name === 'XMP Data') nameXmp(whole, findings);
  else if (kind === extension.application && name === 'ICCRGBG1') findings.add('colour');
  else findings.add('other', `extension ${kind}, ${sizeInWords(whole.length)}`);
}
