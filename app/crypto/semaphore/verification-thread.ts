import { parentPort, workerData } from 'node:worker_threads';
import { serveVerification } from './verification-serving';
import type { VerificationKey } from './verifier';

/* The body of a verification thread, bundled as an entry of its own; `createVerificationPool` starts it. */

if (!parentPort) throw new Error('A verification thread is started by its pool');

await serveVerification(parentPort, workerData as VerificationKey);
