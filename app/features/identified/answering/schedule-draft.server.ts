import { eq } from 'drizzle-orm';
import { addDays } from '~/platform/clock';
import { waitsForPublication } from '~/features/published/statements/statement';
import { dayIn, instantOf } from '~/platform/zoned-time';
import { answerDraft } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk } from '../desks/desk';
import { answeredSubjects } from './answered-subjects.server';
import { AnsweringError, scheduleDays } from './draft';
import { publishAnswers } from './publish-draft.server';
import { unscheduled } from './review-draft.server';
import { lockDraft } from './stored-draft.server';
import { requireWriter, type AnsweringDeps, type DraftActInput } from './write-draft.server';

/** Undoes what was tried. */
class TriedOut extends Error {}

/**
 * Lets a draft be published in the actor's name at a full hour of the company's clock. Everything that publishing it now would
 * be refused for is refused at once, but for what the next publication lifts: it is tried, and undone.
 *
 * @param input.day 'YYYY-MM-DD' of the company's calendar, @param input.hour 0 to 23
 * @throws DeskError `not-allowed`; AnsweringError `no-such-draft`, `wrong-draft-state`, `stale-version`, `own-review`,
 *   `past-hour`, `too-far-ahead`; and everything that publishing throws
 */
export function scheduleDraft(
  deps: AnsweringDeps,
  { actor, draftId, version, day, hour }: DraftActInput & { readonly day: string; readonly hour: number },
): Promise<void> {
  requireDesk(actor, 'leadership');
  const { clock, settings } = deps;
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'schedule', version });
    requireWriter(actor, draft);
    const today = dayIn(settings.timeZone, clock.now());
    if (instantOf(day, hour, settings.timeZone) <= clock.now()) throw new AnsweringError('past-hour');
    if (day > addDays(today, scheduleDays.max)) throw new AnsweringError('too-far-ahead');
    const subjects = await answeredSubjects(tx, draft.subjects);
    const trial = inTransaction(tx, async (attempt) => {
      await publishAnswers({ db: attempt, settings }, { draft, actor, subjects, day: today });
      throw new TriedOut();
    });
    await trial.catch((refusal: unknown) => {
      if (!(refusal instanceof TriedOut || waitsForPublication(refusal))) throw refusal;
    });
    await tx
      .update(answerDraft)
      .set({ state: 'scheduled', publishOn: day, publishHour: hour, scheduledBy: actor.personNumber })
      .where(eq(answerDraft.id, draftId));
  });
}

/**
 * Takes a schedule back, as long as the hour has not come. What reviewers approved stays approved.
 * @throws DeskError `not-allowed`; AnsweringError `no-such-draft`, `wrong-draft-state`, `own-review`
 */
export function takeBackSchedule(
  { db }: Pick<AnsweringDeps, 'db'>,
  { actor, draftId }: Omit<DraftActInput, 'version'>,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const draft = await lockDraft(tx, { draftId, act: 'take-back', version: null });
    requireWriter(actor, draft);
    const state = draft.reviewers.length > 0 ? 'in-review' : 'drafting';
    await tx.update(answerDraft).set(unscheduled(state)).where(eq(answerDraft.id, draftId));
  });
}
