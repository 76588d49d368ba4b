import { byteAt } from './bytes';
import { CleaningError } from './cleaning';

const mostCodes = 4096;
const mostBits = 12;

/**
 * Finds where the compressed pixels of a GIF end, without unpacking them: codes are read and the lengths of what they
 * stand for added up.
 *
 * @param bytes attacker-controlled, the blocks put together; the work is bounded by their number
 * @param codeSize bits that one colour takes, as the picture says it
 * @param expected how many pixels there must be
 * @returns how many of the bytes are read until all pixels are there, and the end is told where it is told at once
 * @throws CleaningError 'damaged' for too few pixels, a code that goes beyond the last, or one that stands for nothing
 */
export function lzwEnd(bytes: Uint8Array, codeSize: number, expected: number): number {
  if (codeSize < 2 || codeSize > 8 || expected === 0) throw new CleaningError('damaged');
  const clear = 2 ** codeSize;
  const end = clear + 1;
  /** How many pixels each code stands for. */
  const lengths = new Uint32Array(mostCodes).fill(1, 0, clear);
  let next = end + 1;
  let bits = codeSize + 1;
  let before = 0;
  let produced = 0;
  let at = 0;
  let held = 0;
  let count = 0;
  for (;;) {
    const isComplete = produced === expected;
    const complete = at - (count >> 3);
    if (isComplete && count + 8 * (bytes.length - at) < bits) return complete;
    while (count < bits) {
      held |= byteAt(bytes, at) << count;
      at += 1;
      count += 8;
    }
    const code = held & (2 ** bits - 1);
    if (isComplete) return code === end ? at : complete;
    held >>>= bits;
    count -= bits;
    if (code === clear) {
      next = end + 1;
      bits = codeSize + 1;
      before = 0;
      continue;
    }
    if (code === end) throw new CleaningError('damaged');
    // The one code that is not in the table yet stands for the one before and its first pixel.
    const isNext = code === next && before > 0 && next < mostCodes;
    if (code >= next && !isNext) throw new CleaningError('damaged');
    const length = isNext ? before + 1 : (lengths[code] as number);
    if (before > 0 && next < mostCodes) {
      lengths[next] = before + 1;
      next += 1;
      if (next === 2 ** bits && bits < mostBits) bits += 1;
    }
    before = length;
    produced += length;
    if (produced > expected) throw new CleaningError('damaged');
  }
}
