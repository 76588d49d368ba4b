import { readFileSync } from 'node:fs';
import { cleanFile, type CleanedFile, type RefusedFile } from '~/features/anonymous/concerns/cleaning/clean-file';

/** A photograph of `tests/fixtures/photographs`: where it comes from stands there. */
export function photograph(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../fixtures/photographs/${name}`, import.meta.url)));
}

export const photographs = [
  'mountain.jpg',
  'starfish.jpg',
  'starfish-progressive.jpg',
  'starfish.png',
  'starfish.webp',
  'starfish-lossless.webp',
  'starfish-moving.webp',
  'starfish.gif',
] as const;

/** Cleans bytes as a file of this name. */
export function clean(
  bytes: Uint8Array<ArrayBuffer> | string,
  name = 'IMG_4711.jpg',
): Promise<CleanedFile | RefusedFile> {
  return cleanFile(new File([bytes], name), { number: 1 });
}

/** As `clean`, for what must not be refused. */
export async function cleaned(bytes: Uint8Array<ArrayBuffer> | string, name?: string) {
  const result = await clean(bytes, name);
  if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`);
  return { ...result, data: new Uint8Array(await result.bytes.arrayBuffer()) };
}

/** Why bytes are refused, or null where they are not. */
export async function refusal(bytes: Uint8Array<ArrayBuffer> | string, name?: string): Promise<string | null> {
  const result = await clean(bytes, name);
  return result.kind === 'refused' ? result.reason : null;
}
