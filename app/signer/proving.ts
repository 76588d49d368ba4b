import { z } from 'zod';
import { ARTIFACT_HASHES } from '~/crypto/semaphore/artifacts';
import { loadProver, type Prover } from '~/crypto/semaphore/prover';
import type { House } from './house';
import { SignerError } from './signer-error';

const depth = 17;
const manifest = z.object({ v: z.literal(1), files: z.record(z.string(), z.string()) });

/**
 * The prover, with the files that the house serves to browsers: found in the manifest of its client by their digests, which
 * this program knows, and used only if they are these.
 * @throws SignerError `not-as-published` where it serves none of them; ProverError
 */
export async function proverFrom(house: House): Promise<Prover> {
  const { files } = await house.json('client-manifest.json', manifest);
  const fetchFile = (kind: 'wasm' | 'zkey') => {
    const [path] = Object.entries(files).find(([, digest]) => digest === ARTIFACT_HASHES[depth][kind]) ?? [];
    if (path === undefined) throw new SignerError('not-as-published', `the house serves no ${kind} file for proving`);
    return house.bytes(path.replace(/^\//, ''));
  };
  return loadProver(depth, { wasm: await fetchFile('wasm'), zkey: await fetchFile('zkey') });
}
