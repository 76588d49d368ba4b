import { fileDigest, toHex } from '../hash';
import type { ProvableDepth } from './verification-keys';

/*
 * The files of @zk-kit/semaphore-artifacts 4.13.0 that proving needs, by their SHA-256. They are served from our own host
 * and used only if they are exactly these (protocol 4): the library's default takes them from another host, unchecked.
 */

/** The circuit and the proving key of one depth. */
export interface Artifacts<T> {
  /** Circuit, WebAssembly of circom 2. */
  readonly wasm: T;
  /** Proving key. */
  readonly zkey: T;
}

/** Lower-case hexadecimal SHA-256 of each file. */
export const ARTIFACT_HASHES: Readonly<Record<ProvableDepth, Artifacts<string>>> = {
  17: {
    wasm: 'c8a9fa66d491cc6a14daba40060d53659c99ca9d9b1277cc48c1a174cb5947c4',
    zkey: '5c750bf1fdec2b1bb4b04f66a4e64c08215c9f3f862ffb3f35de511cc6417112',
  },
  20: {
    wasm: '6f71e55586929e520e76027ebe067daac8b41e2f4b8057313a5fd0304e1e44ee',
    zkey: '33f9a067a80c7daf90e085449073613a9559a1904dd40aeb6d603afb7988c2cc',
  },
};

/** Whether a file is the one of this depth. Uses the platform's SHA-256 where there is one (HTTPS and localhost). */
export async function isArtifact(
  depth: ProvableDepth,
  kind: keyof Artifacts<unknown>,
  file: Uint8Array,
): Promise<boolean> {
  return toHex(await fileDigest(file)) === ARTIFACT_HASHES[depth][kind];
}
