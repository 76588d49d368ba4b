import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import {
  enterProgramme,
  importProgrammes,
  reviseProgramme,
  reviseQuestions,
} from '~/features/identified/programmes/write-programme.server';
import { programmeDigest } from '~/features/published/programmes/programme-digest';
import {
  currentProgramme,
  currentProgrammes,
  programmeRevisions,
} from '~/features/published/programmes/programmes.queries.server';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { openSql } from '~db/database';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let leader: Actor;
let handler: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  leader = await house.person('leadership');
  handler = await house.person('handler');
});
afterAll(() => house.close());

const reason = 'The register asks for it.';
const deps = () => ({ db: house.database.identified, clock: house.clock, settings: house.settings });
const enter = (document: ProgrammeDocument = bareProgramme, actor = leader) =>
  enterProgramme(deps(), { actor, document, reason });
const revise = (id: string, base: number, document: ProgrammeDocument, actor = leader) =>
  reviseProgramme(deps(), { actor, id, base, document, reason });
const ask = (id: string, base: number, questions: ProgrammeDocument['questions'], actor = handler) =>
  reviseQuestions(deps(), { actor, id, base, questions, reason });
const current = (id: string) => currentProgramme(house.database.published, id);

describe('a revision', () => {
  test('stands beside the one before it, with its reason, and in the ledger word by word', async () => {
    const written = (await house.ledger()).length;
    const id = await enter();
    const second = { ...bareProgramme, status: 'paused' as const, purpose: 'Training of an assistant.' };
    await revise(id, 1, second);
    const revisions = await programmeRevisions(house.database.published, id);
    expect(
      revisions.map(({ revision, document, author, reason: why, day }) => ({ revision, document, author, why, day })),
    ).toEqual(
      [bareProgramme, second].map((document, index) => ({
        revision: index + 1,
        document,
        author: leader.name,
        why: reason,
        day: house.today(),
      })),
    );
    const { organisation } = house.settings;
    expect((await house.ledger()).slice(written)).toEqual(
      [bareProgramme, second].map((document, index) => ({
        v: 1,
        kind: 'programme',
        programme: id,
        revision: index + 1,
        text: toHex(programmeDigest(organisation, id, index + 1, document)),
        state: document.status,
        author: leader.name,
        reason,
        day: house.today(),
      })),
    );
    expect(await current(id)).toMatchObject({ revision: 2, document: second, digest: revisions[1]?.digest });
    expect((await currentProgrammes(house.database.published, 'paused')).map((each) => each.id)).toContain(id);
    expect((await currentProgrammes(house.database.published, 'active')).map((each) => each.id)).not.toContain(id);
  });

  test('is leadership’s to publish, and nobody else’s; nothing is written of a refused one', async () => {
    const id = await enter();
    const written = (await house.ledger()).length;
    const others = [await house.person(), await house.person('handler', 'moderator', 'administrator', 'organizer')];
    for (const somebody of others) {
      await expect(async () => enter(bareProgramme, somebody)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(async () => revise(id, 1, fullProgramme, somebody)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(await house.ledger()).toHaveLength(written);
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(1);
  });

  test('of another one that is the newest by now is refused, and of ten at once one stands', async () => {
    const id = await enter();
    const written = (await house.ledger()).length;
    const tried = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => revise(id, 1, { ...bareProgramme, purpose: `Purpose ${String(n)}` })),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tried)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'stale-revision' });
    expect(await house.ledger()).toHaveLength(written + 1);
    for (const base of [1, 3, 99]) expect(await refusal(revise(id, base, fullProgramme))).toBe('stale-revision');
    for (const base of [0, -1]) {
      await expect(async () => revise(id, base, fullProgramme)).rejects.toMatchObject({ code: 'stale-revision' });
    }
    expect((await current(id))?.revision).toBe(2);
  });

  test('that says nothing new, or is of no programme, or names a document that is not held, is refused', async () => {
    const id = await enter();
    expect(await refusal(revise(id, 1, bareProgramme))).toBe('unchanged');
    const reordered = Object.fromEntries(Object.entries(bareProgramme).reverse()) as unknown as ProgrammeDocument;
    expect(await refusal(revise(id, 1, reordered))).toBe('unchanged');
    expect(await refusal(revise('nothing', 1, fullProgramme))).toBe('unknown-programme');
    const privacy = { state: 'done', day: null, summary: null, documents: ['ab'.repeat(32)] } as const;
    const naming = { ...bareProgramme, reviews: { ...bareProgramme.reviews, privacy } };
    expect(await refusal(revise(id, 1, naming))).toBe('unknown-document');
    expect(await refusal(enter(naming))).toBe('unknown-document');
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(1);
  });
});

