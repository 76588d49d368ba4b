import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Actor } from '~/features/identified/desks/desk';
import {
  linkOwnContradiction,
  previewOwnContradiction,
  withdrawOwnContradiction,
} from '~/features/identified/desks/own-contradictions.server';
import {
  contradictionDigest,
  contradictionsPerPetition,
  type Quoted,
} from '~/features/published/contradictions/contradiction';
import {
  contradictionsAround,
  contradictionsLinkedOn,
  contradictionsOf,
} from '~/features/published/contradictions/contradictions.queries.server';
import { contradiction } from '~db/schema/published-statements';
import { refusal } from '~tests/support/petition-house';
import { firstResponse, openStatementHouse } from '~tests/support/statement-house';

let house: Awaited<ReturnType<typeof openStatementHouse>>;
let author: Actor;
/** An announcement of 9 July; its body says what came out. */
let announced: string;

beforeAll(async () => {
  house = await openStatementHouse();
  author = await house.person('organizer');
  house.clock.set('2026-07-09T10:00:00Z');
  announced = await house.announce('What happened to the data', 'We found that **access lists were misconfigured**.');
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.identified, clock: house.clock, settings: house.settings });
const link = (actor: Actor, petitionId: string, sides: readonly [Quoted, Quoted], words = 'Both cannot be true.') =>
  linkOwnContradiction(deps(), { actor, petitionId, sides, words });
const withdraw = (actor: Actor, petitionId: string, id: string, reason = 'They meant other data.') =>
  withdrawOwnContradiction(deps(), { actor, petitionId, id, reason });

const said = (kind: Quoted['kind'], id: string, quote: string, revision = 1): Quoted => ({ kind, id, revision, quote });
const misconfigured = () => said('announcement', announced, 'access lists were misconfigured');
const controlled = (petitionId: string) => said('response', petitionId, 'tightly controlled');

/** A petition with a response of 3 May. */
async function answered(organizer = author): Promise<string> {
  house.clock.set('2026-05-03T10:00:00Z');
  const id = await house.open(organizer);
  await house.respond(id);
  house.clock.set('2026-07-10T10:00:00Z');
  return id;
}

async function linked(petitionId: string): Promise<string> {
  await link(author, petitionId, [controlled(petitionId), misconfigured()]);
  const [first] = await contradictionsLinkedOn(house.database.published, petitionId);
  return first?.id ?? '';
}

describe('an organizer links two statements', () => {
  test('which stand on the pages of both, the earlier day first, and in the ledger', async () => {
    const id = await answered();
    // Given the other way round.
    await link(author, id, [misconfigured(), controlled(id)]);
    const { published } = house.database;
    const [found, ...others] = await contradictionsOf(published, 'response', id);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      petitionId: id,
      earlier: { ...controlled(id), day: '2026-05-03', authorName: 'Lena Leader' },
      later: { ...misconfigured(), day: '2026-07-09' },
      words: 'Both cannot be true.',
      organizerName: author.name,
      day: '2026-07-10',
      withdrawn: null,
    });
    expect(await contradictionsOf(published, 'announcement', announced)).toEqual([found]);
    expect(await contradictionsAround(published, id)).toEqual([found]);
    expect((await house.ledger()).at(-1)).toEqual({
      v: 1,
      kind: 'contradiction',
      id: found?.id,
      act: 'linked',
      earlier: `response/${id}/1`,
      later: `announcement/${announced}/1`,
      text: toHex(contradictionDigest(controlled(id), misconfigured(), 'Both cannot be true.')),
      reason: '',
      author: author.name,
      day: '2026-07-10',
    });
  });

  test('of any kind: pledges, answers, announcements; the older revision of one too', async () => {
    const id = await answered();
    const other = await answered(await house.person());
    const pledge = await house.promise(id);
    const answer = await house.answerQuestion(id, 'Who reads it?', 'Nobody outside of IT reads any of it.');
    await house.respond(id, { ...firstResponse, body: 'The data is controlled.' }, 1);
    const quotes = {
      pledge: said('pledge', pledge, 'switched off on every laptop'),
      answer: said('answer', answer, 'Nobody outside of IT'),
      older: said('response', id, 'The data is **tightly controlled**'),
      elsewhere: said('response', other, 'no more than we need'),
    };
    await link(author, id, [quotes.pledge, quotes.elsewhere]);
    await link(author, id, [quotes.answer, quotes.pledge]);
    await link(author, id, [quotes.older, quotes.answer]);
    expect(await contradictionsLinkedOn(house.database.published, id)).toHaveLength(3);
    const around = await contradictionsAround(house.database.published, other);
    expect(around.map(({ petitionId }) => petitionId)).toEqual([id]);
  });

  test('looks at it first, which publishes nothing and refuses what linking would', async () => {
    const id = await answered();
    const written = (await house.ledger()).length;
    const preview = (sides: readonly [Quoted, Quoted], actor = author) =>
      previewOwnContradiction(deps(), { actor, petitionId: id, sides, words: 'Both cannot be true.' });
    expect(await preview([misconfigured(), controlled(id)])).toMatchObject({ earlier: controlled(id) });
    expect(await refusal(preview([misconfigured(), { ...controlled(id), quote: 'loosely controlled' }]))).toBe(
      'quote-not-there',
    );
    expect(await refusal(preview([misconfigured(), controlled(id)], await house.person()))).toBe('not-organizer');
    expect(await contradictionsLinkedOn(house.database.published, id)).toEqual([]);
    expect(await house.ledger()).toHaveLength(written);
  });
});

