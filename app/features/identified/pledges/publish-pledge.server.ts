import { and, eq } from 'drizzle-orm';
import { witnessedAfterDueDays } from '~/features/published/choices/choice';
import { offerChoice } from '~/features/published/choices/offer-choice.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { pledgeTextDigest, type Evidence, type PledgeDocument } from '~/features/published/pledges/pledge';
import { PledgeError, pledgeNamed } from '~/features/published/pledges/pledge-rules';
import { knownPledges } from '~/features/published/pledges/pledges.queries.server';
import { publishRevision } from '~/features/published/statements/publish-revision.server';
import { addDays, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { leaderHolder, statementAuthor } from '~db/schema/identified-answers';
import { DeskError, type Actor } from '../desks/desk';

export interface PledgeDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone'>;
}

interface PledgeRevision {
  readonly id: string;
  /** The revision that was looked at; 0 for a new pledge. */
  readonly base: number;
  readonly document: PledgeDocument;
  readonly actor: Actor;
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * The part that making and changing a pledge share: the words in public, who published them, and what field witnesses attest
 * from now on. The caller keeps the row of the pledge, and appends the entry last of all.
 * @throws StatementError as `publishRevision`
 */
export async function publishPledge(
  tx: IdentifiedDatabase,
  { id, base, document, actor, reason, day }: PledgeRevision,
): Promise<LedgerEntry> {
  const { name: authorName, personNumber } = actor;
  const revision = base + 1;
  const entry = await publishRevision(tx, { kind: 'pledge', id, base, document, authorName, reason, day });
  await tx.insert(statementAuthor).values({ kind: 'pledge', id, revision, personNumber });
  await offerChoice(tx, {
    ...{ kind: 'witness', id, revision, textDigest: pledgeTextDigest(id, document), day },
    untilDay: addDays(document.dueDay, witnessedAfterDueDays),
  });
  return entry;
}

/**
 * Evidence may name other pledges of this site: those there are, and not the pledge itself.
 * @throws PledgeError `unknown-evidence`
 */
export async function knownEvidence(tx: IdentifiedDatabase, id: string, evidence: readonly Evidence[]): Promise<void> {
  const named = evidence.flatMap((each) => pledgeNamed(each) ?? []);
  const known = await knownPledges(tx, named);
  if (named.some((other) => other === id || !known.has(other))) throw new PledgeError('unknown-evidence');
}

/**
 * Somebody in leadership as a pledge would name them; without a record where they have none yet.
 * @throws DeskError `not-a-leader` unless active and in leadership
 */
export async function knownLeader(
  db: IdentifiedDatabase,
  personNumber: string,
): Promise<{ readonly leaderId: string | null; readonly ownerName: string; readonly unit: string }> {
  const [holder] = await db
    .select({ leaderId: leaderHolder.leaderId, ownerName: person.name, unit: person.unitPath })
    .from(person)
    .innerJoin(roleGrant, and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership')))
    .leftJoin(leaderHolder, eq(leaderHolder.personNumber, person.personNumber))
    .where(and(eq(person.personNumber, personNumber), eq(person.status, 'active')));
  if (!holder) throw new DeskError('not-a-leader');
  return holder;
}
