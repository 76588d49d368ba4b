import { hashFields } from '~/crypto/hash';

/**
 * The digest of a redacted summary's exact text (protocol 7). Compute it from the very text that is shown.
 * @returns 32 bytes
 */
export function summaryTextDigest({ title, body }: { title: string; body: string }): Uint8Array {
  return hashFields('summary-text/v1', title, body);
}

/** What a handler signs who publishes a summary. */
export interface SummaryStatement {
  readonly organisation: string;
  readonly id: string;
  readonly programme: string | null;
  readonly field: string | null;
  /** 32 bytes. */
  readonly textDigest: Uint8Array;
}

/** The 32 bytes that the handler's key signs: nobody else can put a summary under a handler's name (protocol 7). */
export function summaryStatement({ organisation, id, programme, field, textDigest }: SummaryStatement): Uint8Array {
  return hashFields('summary/v1', organisation, id, programme ?? '', field ?? '', textDigest);
}
