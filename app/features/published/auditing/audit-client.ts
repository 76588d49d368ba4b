import type { AuditOptions, AuditProgress } from '~/audit/audit-input';
import type { AuditReport, AuditState } from '~/audit/report';
import { startVerifiers } from '~/crypto/semaphore/browser-verifier';
import type { AuditAnswer, AuditRequest } from './audit-messages';

export interface BrowserAudit {
  /** Of this site, under the address that it has in the browser. */
  readonly address: string;
  readonly options: AuditOptions;
  /** Of an earlier audit here; null to begin anew. */
  readonly resume: AuditState | null;
  readonly onProgress: (progress: AuditProgress) => void;
  readonly onDone: (report: AuditReport) => void;
  /** @param message what failed; it says nothing about what was audited */
  readonly onFailed: (message: string) => void;
}

/** Starts the worker of this build; bundlers look for exactly this expression. */
function startWorker(): Worker {
  return new Worker(new URL('./audit-worker.ts', import.meta.url), { type: 'module' });
}

/** More of them gain nothing: the rest of the work is done by one. */
const mostVerifiers = 4;

/**
 * Audits this site in workers of this page.
 * @returns what ends it, at any time; nothing is heard of it any more then
 */
export function startAudit({ onProgress, onDone, onFailed, ...request }: BrowserAudit): () => void {
  const cores = Math.max(1, Math.min(mostVerifiers, navigator.hardwareConcurrency));
  let isOver = false;
  const finish = (tell: () => void) => {
    if (isOver) return;
    isOver = true;
    verifiers.end();
    worker.terminate();
    tell();
  };
  const fail = (message: string) => finish(() => onFailed(message));
  const verifiers = startVerifiers(cores, () => fail('A part of this page that verifies proofs has ended.'));
  const worker = startWorker();
  worker.onerror = () => fail('The part of this page that audits has ended.');
  worker.onmessage = ({ data }: MessageEvent<AuditAnswer>) => {
    if (isOver) return;
    if (data.kind === 'progress') onProgress(data.progress);
    else if (data.kind === 'done') finish(() => onDone(data.report));
    else fail(data.message);
  };
  const { ports } = verifiers;
  worker.postMessage({ ...request, ports } satisfies AuditRequest, [...ports]);
  return () => finish(() => undefined);
}
