import wasm17 from '@zk-kit/semaphore-artifacts/semaphore-17.wasm?url';
import zkey17 from '@zk-kit/semaphore-artifacts/semaphore-17.zkey?url';
import type { ProvingFiles } from './prover-messages';

/** The files for proving at depth 17 as the bundler serves them: on our own host, content-hashed names, for ever. */
export const PROVING_FILES: ProvingFiles = { depth: 17, urls: { wasm: wasm17, zkey: zkey17 } };
