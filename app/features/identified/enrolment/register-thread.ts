import { parentPort, workerData } from 'node:worker_threads';
import { buildEdition, type EditionInput } from './build-edition';

/*
 * The body of a thread that hashes one edition and ends. It is bundled as an entry of its own; `createEditionBuilder`
 * starts it.
 */

const port = parentPort;
if (!port) throw new Error('A register thread is started by an edition builder');
port.postMessage(buildEdition(workerData as EditionInput));
