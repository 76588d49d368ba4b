import { asc, eq, max } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition, publication } from '~db/schema/published';
import { mergeProposal, petitionEnding } from '~db/schema/published-organizing';
import { appendEntries, holdLedger } from '../ledger/append-entry.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { pendingProposal, proposalsPerPetition, type MergeStep } from './ending';
import { PetitionError } from './petition';

/*
 * What organizers do that ends a petition before its day (protocol 6). Rows and entries are only added, so that both wings
 * can do it: the one for organizers by name, the other for unknown ones. Nothing is written before everything was checked,
 * and the ledger is held from the first look on, so that of two acts at once the second sees the first.
 * The next publication closes what was ended; until then it takes signatures, and they count.
 */

/**
 * Retires an open petition, with its reason, for good. Call it in a transaction, of either wing. Does not check who asks.
 * @param input.reason parsed by `endingReason`
 * @throws PetitionError `unknown-petition`; `wrong-state` unless it is open; `already-ended`
 */
export async function retirePetition(
  tx: Database,
  { petitionId, reason, day }: { petitionId: string; reason: string; day: string },
): Promise<void> {
  await holdLedger(tx);
  await requireGoingOn(tx, petitionId, 'already-ended');
  await end(tx, { petitionId, how: 'retired', intoId: null, reason, day }, []);
}

/**
 * Proposes to merge a petition into another one; both are open. A proposal to another petition that nobody answered yet is
 * void from then on. Call it in a transaction, of either wing. Does not check who asks.
 * @throws PetitionError `into-itself`; `unknown-petition`; `wrong-state`; `already-ended`; `other-ended` (the other one is not
 *   open, or ends); `merged-into` (others were merged into it: no chains); `already-proposed`; `too-many-proposals`
 */
export async function proposeMerge(
  tx: Database,
  { petitionId, intoId, day }: { petitionId: string; intoId: string; day: string },
): Promise<void> {
  await holdLedger(tx);
  await requireMergeable(tx, petitionId, intoId);
  const steps = await stepsOf(tx, petitionId);
  if (pendingProposal(steps)?.intoId === intoId) throw new PetitionError('already-proposed');
  if (steps.filter(({ act }) => act === 'proposed').length >= proposalsPerPetition) {
    throw new PetitionError('too-many-proposals');
  }
  const step = { petitionId, number: steps.length + 1, intoId, act: 'proposed', day } as const;
  await tx.insert(mergeProposal).values(step);
  await appendEntries(tx, [entryOf(step)]);
}

/**
 * The answer of the other petition's organizers. If they agree, the petition ends, and its page points on; each keeps its
 * own count. Call it in a transaction, of either wing. Does not check who answers.
 * @param input.petitionId the one that would end, @param input.intoId theirs
 * @param input.reason parsed by `endingReason`; unused where they decline
 * @throws PetitionError `no-proposal` (none waits, or another one does); what {@link proposeMerge} says of the two petitions,
 *   where they agree
 */
export async function answerMerge(
  tx: Database,
  input: { petitionId: string; intoId: string; agrees: boolean; reason: string; day: string },
): Promise<void> {
  const { petitionId, intoId, agrees, reason, day } = input;
  await holdLedger(tx);
  const steps = await stepsOf(tx, petitionId);
  if (pendingProposal(steps)?.intoId !== intoId) throw new PetitionError('no-proposal');
  if (agrees) await requireMergeable(tx, petitionId, intoId);
  const step = { petitionId, number: steps.length + 1, intoId, act: agrees ? 'agreed' : 'declined', day } as const;
  await tx.insert(mergeProposal).values(step);
  if (agrees) await end(tx, { petitionId, how: 'merged', intoId, reason, day }, [entryOf(step)]);
  else await appendEntries(tx, [entryOf(step)]);
}

async function requireMergeable(tx: Database, petitionId: string, intoId: string): Promise<void> {
  if (petitionId === intoId) throw new PetitionError('into-itself');
  await requireGoingOn(tx, petitionId, 'already-ended');
  await requireGoingOn(tx, intoId, 'other-ended');
  const [merged] = await tx
    .select({ petitionId: petitionEnding.petitionId })
    .from(petitionEnding)
    .where(eq(petitionEnding.intoId, petitionId))
    .limit(1);
  if (merged) throw new PetitionError('merged-into');
}

async function requireGoingOn(tx: Database, id: string, ended: 'already-ended' | 'other-ended'): Promise<void> {
  const [row] = await tx
    .select({ state: petition.state, ending: petitionEnding.petitionId })
    .from(petition)
    .leftJoin(petitionEnding, eq(petitionEnding.petitionId, petition.id))
    .where(eq(petition.id, id));
  if (!row) throw new PetitionError('unknown-petition');
  if (row.ending !== null) throw new PetitionError(ended);
  if (row.state !== 'open') throw new PetitionError(ended === 'other-ended' ? ended : 'wrong-state');
}

interface Ending {
  readonly petitionId: string;
  readonly how: 'retired' | 'merged';
  readonly intoId: string | null;
  readonly reason: string;
  readonly day: string;
}

async function end(tx: Database, ending: Ending, before: readonly LedgerEntry[]): Promise<void> {
  const { petitionId, how, intoId, reason, day } = ending;
  const [last] = await tx.select({ number: max(publication.number) }).from(publication);
  await tx.insert(petitionEnding).values({ ...ending, publication: last?.number ?? 0 });
  const into = intoId ?? '';
  await appendEntries(tx, [...before, { v: 1, kind: 'petition-ended', petition: petitionId, how, into, reason, day }]);
}

function stepsOf(tx: Database, petitionId: string): Promise<MergeStep[]> {
  return tx
    .select()
    .from(mergeProposal)
    .where(eq(mergeProposal.petitionId, petitionId))
    .orderBy(asc(mergeProposal.number));
}

function entryOf({ petitionId, number, intoId, act, day }: MergeStep): LedgerEntry {
  return { v: 1, kind: 'merge', petition: petitionId, number, into: intoId, act, day };
}
