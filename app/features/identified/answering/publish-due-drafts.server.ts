import { and, asc, eq } from 'drizzle-orm';
import { mailedOn } from '~/features/published/announcements/announcements.queries.server';
import { ProgrammeError } from '~/features/published/programmes/programme';
import { ResponseError } from '~/features/published/responses/response';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { StatementError, waitsForPublication } from '~/features/published/statements/statement';
import { SummaryError } from '~/features/published/summaries/summary-error';
import { dayIn, instantOf } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { answerDraft } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { DeskError, type Actor } from '../desks/desk';
import { notPublishedMail } from './answering-mail';
import { addComment } from './comment-draft.server';
import { aboutTheWhole, AnsweringError } from './draft';
import { draftPath } from './draft-paths';
import { mailPeople } from './mail-people.server';
import { publishLocked } from './publish-draft.server';
import { aboutDraft, unscheduled } from './review-draft.server';
import { readDraft, type StoredDraft } from './stored-draft.server';
import type { AnsweringDeps } from './write-draft.server';

/**
 * Publishes the drafts whose hour has come, each once, however many processes look at the same time and however late. What can
 * no longer be published goes back to its writer, with the reason; what a publication has to pass before waits for it. What fails for another reason stays for the next look, and
 * keeps none of the others waiting.
 *
 * @param deps.settings those that the process was started with; what administrators changed is read
 * @returns how many were published
 * @throws the first failure that is no refusal, once all were tried
 */
export async function publishDueDrafts(deps: AnsweringDeps): Promise<number> {
  const { db, clock } = deps;
  const { timeZone } = deps.settings;
  const scheduled = await db
    .select({ id: answerDraft.id, day: answerDraft.publishOn, hour: answerDraft.publishHour })
    .from(answerDraft)
    .where(eq(answerDraft.state, 'scheduled'))
    .orderBy(asc(answerDraft.publishOn), asc(answerDraft.publishHour), asc(answerDraft.id));
  const due = scheduled.filter(
    ({ day, hour }) => day !== null && hour !== null && instantOf(day, hour, timeZone) <= clock.now(),
  );
  const failures: unknown[] = [];
  let published = 0;
  for (const { id } of due) {
    try {
      if (await publishScheduled({ ...deps, settings: await currentSettings(db, deps.settings) }, id)) published += 1;
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
  return published;
}

/** @returns whether it was published; false also where another process has it, or somebody took it back meanwhile */
function publishScheduled(deps: AnsweringDeps, draftId: string): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockScheduled(tx, draftId);
    if (!draft) return false;
    try {
      await inTransaction(tx, (attempt) => publishFor({ ...deps, db: attempt }, draft));
      return true;
    } catch (error) {
      if (!waitsForPublication(error)) await sendBack({ ...deps, db: tx }, draft, whyNot(error));
      return false;
    }
  });
}

async function lockScheduled(tx: IdentifiedDatabase, draftId: string): Promise<StoredDraft | null> {
  const [locked] = await tx
    .select({ id: answerDraft.id })
    .from(answerDraft)
    .where(and(eq(answerDraft.id, draftId), eq(answerDraft.state, 'scheduled')))
    .for('update', { skipLocked: true });
  return locked ? readDraft(tx, draftId) : null;
}

/** In the name of who scheduled it, as they are called and what they may do by now. */
async function publishFor(deps: AnsweringDeps, draft: StoredDraft): Promise<void> {
  const { db: tx, clock, settings } = deps;
  const [scheduler] = await tx
    .select({ personNumber: person.personNumber, name: person.name })
    .from(person)
    .innerJoin(roleGrant, and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership')))
    .where(and(eq(person.personNumber, draft.scheduledBy ?? ''), eq(person.status, 'active')))
    .for('no key update');
  if (!scheduler) throw new DeskError('not-allowed');
  const actor: Actor = { ...scheduler, roles: ['employee', 'leadership'] };
  // An answer is not late because something else was mailed to everybody today: then it is announced on its page alone.
  const byMail = draft.announce === 'mail' && !(await mailedOn(tx, dayIn(settings.timeZone, clock.now())));
  await publishLocked(deps, { draft, actor, byMail });
}

const reasons: Readonly<Record<string, string>> = {
  'not-allowed': 'Whoever scheduled it no longer answers for the company.',
  'stale-revision': 'Another version was published after this draft was begun.',
  unchanged: 'It says the same as what is published by now.',
  'wrong-state': 'The petition has moved on and can no longer be answered.',
  'not-counted': 'The signatures of the petition are no longer counted in public.',
  'answer-withdrawn': 'It would take back an answer that was given meanwhile.',
  'unknown-programme': 'The programme that it is about is not in the register.',
  'not-approved': 'Not every reviewer approves these very words.',
};

/** Why a draft is refused, as its writer reads it. Rethrows everything that is no refusal: the next look may find it mended. */
function whyNot(error: unknown): string {
  const isRefusal =
    error instanceof DeskError ||
    error instanceof AnsweringError ||
    error instanceof ResponseError ||
    error instanceof StatementError ||
    error instanceof SummaryError ||
    error instanceof ProgrammeError;
  if (!isRefusal) throw error;
  return reasons[error.code] ?? 'It can no longer be published as it stands.';
}

async function sendBack({ db: tx, ...deps }: AnsweringDeps, draft: StoredDraft, why: string): Promise<void> {
  const day = dayIn(deps.settings.timeZone, deps.clock.now());
  await tx.update(answerDraft).set(unscheduled('drafting')).where(eq(answerDraft.id, draft.id));
  const body = `It was not published when its hour came. ${why}`;
  await addComment(tx, draft.id, { personNumber: null, version: draft.version, about: aboutTheWhole, body, day });
  const about = await aboutDraft(tx, draft, `${deps.publicUrl}${draftPath(draft)}?step=review`);
  await mailPeople(tx, [draft.writer, draft.scheduledBy], notPublishedMail({ ...about, why }));
}
