import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { hashFields } from '~/crypto/hash';
import type { PledgeDocument } from '../pledges/pledge';
import type { ResponseText } from '../responses/response';

/** Words of one office, as they are published: Markdown. */
export interface Words {
  readonly body: string;
}

/** What each kind of statement says. Stored as RFC 8785 JSON; a change of any of it is another revision. */
export interface StatementDocuments {
  /** To a petition, by the petition's name. */
  readonly response: ResponseText;
  /** To a summary, by the summary's name. */
  readonly 'summary-response': Words;
  readonly pledge: PledgeDocument;
  /** To a question, by the question's name. */
  readonly answer: Words;
  readonly announcement: Words & { readonly title: string };
}
export type StatementKind = keyof StatementDocuments;

/** One revision of a statement, of a given kind. */
export interface StatementRevision<K extends StatementKind = StatementKind> {
  readonly kind: K;
  readonly id: string;
  /** From 1. */
  readonly revision: number;
  readonly document: StatementDocuments[K];
  readonly authorName: string;
  /** Why it was revised; empty for the first. */
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
}

/** What the ledger keeps of a revision: every word of it (protocol 6). 32 bytes. */
export function statementDigest<K extends StatementKind>(
  kind: K,
  id: string,
  revision: number,
  document: StatementDocuments[K],
): Uint8Array {
  return hashFields('statement/v1', kind, id, revision, encodeCanonicalJson(document));
}

export type StatementErrorCode =
  'unknown-statement' | 'stale-revision' | 'unchanged' | 'no-reason' | 'changed-since-publication';

/** Whether a refusal is one that the next publication lifts. */
export function waitsForPublication(error: unknown): boolean {
  return error instanceof StatementError && error.code === 'changed-since-publication';
}

/** A refusal by the rules of statements. Routes map the code to a status and to words. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  constructor(readonly code: StatementErrorCode) {
    super(code);
  }
}
