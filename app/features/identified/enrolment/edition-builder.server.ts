import { Worker } from 'node:worker_threads';
import { buildEdition, type BuiltEdition, type EditionInput } from './build-edition';

/** Hashes an edition, wherever that is done. */
export type EditionBuilder = (input: EditionInput) => Promise<BuiltEdition>;

/** Up to this many hashes (a tenth of a second) are not worth a thread. */
const inlineHashes = 500;

/**
 * Hashes small editions at once and large ones in a thread of their own, so that requests go on being answered meanwhile.
 * The promise is rejected with what the thread threw, or when it ends without an answer.
 * @param threadUrl the bundled `register-thread`; without it everything is hashed in place, which is for tests and tools
 */
export function createEditionBuilder({ threadUrl }: { threadUrl?: URL | string } = {}): EditionBuilder {
  return async (input) => {
    if (threadUrl === undefined || hashesOf(input) <= inlineHashes) return buildEdition(input);
    return inThread(threadUrl, input);
  };
}

/** Hashes in place, whatever it costs. */
export const buildInPlace: EditionBuilder = createEditionBuilder();

/** At most. */
function hashesOf({ depth, leaves, units, live }: EditionInput): number {
  const changed = leaves.bytes.length / 36;
  const members = units.reduce((sum, unit) => (unit.length === live.length ? sum : sum + unit.length), 0);
  return (changed + members) * depth;
}

function inThread(threadUrl: URL | string, input: EditionInput): Promise<BuiltEdition> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(threadUrl, { workerData: input });
    worker.once('message', (built: BuiltEdition) => resolve(built));
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the register thread ended with ${String(code)} and no answer`)));
  });
}
