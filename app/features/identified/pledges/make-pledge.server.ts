import { count, eq } from 'drizzle-orm';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import { checkNewPledge, PledgeError, pledgesPerResponse } from '~/features/published/pledges/pledge-rules';
import { attachPledge, type About } from '~/features/published/programmes/attach.server';
import { dayIn } from '~/platform/zoned-time';
import { StatementError } from '~/features/published/statements/statement';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerOwner, pledge, response } from '~db/schema/published-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { leaderRecord } from '../leadership/leader-record.server';
import { knownEvidence, knownLeader, publishPledge, type PledgeDeps } from './publish-pledge.server';

export interface NewPledge {
  readonly actor: Actor;
  /** Random name, drawn with the form: a form that is sent twice makes one pledge. */
  readonly id: string;
  /** Whose response it is made in. */
  readonly petitionId: string;
  /** Already parsed by `newPledgeSchema`. */
  readonly words: Omit<PledgeDocument, 'ownerName' | 'unit'>;
  /** Person number of who answers for it. */
  readonly owner: string;
  /** The programme that it is about, for good. */
  readonly about?: About | null;
}

/**
 * Makes a pledge in a published response: public under its owner's name and the actor's, in the ledger, and open to field
 * witnesses from the next publication on.
 *
 * @throws DeskError `not-allowed` unless leadership; `not-a-leader` unless the owner is active and in leadership
 * @throws PledgeError `no-response`, `too-many-pledges`, `unknown-evidence`, and as `checkNewPledge`
 * @throws StatementError `stale-revision` where it was made already
 * @throws ProgrammeError `unknown-programme`
 */
export function makePledge(
  { db, clock, settings }: PledgeDeps,
  { actor, id, petitionId, words, owner, about = null }: NewPledge,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const day = dayIn(settings.timeZone, clock.now());
    await requireResponse(tx, petitionId, id);
    await knownEvidence(tx, id, words.evidence);
    const record = await leaderRecord(tx, owner, day);
    const document = { ...words, ownerName: record.name, unit: record.unit };
    checkNewPledge(document, day);
    const { dueDay, status } = document;
    const entry = await publishPledge(tx, { id, base: 0, document, actor, reason: '', day });
    await tx.insert(pledge).values({
      ...{ id, petitionId, leaderId: record.id, unit: record.unit, revision: 1, status },
      ...{ dueDay, firstDueDay: dueDay, endedDay: null, day },
    });
    const ofOwner = { leaderId: record.id, unit: record.unit, day };
    await tx.insert(answerOwner).values({ subject: 'pledge', subjectId: id, number: 1, ...ofOwner });
    const attached = about ? [await attachPledge(tx, { pledgeId: id, about, day })] : [];
    await appendEntries(tx, [entry, ...attached]);
  });
}

/**
 * What a pledge would say, before it is made: refused for all that {@link makePledge} refuses it for by its words and its
 * owner. Nothing is written.
 * @throws as {@link makePledge}
 */
export async function previewPledge(
  { db, clock, settings }: PledgeDeps,
  { actor, id, words, owner }: Pick<NewPledge, 'actor' | 'id' | 'words' | 'owner'>,
): Promise<PledgeDocument> {
  requireDesk(actor, 'leadership');
  await knownEvidence(db, id, words.evidence);
  const { ownerName, unit } = await knownLeader(db, owner);
  const document = { ...words, ownerName, unit };
  checkNewPledge(document, dayIn(settings.timeZone, clock.now()));
  return document;
}

/** Locks the response, so that of several pledges made at once none is one too many. */
async function requireResponse(tx: IdentifiedDatabase, petitionId: string, id: string): Promise<void> {
  const [answered] = await tx
    .select({ petitionId: response.petitionId })
    .from(response)
    .where(eq(response.petitionId, petitionId))
    .for('no key update');
  if (!answered) throw new PledgeError('no-response');
  const [same] = await tx.select({ id: pledge.id }).from(pledge).where(eq(pledge.id, id));
  if (same) throw new StatementError('stale-revision');
  const [made] = await tx.select({ pledges: count() }).from(pledge).where(eq(pledge.petitionId, petitionId));
  if ((made?.pledges ?? 0) >= pledgesPerResponse) throw new PledgeError('too-many-pledges');
}
