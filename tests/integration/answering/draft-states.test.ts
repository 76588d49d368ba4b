import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isCleared, type DraftState } from '~/features/identified/answering/draft';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { publishDueDrafts } from '~/features/identified/answering/publish-due-drafts.server';
import {
  askReviewers,
  giveOpinion,
  nameReviewer,
  releaseReviewer,
} from '~/features/identified/answering/review-draft.server';
import { scheduleDraft, takeBackSchedule } from '~/features/identified/answering/schedule-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft, type StoredDraft } from '~/features/identified/answering/stored-draft.server';
import { throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import { person } from '~db/schema/identified';
import { answerDraft } from '~db/schema/identified-answers';
import { write } from '~tests/support/answering';
import { openPetitionHouse } from '~tests/support/petition-house';

/*
 * Whatever leaders, reviewers and the clock do, in whatever order: a model of a few lines says what must come of it, and the
 * database must say the same. Above all, nothing becomes public that a named reviewer has not approved word by word.
 */

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let leader: Actor;
let reviewers: { actor: Actor; email: string }[];
beforeAll(async () => {
  house = await openPetitionHouse();
  leader = await house.person('leadership');
  reviewers = await Promise.all(
    [1, 2].map(async () => {
      const actor = await house.person();
      const [row] = await house.database.identified
        .select()
        .from(person)
        .where(eq(person.personNumber, actor.personNumber));
      return { actor, email: row?.email ?? '' };
    }),
  );
});
afterAll(() => house.close());

const deps = () => ({
  ...{ db: house.database.identified, clock: house.clock, settings: house.settings, publicUrl: house.publicUrl },
});

type Act =
  | { do: 'write'; body: number; finished: boolean; stale: boolean }
  | { do: 'name' | 'release'; who: number }
  | { do: 'opine'; who: number; approves: boolean; stale: boolean }
  | { do: 'ask' | 'schedule' | 'publish' | 'throw-away'; stale: boolean }
  | { do: 'take-back' | 'hour-comes' };

const who = fc.constantFrom(0, 1);
/** Somebody acts on an older page once in a while. */
const stale = fc.nat(5).map((n) => n === 0);
const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      body: fc.nat(3),
      finished: fc.nat(4).map((n) => n > 0),
      stale,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('name' as const, 'release' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('opine' as const), who, approves: fc.nat(3).map((n) => n > 0), stale }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), stale }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('schedule' as const, 'publish' as const), stale }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('throw-away' as const), stale }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('take-back' as const, 'hour-comes' as const) }) },
);

/** What there should be: null once it was published or thrown away. */
interface Model {
  state: DraftState;
  version: number;
  body: number;
  finished: boolean;
  /** By the reviewer; the version approved, or 0. */
  named: Map<number, number>;
  published: number | null;
  gone: boolean;
}

/** Changes the model as the act should change the draft; false where it should be refused and change nothing. */
function expected(model: Model, act: Act): boolean {
  const { state, named } = model;
  if (act.do === 'hour-comes') {
    if (model.gone || state !== 'scheduled') return true;
    Object.assign(model, { gone: true, published: model.body });
    return true;
  }
  if (model.gone || ('stale' in act && act.stale)) return false;
  const still = state === 'scheduled';
  const cleared = [...named.values()].every((version) => version === model.version);
  switch (act.do) {
    case 'write':
      if (still) return false;
      if (act.body !== model.body || act.finished !== model.finished) {
        Object.assign(model, { state: 'drafting', version: model.version + 1, body: act.body, finished: act.finished });
      }
      return true;
    case 'name':
      if (still || named.has(act.who)) return false;
      named.set(act.who, 0);
      return true;
    case 'release':
      return !still && named.delete(act.who);
    case 'ask':
      if (state !== 'drafting' || named.size === 0 || !model.finished) return false;
      model.state = 'in-review';
      return true;
    case 'opine':
      if (!named.has(act.who) || state === 'drafting' || (act.approves && still)) return false;
      named.set(act.who, act.approves ? model.version : 0);
      if (still) model.state = 'in-review';
      return true;
    case 'schedule':
      if (still || !cleared || !model.finished) return false;
      model.state = 'scheduled';
      return true;
    case 'take-back':
      if (!still) return false;
      model.state = named.size > 0 ? 'in-review' : 'drafting';
      return true;
    case 'publish':
      if (still || !cleared || !model.finished) return false;
      Object.assign(model, { gone: true, published: model.body });
      return true;
    case 'throw-away':
      if (still) return false;
      model.gone = true;
      return true;
  }
}

