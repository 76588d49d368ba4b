import { eq } from 'drizzle-orm';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { publishDueDrafts } from '~/features/identified/answering/publish-due-drafts.server';
import { askReviewers, giveOpinion, nameReviewer } from '~/features/identified/answering/review-draft.server';
import { scheduleDraft } from '~/features/identified/answering/schedule-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import type { DraftWords, Opinion } from '~/features/identified/answering/draft';
import type { AnsweringDeps } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import type { ResponseText } from '~/features/published/responses/response';
import { responseTo } from '~/features/published/responses/responses.queries.server';
import type { Settings } from '~/platform/settings';
import { mailOutbox, person } from '~db/schema/identified';
import { answerComment } from '~db/schema/identified-answers';
import { write } from './answering';
import { openPetitionHouse } from './petition-house';

const items: ResponseText['items'] = [{ answer: 'accepted', reason: 'We pause it on Monday.' }, null];
/** Two ways to answer a petition, each finished. */
export const firstWords: ResponseText = { body: 'Thank you.', items };
export const otherWords: ResponseText = { body: 'Thank you all.', items };

export type AnsweringHouse = Awaited<ReturnType<typeof openAnsweringHouse>>;

/** A petition house with a leader in it, who writes answers that others look at. */
export async function openAnsweringHouse() {
  const house = await openPetitionHouse();
  const { identified: db } = house.database;
  const leader = await house.person('leadership');
  const depsIn = (settings: Settings): AnsweringDeps => ({
    ...{ db, clock: house.clock, settings, publicUrl: house.publicUrl },
  });
  const deps = depsIn(house.settings);
  const emailOf = async ({ personNumber }: Actor) =>
    (await db.select().from(person).where(eq(person.personNumber, personNumber)))[0]?.email ?? '';
  return {
    ...house,
    leader,
    deps,
    depsIn,
    /** A petition with a counted number of signatures, and a finished draft that answers it. */
    async drafted(more: Partial<DraftWords> = {}): Promise<{ id: string; draftId: string; version: number }> {
      const id = await house.open(await house.person('organizer'));
      await house.count(id, 120);
      const draftId = await startDraft(deps, { actor: leader, subjects: [{ subject: 'petition', id }] });
      return { id, draftId, version: await write(deps, { actor: leader, draftId, text: firstWords, ...more }) };
    },
    async mailsTo(actor: Actor) {
      return db
        .select()
        .from(mailOutbox)
        .where(eq(mailOutbox.recipient, await emailOf(actor)));
    },
    async name(draftId: string, reviewer: Actor, capacity = 'legal', actor = leader) {
      await nameReviewer(deps, { actor, draftId, email: await emailOf(reviewer), capacity });
    },
    ask: (draftId: string, version: number) => askReviewers(deps, { actor: leader, draftId, version }),
    opine: (draftId: string, actor: Actor, version: number, opinion: Opinion, words = '') =>
      giveOpinion(deps, { actor, draftId, version, opinion, words }),
    publish: (draftId: string, version: number, actor = leader) => publishDraft(deps, { actor, draftId, version }),
    schedule: (draftId: string, version: number, day: string, hour: number, settings = house.settings) =>
      scheduleDraft(depsIn(settings), { actor: leader, draftId, version, day, hour }),
    /** What the job does. */
    due: (settings = house.settings) => publishDueDrafts(depsIn(settings)),
    stateOf: async (draftId: string) => (await readDraft(db, draftId))?.state ?? null,
    commentsOn: (draftId: string) =>
      db.select().from(answerComment).where(eq(answerComment.draftId, draftId)).orderBy(answerComment.number),
    published: (id: string) => responseTo(house.database.published, id),
  };
}