describe('nobody links', () => {
  test('on a petition that they do not organize, whatever they are', async () => {
    const id = await answered();
    const sides = [controlled(id), misconfigured()] as const;
    const others = [
      await house.person(),
      await house.person('organizer', 'moderator', 'leadership', 'administrator', 'handler'),
    ];
    for (const other of others) expect(await refusal(link(other, id, sides))).toBe('not-organizer');
    expect(await refusal(link(author, 'nothing', sides))).toBe('not-organizer');
  });

  test('on a petition that never opened', async () => {
    const id = await answered();
    const waiting = await house.waiting(author);
    expect(await refusal(link(author, waiting, [controlled(id), misconfigured()]))).toBe('not-opened');
  });

  test('two statements of which neither is their petition’s nor to all staff', async () => {
    const own = await answered();
    const other = await house.person();
    const [one, two] = [await answered(other), await answered(other)];
    const pledge = said('pledge', await house.promise(two), 'switched off on every laptop');
    expect(await refusal(link(author, own, [controlled(one), pledge]))).toBe('not-of-the-petition');
    expect(await refusal(link(author, own, [controlled(one), controlled(two)]))).toBe('not-of-the-petition');
    // On the petition of whoever organizes that one it is theirs to link.
    await link(other, two, [controlled(one), pledge]);
  });

  test('words that do not stand in that very revision', async () => {
    const id = await answered();
    await house.respond(id, { ...firstResponse, body: 'The data is well looked after.' }, 1);
    const wrong: Quoted[] = [
      { ...controlled(id), quote: 'loosely controlled' },
      // In the other revision, either way.
      { ...controlled(id), revision: 2 },
      { ...controlled(id), quote: 'well looked after' },
      // Markup that stands nowhere, and words from two places.
      { ...controlled(id), quote: '<b>tightly controlled</b>' },
      { ...controlled(id), quote: '[tightly controlled](https://evil.example)' },
      { ...controlled(id), quote: 'it always was. We record no more' },
      // A label, and an answer out of a list.
      { ...controlled(id), quote: 'To the petition as a whole' },
      { ...controlled(id), quote: 'Declined' },
    ];
    for (const quoted of wrong) {
      const refused = link(author, id, [misconfigured(), quoted]);
      await expect(refused, quoted.quote).rejects.toMatchObject({ code: 'quote-not-there', side: 1 });
    }
    const first = link(author, id, [{ ...misconfigured(), quote: 'lists were fine' }, controlled(id)]);
    await expect(first).rejects.toMatchObject({ code: 'quote-not-there', side: 0 });
    expect(await contradictionsLinkedOn(house.database.published, id)).toEqual([]);
  });

  test('what was never said', async () => {
    const id = await answered();
    const never: Quoted[] = [
      { ...controlled(id), revision: 2 },
      { ...controlled(id), id: 'nothing' },
      { ...controlled(id), kind: 'pledge' },
    ];
    for (const quoted of never) {
      expect(await refusal(link(author, id, [quoted, misconfigured()]))).toBe('unknown-revision');
    }
  });

  test('two revisions of one statement: their difference is on its page', async () => {
    const id = await answered();
    await house.respond(id, { ...firstResponse, body: 'The data is well looked after.' }, 1);
    const after = said('response', id, 'well looked after', 2);
    expect(await refusal(link(author, id, [controlled(id), after]))).toBe('same-statement');
  });

  test('the same twice, in either order, one after the other or ten at once', async () => {
    const id = await answered();
    const written = (await house.ledger()).length;
    const sides: readonly [Quoted, Quoted] = [controlled(id), misconfigured()];
    const at = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => link(author, id, n % 2 === 0 ? sides : [sides[1], sides[0]])),
    );
    expect(at.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(link(author, id, sides))).toBe('already-linked');
    expect(await contradictionsLinkedOn(house.database.published, id)).toHaveLength(1);
    expect(await house.ledger()).toHaveLength(written + 1);
    // Other words of the same two are another contradiction.
    await link(author, id, [said('response', id, 'it always was'), misconfigured()]);
  });

  test(`more than ${String(contradictionsPerPetition)} on a petition, at once or after taking some back`, async () => {
    const id = await answered();
    const words = Array.from({ length: 30 }, (_, n) => `Sentence number ${String(n)} is here.`);
    const long = await house.announce('A long one', words.join(' '));
    const sides = (n: number) => [controlled(id), said('announcement', long, words[n] ?? '')] as const;
    const at = await Promise.allSettled(words.map((_, n) => link(author, id, sides(n))));
    expect(at.filter(({ status }) => status === 'fulfilled')).toHaveLength(contradictionsPerPetition);
    const all = await contradictionsLinkedOn(house.database.published, id);
    expect(all).toHaveLength(contradictionsPerPetition);
    await withdraw(author, id, all[0]?.id ?? '');
    const free = at.findIndex(({ status }) => status === 'rejected');
    expect(await refusal(link(author, id, sides(free)))).toBe('too-many-contradictions');
  });
});