const words = (body: number, finished: boolean) => ({
  body: `Words number ${String(body)}.`,
  items: [{ answer: 'accepted' as const, reason: finished ? 'We pause it on Monday.' : 'Yes.' }, null],
});

async function perform(draftId: string, act: Act, version: number): Promise<unknown> {
  const own = { actor: leader, draftId, version: 'stale' in act && act.stale ? version + 1 : version };
  const somebody = reviewers['who' in act ? act.who : 0];
  if (!somebody) throw new Error('two reviewers');
  switch (act.do) {
    case 'write':
      if (act.stale) return throwAwayDraft(deps(), own);
      return write(deps(), { actor: leader, draftId, text: words(act.body, act.finished) });
    case 'name':
      return nameReviewer(deps(), { actor: leader, draftId, email: somebody.email, capacity: 'legal' });
    case 'release':
      return releaseReviewer(deps(), { actor: leader, draftId, personNumber: somebody.actor.personNumber });
    case 'ask':
      return askReviewers(deps(), own);
    case 'opine':
      return giveOpinion(deps(), {
        ...{ ...own, actor: somebody.actor, words: act.approves ? '' : 'Say it otherwise.' },
        opinion: act.approves ? 'approved' : 'changes',
      });
    case 'schedule':
      return scheduleDraft(deps(), { ...own, day: '2026-05-05', hour: 9 });
    case 'take-back':
      return takeBackSchedule(deps(), { actor: leader, draftId });
    case 'publish':
      return publishDraft(deps(), own);
    case 'throw-away':
      return throwAwayDraft(deps(), own);
    case 'hour-comes':
      house.clock.set('2026-05-05T09:00:00Z');
      await publishDueDrafts(deps());
      house.clock.set('2026-05-04T10:00:00Z');
      return undefined;
  }
}

function standing(draft: StoredDraft) {
  const approved = reviewers.map(({ actor }) => {
    const one = draft.reviewers.find(({ personNumber }) => personNumber === actor.personNumber);
    if (!one) return null;
    return one.opinion === 'approved' ? one.version : 0;
  });
  return { state: draft.state, version: draft.version, body: draft.body, approved };
}

test('every order of acts leads where the rules say, and nothing is published that was not approved as it stands', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 30 }), async (sequence) => {
      run += 1;
      house.clock.set('2026-05-04T10:00:00Z');
      await house.database.identified.delete(answerDraft);
      const id = await house.open(await house.person('organizer'), { title: `Petition number ${String(run)} of many` });
      await house.count(id, 120);
      const draftId = await startDraft(deps(), { actor: leader, subjects: [{ subject: 'petition', id }] });
      await write(deps(), { actor: leader, draftId, text: words(0, true) });
      const model: Model = {
        ...{ state: 'drafting', version: 2, body: 0, finished: true, named: new Map<number, number>() },
        ...{ published: null, gone: false },
      };
      for (const act of sequence) {
        const before = await readDraft(deps().db, draftId);
        const shouldWork = expected(model, act);
        const worked = await perform(draftId, act, before?.version ?? 1).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Error && 'code' in error) return false;
            throw error;
          },
        );
        expect(worked, JSON.stringify(act)).toBe(shouldWork);
        const after = await readDraft(deps().db, draftId);
        if (!worked) expect(after).toEqual(before);
        const said = await newestRevision(house.database.published, 'response', id);
        expect(said?.document.body ?? null).toBe(model.published === null ? null : words(model.published, true).body);
        expect(after === null).toBe(model.gone);
        if (!after) continue;
        expect(standing(after)).toEqual({
          ...{ state: model.state, version: model.version, body: words(model.body, true).body },
          approved: [0, 1].map((each) => model.named.get(each) ?? null),
        });
        if (after.state === 'scheduled') expect(isCleared(after.reviewers, after.version)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
