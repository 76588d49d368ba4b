import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftsPerPerson } from '~/features/identified/drafts/draft';
import { draftProblems } from '~/features/identified/drafts/draft-steps';
import { draftOf, draftOfPetition, draftsOf } from '~/features/identified/drafts/drafts.queries.server';
import { createDraft, deleteDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { termsBounds } from '~/features/published/petitions/asked-units.queries.server';
import { petitionRecord, petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { petition } from '~db/schema/published';
import { openPetitionHouse, refusal, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.identified, clock: house.clock });

describe('a draft', () => {
  test('is its author’s alone: nobody else reads, changes, deletes or sends it in', async () => {
    const [author, other] = [await house.person(), await house.person('moderator', 'administrator', 'organizer')];
    const draftId = await house.draft(author);
    const others = { draftId, author: other.personNumber };
    expect(await draftOf(house.database.identified, others)).toBeNull();
    expect(await draftsOf(house.database.identified, other.personNumber)).toEqual([]);
    expect(await refusal(saveDraft(deps(), { ...others, patch: { title: 'Mine now, is it not?' } }))).toBe(
      'unknown-draft',
    );
    expect(await refusal(deleteDraft(deps(), others))).toBe('unknown-draft');
    expect(await refusal(house.submit(other, draftId))).toBe('unknown-draft');
    const own = await draftOf(house.database.identified, { draftId, author: author.personNumber });
    expect(own).toMatchObject({ title: soundText.title, demands: soundText.demands, petitionId: null });
    expect(await house.ledger()).toEqual([]);
  });

  test('keeps the parts that are not saved anew, and can be thrown away', async () => {
    const { personNumber } = await house.person();
    const draftId = await createDraft(deps(), { author: personNumber, title: 'The beginning' });
    const own = { draftId, author: personNumber };
    await saveDraft(deps(), { ...own, patch: { demands: ['One.'] } });
    await saveDraft(deps(), { ...own, patch: { background: 'Why.', closesDay: undefined } });
    expect(await draftOf(house.database.identified, own)).toMatchObject({
      title: 'The beginning',
      demands: ['One.'],
      background: 'Why.',
      closesDay: null,
    });
    await deleteDraft(deps(), own);
    expect(await draftOf(house.database.identified, own)).toBeNull();
    expect(await refusal(deleteDraft(deps(), own))).toBe('unknown-draft');
  });

  test('is one of at most twenty, however many are begun at once', async () => {
    const { personNumber } = await house.person();
    const begun = await Promise.allSettled(
      Array.from({ length: draftsPerPerson + 5 }, (_, i) =>
        createDraft(deps(), { author: personNumber, title: `Draft ${String(i)}` }),
      ),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(draftsPerPerson);
    expect(await draftsOf(house.database.identified, personNumber)).toHaveLength(draftsPerPerson);
  });

  test('is not sent in before every rule of petitions is kept, on the day it is sent', async () => {
    const author = await house.person();
    const { identified } = house.database;
    const draftId = await createDraft(deps(), { author: author.personNumber, title: 'Too short' });
    expect(await refusal(house.submit(author, draftId))).toBe('incomplete');
    const own = { draftId, author: author.personNumber };
    const draft = await draftOf(identified, own);
    if (!draft) throw new Error('the draft is gone');
    const bounds = await termsBounds(identified, house.settings);
    expect(draftProblems(draft, { today: house.today(), bounds }).map(({ step }) => step)).toEqual([
      'title',
      'ask',
      'background',
    ]);
    await saveDraft(deps(), {
      ...own,
      patch: { title: soundText.title, demands: [...soundText.demands], closesDay: '2026-05-11' },
    });
    house.clock.set('2026-05-05T00:00:00Z');
    expect(await refusal(house.submit(author, draftId))).toBe('incomplete');
    house.clock.set('2026-05-04T23:59:59Z');
    await house.submit(author, draftId);
    house.clock.set('2026-05-04T10:00:00Z');
  });
});

describe('sending a draft in', () => {
  test('makes a petition that waits, in its author’s name, and locks the draft', async () => {
    const author = await house.person();
    const draftId = await house.draft(author, { title: '  Stop   recording our keystrokes ' });
    const id = await house.submit(author, draftId);
    const record = await petitionRecord(house.database.identified, id);
    expect(record).toMatchObject({
      state: 'waiting',
      organizerName: author.name,
      text: { ...soundText, title: 'Stop recording our keystrokes' },
      criticalMass: house.settings.criticalMass,
      openedDay: null,
      registerId: null,
    });
    const own = { draftId, author: author.personNumber };
    expect(await refusal(saveDraft(deps(), { ...own, patch: { title: 'Something else altogether' } }))).toBe('locked');
    expect(await refusal(deleteDraft(deps(), own))).toBe('locked');
    expect(await refusal(house.submit(author, draftId))).toBe('locked');
    expect(await petitionView({ db: house.database.published, settings: house.settings }, id)).toBeNull();
  });

  test('takes the terms that its author chose, as they are measured on that day', async () => {
    const author = await house.person('organizer');
    const own = { author: author.personNumber };
    const send = async (patch: Parameters<typeof saveDraft>[1]['patch']) => {
      const draftId = await house.draft(author);
      await saveDraft(deps(), { ...own, draftId, patch });
      return house.submit(author, draftId);
    };
    const termsOf = async (id: string) => {
      const [row] = await house.database.identified.select().from(petition).where(eq(petition.id, id));
      return row && { criticalMass: row.criticalMass, sponsorsWanted: row.sponsorsWanted, state: row.state };
    };
    // A draft may hold anything, by whatever way it came there: what is sent in may not.
    for (const wrong of [{ criticalMass: 9 }, { criticalMass: -1 }, { sponsorsWanted: 9 }, { askedUnit: 'Nowhere' }]) {
      expect(await refusal(send(wrong))).toBe('incomplete');
    }
    const waiting = { sponsorsWanted: 0, state: 'waiting' };
    expect(await termsOf(await send({ criticalMass: 50 }))).toEqual({ ...waiting, criticalMass: 50 });
    expect(await termsOf(await send({ criticalMass: 0 }))).toEqual({ ...waiting, criticalMass: 0 });
    expect(await termsOf(await send({}))).toEqual({ ...waiting, criticalMass: house.settings.criticalMass });
    const gathering = { criticalMass: 10, sponsorsWanted: 10, state: 'gathering' };
    expect(await termsOf(await send({ criticalMass: 10, sponsorsWanted: 10 }))).toEqual(gathering);
  });

  test('of one draft ten times at once makes one petition', async () => {
    const author = await house.person('organizer');
    const draftId = await house.draft(author);
    const sent = await Promise.allSettled(Array.from({ length: 10 }, () => house.submit(author, draftId)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('stops at two under way, at twenty for organizers, sent at once or one by one', async () => {
    const [everybody, organizer] = [await house.person(), await house.person('organizer')];
    const drafts = await Promise.all(Array.from({ length: 4 }, () => house.draft(everybody)));
    const sent = await Promise.allSettled(drafts.map((draftId) => house.submit(everybody, draftId)));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await refusal(house.waiting(everybody))).toBe('too-many-petitions');
    for (let i = 0; i < 20; i += 1) await house.waiting(organizer);
    expect(await refusal(house.waiting(organizer))).toBe('too-many-petitions');
  });

  test('counts what is accepted and open, not what was sent back, rejected or closed', async () => {
    const [author, moderator] = [await house.person(), await house.person('moderator')];
    const [first, second] = [await house.waiting(author), await house.waiting(author)];
    await house.decide(moderator, first, 'send-back');
    await house.decide(moderator, second, 'accept');
    const third = await house.waiting(author);
    expect(await refusal(house.waiting(author))).toBe('too-many-petitions');
    await house.decide(moderator, third, 'reject');
    await house.openAccepted();
    const fourth = await house.waiting(author);
    expect(await refusal(house.waiting(author))).toBe('too-many-petitions');
    // The one that was sent back would be a third, too.
    const again = await draftOfPetition(house.database.identified, { petitionId: first, author: author.personNumber });
    expect(await refusal(house.submit(author, again?.id ?? ''))).toBe('too-many-petitions');
    await house.decide(moderator, fourth, 'reject');
    expect(await house.submit(author, again?.id ?? '')).toBe(first);
  });

  test('again after it was sent back keeps the petition’s name and takes the new text', async () => {
    const [author, moderator] = [await house.person(), await house.person('moderator')];
    const draftId = await house.draft(author);
    const own = { draftId, author: author.personNumber };
    const id = await house.submit(author, draftId);
    await house.decide(moderator, id, 'send-back');
    await saveDraft(deps(), { ...own, patch: { title: 'Stop recording what we type on our laptops' } });
    house.clock.set('2026-05-06T10:00:00Z');
    expect(await house.submit(author, draftId)).toBe(id);
    const record = await petitionRecord(house.database.identified, id);
    expect(record).toMatchObject({ state: 'waiting', submittedDay: '2026-05-06', openedDay: null });
    expect(record?.text.title).toBe('Stop recording what we type on our laptops');
    expect(record?.moderation.map(({ act }) => act)).toEqual(['send-back']);
    house.clock.set('2026-05-04T10:00:00Z');
  });

  test('goes with an acceptance; after a rejection the text is the author’s to rework as a new petition', async () => {
    const [author, moderator] = [await house.person('organizer'), await house.person('moderator')];
    const [kept, gone] = [await house.draft(author), await house.draft(author)];
    const [rejected, accepted] = [await house.submit(author, kept), await house.submit(author, gone)];
    await house.decide(moderator, rejected, 'reject');
    await house.decide(moderator, accepted, 'accept');
    const { identified } = house.database;
    expect(await draftOf(identified, { draftId: gone, author: author.personNumber })).toBeNull();
    expect(await draftOf(identified, { draftId: kept, author: author.personNumber })).toMatchObject({
      petitionId: null,
    });
    const anew = await house.submit(author, kept);
    expect(anew).not.toBe(rejected);
    const states = await identified.select({ state: petition.state }).from(petition).where(eq(petition.id, rejected));
    expect(states).toEqual([{ state: 'rejected' }]);
  });
});
