/** The checksum of PNG chunks (ISO 3309), over several runs of bytes as if they were one. */
export function crc32(...runs: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const run of runs) for (const byte of run) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
