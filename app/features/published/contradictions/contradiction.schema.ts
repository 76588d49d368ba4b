import { z } from 'zod';
import { reasonLength } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';
import type { StatementKind } from '../statements/statement';
import { isStatementKind } from '../statements/statement-words';
import { contradictionWordsLength, quoteLength, type StatementReference } from './contradiction';

/** `response/<petition>/1`, as it stands in an address or a form; null for anything else. Whether it exists is not checked. */
export function readReference(text: string): StatementReference | null {
  const [, kind = '', id = '', revision = ''] = /^([a-z-]{1,30})\/([\w-]{1,100})\/([1-9]\d{0,5})$/.exec(text) ?? [];
  return isStatementKind(kind) ? { kind, id, revision: Number(revision) } : null;
}

/** The address of a statement's page, or of a revision on it; the revision is null where none is named. */
export function readRevisionAddress(
  text: string,
): { readonly kind: StatementKind; readonly id: string; readonly revision: number | null } | null {
  const [, kind, id, revision] =
    /\/statements\/([a-z-]{1,30})\/([\w-]{1,100})(?:\?[^#\s]{0,100})?(?:#revision-(\d{1,6}))?$/.exec(text) ?? [];
  const read = kind === undefined || id === undefined ? null : readReference(`${kind}/${id}/${revision ?? '1'}`);
  return read && { ...read, revision: revision === undefined ? null : read.revision };
}

const reference = z.string({ error: 'Please choose a statement.' }).transform((text, issues) => {
  const read = readReference(text);
  if (!read) issues.addIssue({ code: 'custom', message: 'Please choose a statement.' });
  return read ?? z.NEVER;
});

const quote = textOf({ what: 'the words that you mean', range: quoteLength, lines: 'one' });

/** Two statements and what of them contradicts the other, as an organizer posts it. Quotes are plain text on one line. */
export const contradictionSchema = z.object({
  one: reference,
  oneQuote: quote,
  other: reference,
  otherQuote: quote,
  words: textOf({ what: 'how they contradict each other', range: contradictionWordsLength, lines: 'many' }),
});

/** Why a link is taken back, as it is posted. */
export const withdrawalSchema = z.object({
  id: z.string({ error: 'Please say which one.' }).max(100),
  reason: textOf({ what: 'why you take it back', range: reasonLength, lines: 'many' }),
});
