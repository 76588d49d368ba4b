import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { decodeEntry } from '~/crypto/tlog/entry';
import { draftFromSummary } from '~/features/identified/drafts/draft-from-summary.server';
import { draftsPerPerson } from '~/features/identified/drafts/draft';
import { petitionSchema } from '~/features/published/petitions/petition.schema';
import {
  listSummaries,
  summaryView,
  unansweredSummaries,
} from '~/features/published/summaries/summaries.queries.server';
import { statementDigest } from '~/features/published/statements/statement';
import { parseSummaryCursor, summaryCursorText } from '~/features/published/summaries/summary-cursor';
import { summaryResponseSchema } from '~/features/published/summaries/summary-response';
import { addDays } from '~/platform/clock';
import { draft } from '~db/schema/identified';
import { ledgerEntry } from '~db/schema/published';
import { summaryReached } from '~db/schema/published-concerns';
import { answerSummary } from '~tests/support/answering';
import { addPerson } from '~tests/support/people';
import { openSummaryHouse, summaryText, type SummaryHouse } from '~tests/support/summary-house';

let house: SummaryHouse;
let summary: string;
beforeAll(async () => {
  house = await openSummaryHouse();
  await addPerson(house.database.identified, { ...leader, roles: ['leadership'] });
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  summary = await house.publishSummary();
});
afterAll(() => house.close());

const leader = { personNumber: 'L1', name: 'Liv Leadership', roles: ['employee', 'leadership'] as const };
const body = 'It stops on Friday, and what was recorded is deleted.';
const reading = () => ({ db: house.database.published, settings: house.settings });
const answer = (changes: Partial<Parameters<typeof answerSummary>[1]> = {}) =>
  answerSummary(
    { db: house.database.identified, clock: house.clock, settings: house.settings },
    { actor: leader, summaryId: summary, body, ...changes },
  );
const entries = async (id = summary) =>
  (await house.database.published.select().from(ledgerEntry))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter((entry) => entry.kind === 'summary-response' && entry['id'] === id);

describe('leadership’s answer', () => {
  test('stands on the summary’s page, under a name, with its entry', async () => {
    await answer();
    const view = await summaryView(reading(), summary);
    expect(view?.response).toEqual({
      ...{ kind: 'summary-response', id: summary, revision: 1, document: { body } },
      ...{ authorName: 'Liv Leadership', reason: '', day: '2026-06-10' },
    });
    expect(await entries()).toEqual([
      {
        ...{ v: 1, kind: 'summary-response', id: summary, revision: 1, reason: '' },
        ...{ text: toHex(statementDigest('summary-response', summary, 1, { body })) },
        ...{ author: 'Liv Leadership', day: '2026-06-10' },
      },
    ]);
  });

  test('is given once: of twenty at once the first stands', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => answer({ body: `${body} Version ${String(index)}.` })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // Overtaken while they wrote, while they published, or by a response that only a reason may revise.
    const refusedFor = ['stale-version', 'no-such-draft', 'unfinished', 'unchanged', 'stale-revision'];
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(refusedFor).toContain((outcome.reason as { code: string }).code);
    }
    expect(await entries()).toHaveLength(1);
  });

  test('is refused to everybody else, and for what there is not', async () => {
    for (const roles of [
      ['employee'],
      ['employee', 'organizer'],
      ['employee', 'handler'],
      ['employee', 'administrator'],
    ] as const) {
      await expect(async () => answer({ actor: { ...leader, roles } })).rejects.toMatchObject({ code: 'not-allowed' });
    }
    await expect(answer({ summaryId: 'nothing' })).rejects.toMatchObject({ code: 'unknown-summary' });
    expect(await entries()).toEqual([]);
  });

  test('has bounds, and shows all that it says', () => {
    const read = (text: unknown) => summaryResponseSchema.safeParse({ body: text }).success;
    expect(read('x'.repeat(10))).toBe(true);
    expect(read('x'.repeat(10_000))).toBe(true);
    for (const wrong of [
      '',
      'x'.repeat(9),
      'x'.repeat(10_001),
      '<b>HTML in an answer</b>',
      '![a picture](x.png)',
      7,
      null,
    ]) {
      expect(read(wrong), String(wrong).slice(0, 20)).toBe(false);
    }
  });

  test('cannot be changed or deleted, whichever role one has', async () => {
    await answer();
    const { identified, published, anonymous } = house.database;
    for (const db of [identified, published, anonymous]) {
      await expect(db.execute(sql`update published.statement_revision set author_name = 'Other'`)).rejects.toThrow();
      await expect(db.execute(sql`delete from published.statement_revision`)).rejects.toThrow();
    }
    for (const db of [published, anonymous]) {
      const forged = sql`insert into published.statement_revision
        values ('summary-response', ${summary}, 2, '{}', '\\x00', 'Nobody', 'Nothing', '2026-06-10')`;
      await expect(db.execute(forged)).rejects.toThrow();
    }
  });

  test('takes the summary off the desk, where the others stand by their due day', async () => {
    const [late, later] = [await house.publishSummary(), await house.publishSummary()];
    const reach = (summaryId: string, dueDay: string) =>
      house.database.published.insert(summaryReached).values({ summaryId, day: '2026-06-01', dueDay });
    await reach(later, '2026-07-09');
    await reach(late, '2026-07-01');
    await reach(summary, '2026-07-05');
    const due = async () => (await unansweredSummaries(reading(), { reached: true, size: 100 })).map(({ id }) => id);
    expect(await due()).toEqual([late, summary, later]);
    await answer();
    expect(await due()).toEqual([late, later]);
    const early = await unansweredSummaries(reading(), { reached: false, size: 100 });
    expect(early.map(({ id }) => id)).not.toContain(late);
  });
});