describe('questions to reporters', () => {
  test('are handlers’ to write: leadership’s revisions leave them as they are', async () => {
    const id = await enter(fullProgramme);
    expect((await current(id))?.document.questions).toEqual([]);
    await ask(id, 1, fullProgramme.questions);
    await revise(id, 2, { ...fullProgramme, owner: 'Somebody Else', questions: [] });
    expect((await current(id))?.document).toEqual({ ...fullProgramme, owner: 'Somebody Else' });
    const [newest] = (await house.ledger()).slice(-2);
    expect(newest).toMatchObject({ kind: 'programme', revision: 2, author: handler.name });
  });

  test('are nobody else’s, and change nothing besides', async () => {
    const id = await enter();
    for (const somebody of [leader, await house.person('moderator', 'administrator', 'organizer', 'leadership')]) {
      await expect(async () => ask(id, 1, fullProgramme.questions, somebody)).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    await ask(id, 1, fullProgramme.questions);
    expect(await refusal(ask(id, 1, []))).toBe('stale-revision');
    expect(await refusal(ask('nothing', 1, []))).toBe('unknown-programme');
    expect((await current(id))?.document).toEqual({ ...bareProgramme, questions: fullProgramme.questions });
  });
});

describe('an import', () => {
  const bring = (actor: Actor, ...programmes: { id: string | null; base: number; document: ProgrammeDocument }[]) =>
    importProgrammes(deps(), { actor, programmes, reason });

  test('publishes all of its programmes or none', async () => {
    const administrator = await house.person('administrator');
    const [one, other] = [await enter(), await enter()];
    const written = (await house.ledger()).length;
    const document = { ...bareProgramme, purpose: 'From a file.' };
    const stale = bring(administrator, { id: one, base: 1, document }, { id: other, base: 2, document });
    expect(await refusal(stale)).toBe('stale-revision');
    expect(await house.ledger()).toHaveLength(written);
    expect((await current(one))?.revision).toBe(1);
    const fresh = 'aaaaaaaaaaaaaaaaaaaaaaaaaa';
    await bring(
      administrator,
      { id: other, base: 1, document },
      { id: one, base: 1, document },
      { id: fresh, base: 0, document },
      { id: null, base: 0, document },
    );
    expect(await house.ledger()).toHaveLength(written + 4);
    expect(await current(fresh)).toMatchObject({ revision: 1, document });
    expect(await refusal(bring(administrator, { id: fresh, base: 0, document }))).toBe('taken-id');
  });

  test('is leadership’s and administrators’; questions come in by handlers alone', async () => {
    const document = { ...bareProgramme, questions: fullProgramme.questions };
    for (const somebody of [await house.person(), await house.person('handler', 'moderator', 'organizer')]) {
      await expect(async () => bring(somebody, { id: null, base: 0, document })).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    const id = await enter();
    expect(await refusal(bring(leader, { id, base: 1, document }))).toBe('unchanged');
    await bring(await house.person('administrator', 'handler'), { id, base: 1, document });
    expect((await current(id))?.document.questions).toEqual(fullProgramme.questions);
    await bring(leader, { id, base: 2, document: { ...bareProgramme, purpose: 'Something.' } });
    expect((await current(id))?.document.questions).toEqual(fullProgramme.questions);
  });

  test('two at once that hold the same programmes in another order wait for each other', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => enter()));
    const document = (n: number) => ({ ...bareProgramme, purpose: `Import ${String(n)}` });
    const rows = (n: number) => ids.map((id) => ({ id, base: 1, document: document(n) }));
    const tried = await Promise.allSettled([bring(leader, ...rows(1)), bring(leader, ...rows(2).reverse())]);
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const each of tried)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'stale-revision' });
  });
});

describe('what was published stands', () => {
  const attempts = (id: string) => [
    sql`update published.programme_revision set reason = 'another' where programme_id = ${id}`,
    sql`update published.programme_revision set document = '{}' where programme_id = ${id}`,
    sql`update published.programme_revision set number = 7 where programme_id = ${id}`,
    sql`delete from published.programme_revision where programme_id = ${id}`,
    sql`truncate published.programme_revision`,
    sql`delete from published.programme where id = ${id}`,
    sql`update published.programme set entered_day = '2000-01-01' where id = ${id}`,
    sql`update published.programme_document set title = 'another'`,
    sql`delete from published.programme_document`,
  ];

  test.each(['identified', 'published', 'anonymous'] as const)('for %s', async (wing) => {
    const id = await enter();
    for (const attempt of attempts(id)) {
      await expect(house.database[wing].execute(attempt)).rejects.toMatchObject({
        cause: expect.objectContaining({ code: '42501' }) as unknown,
      });
    }
    expect(await programmeRevisions(house.database.published, id)).toHaveLength(1);
  });

  test('and readers of the other wings write none', async () => {
    const id = await enter();
    const row = sql`insert into published.programme_revision values (${id}, 2, '2026-01-01', '{}', 'x', 'x', 'x')`;
    for (const wing of ['published', 'anonymous'] as const) {
      await expect(house.database[wing].execute(row)).rejects.toMatchObject({
        cause: expect.objectContaining({ code: '42501' }) as unknown,
      });
    }
    const jobs = openSql(house.database.connection('jobs'));
    await expect(jobs`select * from published.programme`).rejects.toMatchObject({ code: '42501' });
    await jobs.end();
  });
});
