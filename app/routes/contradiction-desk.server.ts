import { readReference, readRevisionAddress } from '~/features/published/contradictions/contradiction.schema';
import type { StatementReference } from '~/features/published/contradictions/contradiction';
import type { ShownRevision } from '~/features/published/contradictions/components/contradiction-form';
import { statementParts } from '~/features/published/statements/statement-parts';
import { placeOf } from '~/features/published/statements/statement-places.queries.server';
import { newestRevision, revisionOf } from '~/features/published/statements/statements.queries.server';
import type { Database } from '~db/database';

/** The two revisions that an address names, as far as they exist. @param query attacker-controlled */
export async function chosenSides(db: Database, query: URLSearchParams): Promise<(ShownRevision | null)[]> {
  const one = readReference(query.get('one') ?? '');
  const address = query.get('address') ?? '';
  const other = address === '' ? readReference(query.get('other') ?? '') : await addressed(db, address);
  return Promise.all([one, other].map((reference) => shownRevision(db, reference)));
}

async function addressed(db: Database, address: string): Promise<StatementReference | null> {
  const read = readRevisionAddress(address);
  if (!read) return null;
  const { kind, id } = read;
  const revision = read.revision ?? (await newestRevision(db, kind, id))?.revision ?? 1;
  return { kind, id, revision };
}

async function shownRevision(db: Database, reference: StatementReference | null): Promise<ShownRevision | null> {
  const said = reference && (await revisionOf(db, reference));
  if (!said) return null;
  const { kind, id, revision, day, document } = said;
  const place = await placeOf(db, kind, id);
  const parts = statementParts(kind, document).filter(({ text }) => text !== '');
  return { kind, id, revision, day, title: place?.title ?? '', parts };
}