describe('a link is taken back', () => {
  test('once, with a reason: it stays to be read, and the ledger says both', async () => {
    const id = await answered();
    const which = await linked(id);
    const ten = await Promise.allSettled(Array.from({ length: 10 }, () => withdraw(author, id, which)));
    expect(ten.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(withdraw(author, id, which, 'Another reason.'))).toBe('already-withdrawn');
    const withdrawn = { day: '2026-07-10', reason: 'They meant other data.' };
    expect(await contradictionsOf(house.database.published, 'announcement', announced)).toContainEqual(
      expect.objectContaining({ id: which, withdrawn, words: 'Both cannot be true.' }),
    );
    const entries = (await house.ledger()).filter((entry) => entry['id'] === which);
    expect(entries.map(({ act, reason }) => [act, reason])).toEqual([
      ['linked', ''],
      ['withdrawn', 'They meant other data.'],
    ]);
    expect(entries[1]?.['text']).toBe(entries[0]?.['text']);
  });

  test('by nobody but the petition’s organizer, and on that petition', async () => {
    const id = await answered();
    const which = await linked(id);
    const leader = await house.person('leadership', 'moderator', 'administrator');
    expect(await refusal(withdraw(leader, id, which))).toBe('not-organizer');
    expect(await refusal(withdraw(author, await answered(), which))).toBe('unknown-contradiction');
    expect(await refusal(withdraw(author, id, 'nothing'))).toBe('unknown-contradiction');
    const [row] = await house.database.published.select().from(contradiction).where(eq(contradiction.id, which));
    expect(row?.withdrawnDay).toBeNull();
  });

  test('and can then be linked anew', async () => {
    const id = await answered();
    await withdraw(author, id, await linked(id));
    await link(author, id, [controlled(id), misconfigured()]);
    expect(await contradictionsLinkedOn(house.database.published, id)).toHaveLength(2);
  });
});
