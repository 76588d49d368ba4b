import type { AuditOptions, AuditProgress } from '~/audit/audit-input';
import type { AuditReport, AuditState } from '~/audit/report';

/** From the page to the worker that audits, once. */
export interface AuditRequest {
  readonly address: string;
  readonly options: AuditOptions;
  readonly resume: AuditState | null;
  /** To the workers that verify proofs. */
  readonly ports: readonly MessagePort[];
}

/** From the worker to the page: any number of the first, then one of the others. */
export type AuditAnswer =
  | { readonly kind: 'progress'; readonly progress: AuditProgress }
  | { readonly kind: 'done'; readonly report: AuditReport }
  | { readonly kind: 'failed'; readonly message: string };
