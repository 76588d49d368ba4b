/**
 * Packs pixels as a GIF does (GIF89a, appendix F), as encoders do it: with a table of strings.
 * @param bits that one colour takes
 */
export function packLzw(pixels: Uint8Array, bits: number, { isEndTold = true } = {}): Uint8Array<ArrayBuffer> {
  const clear = 2 ** bits;
  const written: number[] = [];
  let [held, count, width] = [0, 0, bits + 1];
  const write = (code: number) => {
    held |= code << count;
    for (count += width; count >= 8; count -= 8) {
      written.push(held & 255);
      held >>>= 8;
    }
  };
  let table = new Map<string, number>();
  const begin = () => {
    table = new Map(Array.from({ length: clear }, (_, colour) => [String.fromCharCode(colour), colour]));
    width = bits + 1;
  };
  begin();
  write(clear);
  let known = '';
  for (const pixel of pixels) {
    const longer = known + String.fromCharCode(pixel);
    if (table.has(longer)) {
      known = longer;
      continue;
    }
    write(table.get(known)!);
    const next = table.size + 2;
    if (next === 4096) {
      write(clear);
      begin();
    } else {
      table.set(longer, next);
      // The reader is one string behind.
      if (next === 2 ** width) width += 1;
    }
    known = String.fromCharCode(pixel);
  }
  write(table.get(known)!);
  // The reader adds a string for the last one too.
  if (table.size + 2 === 2 ** width && width < 12) width += 1;
  if (isEndTold) write(clear + 1);
  if (count > 0) written.push(held & 255);
  return Uint8Array.from(written);
}
