import { parentPort } from 'node:worker_threads';
import { printJob, type PrintJob } from './print-job.server';

/* The body of the thread that sets type and draws pictures, bundled as an entry of its own; a `Press` starts it. */

const port = parentPort;
if (!port) throw new Error('A printing thread is started by a press');
port.on('message', (job: PrintJob) => {
  printJob(job).then(
    (bytes) => port.postMessage({ bytes }),
    (error: unknown) => port.postMessage({ failed: error instanceof Error ? error.message : 'unknown' }),
  );
});
