import type { AuditOptions } from '~/audit/audit-input';

/** A file that somebody kept, as far as one can tell from its first words. What it is worth is for the audit to say. */
export type KeptFileKind = 'checkpoint' | 'receipt' | 'filing';

export interface KeptFile {
  readonly name: string;
  readonly kind: KeptFileKind;
  readonly text: string;
}

/** Longer ones are none: a proof of filing has at most 400,000 characters. */
const mostBytes = 500_000;

/**
 * Reads files that somebody chose.
 * @returns those that look like something kept, and the names of the others
 */
export async function readKeptFiles(
  files: readonly File[],
): Promise<{ readonly kept: readonly KeptFile[]; readonly others: readonly string[] }> {
  const read = await Promise.all(
    files.map(async (file): Promise<KeptFile | string> => {
      const text = file.size <= mostBytes ? await file.text() : '';
      const kind = kindOf(text);
      return kind ? { name: file.name, kind, text } : file.name;
    }),
  );
  return {
    kept: read.filter((each) => typeof each !== 'string'),
    others: read.filter((each) => typeof each === 'string'),
  };
}

/** @param text attacker-controlled; nothing is believed of it but which check is to look at it */
export function kindOf(text: string): KeptFileKind | null {
  if (text.trimStart().startsWith('{')) return 'filing';
  const [first = '', second = ''] = text.split('\n', 2);
  if (/^[^\s+]+\/receipt\/v1$/.test(first)) return 'receipt';
  return /^[^\s+]+\/ledger$/.test(first) && /^[0-9]{1,16}$/.test(second) ? 'checkpoint' : null;
}

/** What an audit is held against. */
export function optionsOf(kept: readonly KeptFile[]): AuditOptions {
  const texts = (kind: KeptFileKind) => kept.filter((each) => each.kind === kind).map(({ text }) => text);
  return { checkpoints: texts('checkpoint'), receipts: texts('receipt'), filings: texts('filing') };
}
