import { and, eq, isNotNull } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import { organizerActDigest } from '~/crypto/organizing';
import { isSignedBy } from '~/crypto/signing-key';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingOrganizerAct } from '~db/schema/anonymous-organizing';
import { petition } from '~db/schema/published';
import { organizerAct } from '~db/schema/published-organizing';
import { inTransaction } from '~db/transaction';
import { shareActions } from '../publication/action-lock.server';
import { OrganizingError } from './organizing-error';
import {
  isSoundBody,
  maxOrganizerActs,
  maxWaitingActs,
  parseAct,
  parseMergeAnswer,
  type PostedAct,
} from './organizer-act.schema';
import { goesOn, proposedTo, situationOf, type Situation } from './own-petition.queries.server';
import { isPossible } from './possible-acts.server';

export interface OrganizingDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation'>;
}

/**
 * Takes an act of an unknown organizer, signed by the petition's own key, checking in the order of protocol 16. It waits in
 * `anonymous` without a time, for the next publication. The same act again gets the same answer.
 *
 * @param input attacker-controlled JSON
 * @returns the number that the next act must have
 * @throws OrganizingError
 */
export function acceptOrganizerAct(
  { db, clock, settings: { organisation } }: OrganizingDeps,
  input: unknown,
): Promise<{ readonly next: number }> {
  const posted = parseAct(input);
  const today = dayOf(clock.now());
  if (!posted || !isSoundBody(posted.act, posted.body, today)) throw new OrganizingError('malformed');
  const signature = fromHex(posted.signature);
  return inTransaction(db, async (tx) => {
    await shareActions(tx);
    const { petition: petitionId, number, act, body } = posted;
    const [row] = await tx
      .select({ id: petition.id, state: petition.state, key: petition.organizerKey })
      .from(petition)
      .where(and(eq(petition.id, petitionId), isNotNull(petition.organizerKey)));
    if (!row?.key) throw new OrganizingError('unknown-petition');
    const digest = organizerActDigest(organisation, { petition: petitionId, number, act, body });
    if (!isSignedBy(row.key, digest, signature)) throw new OrganizingError('bad-signature');
    const situation = await situationOf(tx, row);
    const next = situation.published + situation.waiting.length + 1;
    if (number < next && (await isKept(tx, posted, situation))) return { next };
    if (number !== next) throw new OrganizingError('stale-number', next);
    if (next > maxOrganizerActs || situation.waiting.length >= maxWaitingActs) throw new OrganizingError('too-many');
    await requirePossible(tx, posted, situation, today);
    const [kept] = await tx
      .insert(waitingOrganizerAct)
      .values({ petitionId, number, act, body, signature })
      .onConflictDoNothing()
      .returning({ number: waitingOrganizerAct.number });
    // Another one came with this number at the same time, and was first.
    if (!kept && !(await isKept(tx, posted, await situationOf(tx, row)))) {
      throw new OrganizingError('stale-number', next + 1);
    }
    return { next: next + 1 };
  });
}

/** Whether this very act waits, or stands. */
async function isKept(tx: AnonymousDatabase, posted: PostedAct, { waiting }: Situation): Promise<boolean> {
  const same = (each: { number: number; act: string; body: string } | undefined) =>
    each?.number === posted.number && each.act === posted.act && each.body === posted.body;
  if (waiting.some(same)) return true;
  const [stands] = await tx
    .select()
    .from(organizerAct)
    .where(and(eq(organizerAct.petitionId, posted.petition), eq(organizerAct.number, posted.number)));
  return same(stands);
}

/** @throws OrganizingError `not-now`, `said-already`, `unknown-other` */
async function requirePossible(
  tx: AnonymousDatabase,
  { petition: own, act, body }: PostedAct,
  situation: Situation,
  today: string,
): Promise<void> {
  if (!isPossible(act, situation, today)) throw new OrganizingError('not-now');
  if (act === 'update') {
    const last = situation.waiting.findLast((each) => each.act === 'update')?.body ?? situation.lastUpdate;
    if (last === body) throw new OrganizingError('said-already');
  }
  if (act === 'propose-merge') {
    if (body === own || !(await goesOn(tx, body))) throw new OrganizingError('unknown-other');
  }
  if (act === 'agree-merge' || act === 'decline-merge') {
    if ((await proposedTo(tx, parseMergeAnswer(body).petition)) !== own) throw new OrganizingError('unknown-other');
  }
}
