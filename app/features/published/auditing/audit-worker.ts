import { audit } from '~/audit/audit';
import type { AuditProgress } from '~/audit/audit-input';
import { httpSource } from '~/audit/source';
import { verifierOver } from '~/crypto/semaphore/browser-verifier';
import type { AuditAnswer, AuditRequest } from './audit-messages';

/* Counts again in a browser, off the page's thread. Proofs are verified by workers of their own. */

/** Milliseconds between two reports of how far it is. */
const reportEvery = 100;

addEventListener('message', ({ data }: MessageEvent<AuditRequest>) => {
  run(data).then(answer, (error: unknown) =>
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});

async function run({ address, options, resume, ports }: AuditRequest): Promise<AuditAnswer> {
  let reported = -Infinity;
  const onProgress = (progress: AuditProgress) => {
    const now = performance.now();
    if (now - reported < reportEvery) return;
    reported = now;
    answer({ kind: 'progress', progress });
  };
  const report = await audit({
    source: httpSource(address),
    verifyProofs: verifierOver(ports),
    batches: 2 * ports.length,
    options,
    resume,
    onProgress,
  });
  return { kind: 'done', report };
}

function answer(message: AuditAnswer): void {
  self.postMessage(message);
}