describe('a draft made from a summary', () => {
  const make = (author: string, summaryId = summary) =>
    draftFromSummary(
      { db: house.database.identified, clock: house.clock, publicUrl: 'https://petitions.acme.example' },
      { author, summaryId },
    );
  const rowOf = async (id: string) => (await house.database.identified.select().from(draft).where(eq(draft.id, id)))[0];

  test('quotes it with its address, and is a petition once something is asked', async () => {
    const { personNumber } = await addPerson(house.database.identified);
    const row = await rowOf(await make(personNumber));
    expect(row).toMatchObject({ author: personNumber, title: summaryText.title, demands: [], petitionId: null });
    expect(row?.background).toBe(
      `From [a summary](https://petitions.acme.example/summaries/${summary}) that Hana Handler published on 10 June 2026:\n\n` +
        '> Several of us found that recording went on during breaks.\n>\n> It was said to stop.',
    );
    const finished = { ...row, demands: ['Stop it at once.'], closesDay: '2026-07-10' };
    expect(petitionSchema('2026-06-10').safeParse(finished).success).toBe(true);
  });

  test('leaves the words out where quoting them is longer than a background may be', async () => {
    const long = await house.publishSummary({ body: `${'a\n'.repeat(2490)}the end of it` });
    const { personNumber } = await addPerson(house.database.identified);
    const row = await rowOf(await make(personNumber, long));
    expect(row?.background).toContain(long);
    expect(row?.background.length).toBeLessThan(200);
  });

  test('is refused for what there is not, and past the number of drafts that one may keep', async () => {
    const { personNumber } = await addPerson(house.database.identified);
    await expect(make(personNumber, 'nothing')).rejects.toMatchObject({ code: 'unknown-summary' });
    for (let index = 0; index < draftsPerPerson; index += 1) await make(personNumber);
    await expect(make(personNumber)).rejects.toMatchObject({ code: 'too-many-drafts' });
  });
});

describe('the list', () => {
  test('is by day, newest first, and within a day by name; pages neither repeat nor leave out', async () => {
    const made: { day: string; id: string }[] = [];
    for (const days of [1, 2, 3]) {
      house.clock.set(`${addDays('2027-01-10', days)}T12:00:00Z`);
      await house.openRegister();
      for (let index = 0; index < 3; index += 1) {
        made.push({ day: addDays('2027-01-10', days), id: await house.publishSummary() });
      }
    }
    const expected = made.sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1));
    const seen: string[] = [];
    for (let after = null as string | null, pages = 0; pages < 5; pages += 1) {
      const page = await listSummaries(reading(), { after: parseSummaryCursor(after), size: 2 });
      seen.push(...page.items.map(({ id }) => id));
      if (!page.next) break;
      after = summaryCursorText(page.next);
    }
    expect(seen.slice(0, 9)).toEqual(expected.map(({ id }) => id));
  });

  test('begins at its beginning for an address that nobody made', () => {
    for (const text of ['', 'x', '2026-02-31.aaaaaaaaaaaaaaaaaaaaaaaaaa', "2026-06-10.' or true", '2026-06-10', null]) {
      expect(parseSummaryCursor(text)).toBeNull();
    }
    const cursor = { day: '2026-06-10', id: 'a'.repeat(26) };
    expect(parseSummaryCursor(summaryCursorText(cursor))).toEqual(cursor);
  });
});
