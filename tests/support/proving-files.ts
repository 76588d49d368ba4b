import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Artifacts } from '~/crypto/semaphore/artifacts';
import type { ProvableDepth } from '~/crypto/semaphore/verification-keys';

const require = createRequire(import.meta.url);

/** Where the files for proving lie in the package. */
export function provingFilePaths(depth: ProvableDepth): Artifacts<string> {
  const path = (kind: string) => require.resolve(`@zk-kit/semaphore-artifacts/semaphore-${depth}.${kind}`);
  return { wasm: path('wasm'), zkey: path('zkey') };
}

/** Their bytes. */
export function provingFiles(depth: ProvableDepth): Artifacts<Uint8Array> {
  const { wasm, zkey } = provingFilePaths(depth);
  return { wasm: new Uint8Array(readFileSync(wasm)), zkey: new Uint8Array(readFileSync(zkey)) };
}
