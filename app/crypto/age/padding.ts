const KIBIBYTE = 1024;
const SMALLEST_STEP = 4 * KIBIBYTE;

/**
 * The size that content is padded to before it is encrypted, so that its ciphertext says little of its length (protocol 7):
 * 16 KiB, then 4, 5, 6 or 7 times a power of two. Never more than a quarter is added above 16 KiB.
 * @param bytes length of the content
 * @throws RangeError for what is no length
 */
export function paddedSize(bytes: number): number {
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError('A length is a whole number of bytes');
  let step = SMALLEST_STEP;
  while (bytes > 7 * step) step *= 2;
  return Math.max(4, Math.ceil(bytes / step)) * step;
}
