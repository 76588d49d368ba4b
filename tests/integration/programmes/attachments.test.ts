import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { saveDraft } from '~/features/identified/drafts/save-draft.server';
import { enterProgramme } from '~/features/identified/programmes/write-programme.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { attachedTo } from '~/features/published/programmes/attachments.queries.server';
import { answerPetition } from '~tests/support/answering';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';
import { bareProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
let programmeId: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
  programmeId = await enterProgramme(
    { db: house.database.identified, clock: house.clock, settings: house.settings },
    { actor: leader, document: bareProgramme, reason: 'It runs.' },
  );
});
afterAll(() => house.close());

type About = { programmeId: string | null; programmeField: 'purpose' | 'readers' | null };

async function draftAbout(about: About): Promise<string> {
  const draftId = await house.draft(author);
  await save(draftId, about);
  return draftId;
}
const save = (draftId: string, about: About) =>
  saveDraft(
    { db: house.database.identified, clock: house.clock },
    { draftId, author: author.personNumber, patch: about },
  );
const view = async (id: string) => {
  const { published: db } = house.database;
  return petitionView({ db, settings: house.settings }, id);
};
const entriesOf = async (id: string) =>
  (await house.ledger()).filter((entry) => entry['kind'] === 'attachment' && entry['id'] === id);
const listed = async (id: string) =>
  (await attachedTo(house.database.published, programmeId)).filter((each) => each.id === id);

describe('a petition about a programme', () => {
  test('says so on its page; the programme’s page and the ledger do once it opens', async () => {
    const id = await house.submit(author, await draftAbout({ programmeId, programmeField: 'readers' }));
    expect(await listed(id)).toEqual([]);
    await house.decide(await house.person('moderator'), id, 'accept');
    const about = { id: programmeId, name: bareProgramme.name, field: 'readers' };
    expect((await view(id))?.about).toEqual(about);
    expect(await entriesOf(id)).toEqual([]);
    await house.openAccepted();
    expect(await entriesOf(id)).toEqual([
      {
        v: 1,
        kind: 'attachment',
        subject: 'petition',
        id,
        programme: programmeId,
        field: 'readers',
        day: house.today(),
      },
    ]);
    expect(await listed(id)).toMatchObject([{ kind: 'petition', field: 'readers', day: house.today() }]);
    await house.openAccepted();
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test('sent back, can be about another question, or about none', async () => {
    const moderator = await house.person('moderator');
    const draftId = await draftAbout({ programmeId, programmeField: 'readers' });
    const id = await house.submit(author, draftId);
    await house.decide(moderator, id, 'send-back');
    await save(draftId, { programmeId, programmeField: null });
    await house.submit(author, draftId);
    await house.decide(moderator, id, 'send-back');
    await save(draftId, { programmeId: null, programmeField: 'purpose' });
    await house.submit(author, draftId);
    await house.decide(moderator, id, 'accept');
    await house.openAccepted();
    expect((await view(id))?.about).toBeNull();
    expect(await entriesOf(id)).toEqual([]);
  });

  test('stays about it once it is moderated, for every role', async () => {
    const id = await house.submit(author, await draftAbout({ programmeId, programmeField: 'readers' }));
    const changes = [
      sql`update published.attachment set field = 'purpose' where subject_id = ${id}`,
      sql`delete from published.attachment where subject_id = ${id}`,
    ];
    const outcome = async (change: ReturnType<typeof sql>, wing: 'identified' | 'published' | 'anonymous') => {
      try {
        await house.database[wing].execute(change);
        return 'done';
      } catch (error) {
        return String((error as Error).cause ?? error);
      }
    };
    for (const change of changes) {
      expect(await outcome(change, 'published')).toMatch(/permission denied/);
      expect(await outcome(change, 'anonymous')).toMatch(/permission denied/);
    }
    await house.decide(await house.person('moderator'), id, 'accept');
    for (const change of changes)
      expect(await outcome(change, 'identified')).toMatch(/what is published stays attached/);
    await house.openAccepted();
    for (const change of changes)
      expect(await outcome(change, 'identified')).toMatch(/what is published stays attached/);
    expect((await view(id))?.about?.field).toBe('readers');
  });

  test('that was rejected is not held against the programme', async () => {
    const id = await house.submit(author, await draftAbout({ programmeId, programmeField: null }));
    await house.decide(await house.person('moderator'), id, 'reject');
    expect(await listed(id)).toEqual([]);
  });

  test('cannot be about one that does not exist: nothing of it is sent in', async () => {
    const draftId = await draftAbout({ programmeId: 'b'.repeat(26), programmeField: null });
    expect(await refusal(house.submit(author, draftId))).toBe('unknown-programme');
    const waiting = await house.database.identified.execute(
      sql`select count(*)::int as n from published.attachment where programme_id = ${'b'.repeat(26)}`,
    );
    expect(waiting[0]).toEqual({ n: 0 });
    await save(draftId, { programmeId: null, programmeField: null });
    await house.submit(author, draftId);
  });
});

describe('a response about a programme', () => {
  const items = [
    { answer: 'accepted', reason: 'We pause it on Monday.' },
    { answer: 'declined', reason: 'Names of readers are private.' },
  ] as const;
  const answer = (petitionId: string, about: { programmeId: string; field: 'purpose' | null } | null) =>
    answerPetition(
      { db: house.database.identified, clock: house.clock, settings: house.settings },
      { actor: leader, petitionId, text: { body: '', items }, about },
    );
  const counted = async () => {
    const id = await house.open(author);
    await house.count(id, 100);
    return id;
  };

  test('says so on both pages and in the ledger', async () => {
    const id = await counted();
    await answer(id, { programmeId, field: 'purpose' });
    expect(await view(id)).toMatchObject({ about: null, responseAbout: { id: programmeId, field: 'purpose' } });
    expect((await house.ledger()).slice(-2)).toMatchObject([
      { kind: 'response', id },
      { kind: 'attachment', subject: 'response', id, programme: programmeId, field: 'purpose' },
    ]);
    expect(await listed(id)).toMatchObject([{ kind: 'response', field: 'purpose' }]);
  });

  test('is not published at all where there is no such programme', async () => {
    const id = await counted();
    const written = (await house.ledger()).length;
    expect(await refusal(answer(id, { programmeId: 'nothing', field: null }))).toBe('unknown-programme');
    expect((await view(id))?.response).toBeNull();
    expect(await house.ledger()).toHaveLength(written);
    await answer(id, null);
    expect((await view(id))?.responseAbout).toBeNull();
  });
});
