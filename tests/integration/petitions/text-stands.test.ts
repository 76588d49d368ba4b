import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { petitionStates, stateAfter, transitions, type PetitionEvent } from '~/features/published/petitions/petition';
import { openSql } from '~db/database';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

async function attempt(query: PromiseLike<unknown>): Promise<string> {
  try {
    await query;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
  return 'done';
}

const changes = {
  title: sql`title = 'Something else than what was signed'`,
  demands: sql`demands = '["Something else than what was signed."]'`,
  background: sql`background = 'Something else'`,
  'text digest': sql`text_digest = sha256('something else')`,
  'critical mass': sql`critical_mass = 0`,
};
const pins = {
  register: sql`register_id = 7`,
  threshold: sql`threshold = 1`,
  'days to answer': sql`response_days = 365`,
  'opening day': sql`opened_day = '2020-01-01'`,
  'closing day': sql`closes_day = '2099-01-01'`,
};

describe('once a petition is moderated', () => {
  test.each(Object.entries(changes))('its %s stands, for the role that may write petitions', async (_, change) => {
    const { identified } = house.database;
    const author = await house.person('organizer');
    const moderator = await house.person('moderator');
    const waiting = await house.waiting(author);
    expect(await attempt(identified.execute(sql`update published.petition set ${change} where id = ${waiting}`))).toBe(
      'done',
    );
    const accepted = await house.waiting(author);
    await house.decide(moderator, accepted, 'accept');
    const rejected = await house.waiting(author);
    await house.decide(moderator, rejected, 'reject');
    const open = await house.open(author);
    for (const id of [accepted, rejected, open]) {
      const outcome = await attempt(identified.execute(sql`update published.petition set ${change} where id = ${id}`));
      expect(outcome).toMatch(/stands once it is moderated/);
    }
  });

  test.each(Object.entries(pins))('its %s stands while it is open and afterwards', async (_, change) => {
    const { identified } = house.database;
    const open = await house.open(await house.person());
    const outcome = () => attempt(identified.execute(sql`update published.petition set ${change} where id = ${open}`));
    expect(await outcome()).toMatch(/stays pinned/);
    await identified.execute(sql`update published.petition set state = 'closed' where id = ${open}`);
    expect(await outcome()).toMatch(/stays pinned/);
  });

  test.each(['published', 'anonymous'] as const)('%s may not write a petition at all', async (wing) => {
    const open = await house.open(await house.person());
    for (const change of Object.values({ ...changes, ...pins })) {
      const query = house.database[wing].execute(sql`update published.petition set ${change} where id = ${open}`);
      expect(await attempt(query)).toMatch(/permission denied/);
    }
  });

  test('not even the administrator of the database changes a text by mistake, and no role deletes one', async () => {
    const open = await house.open(await house.person());
    const admin = openSql({ ...house.database.admin, max: 1 });
    try {
      const query = admin`update published.petition set title = 'Something else' where id = ${open}`;
      expect(await attempt(query)).toMatch(/stands once it is moderated/);
    } finally {
      await admin.end();
    }
    for (const wing of ['identified', 'published', 'anonymous'] as const) {
      const remove = house.database[wing].execute(sql`delete from published.petition where id = ${open}`);
      expect(await attempt(remove)).toMatch(/permission denied/);
    }
  });

  test('its name and its organizer are for good', async () => {
    const waiting = await house.waiting(await house.person());
    const { identified } = house.database;
    for (const column of ['id', 'organizer_name']) {
      const query = identified.execute(
        sql`update published.petition set ${sql.identifier(column)} = 'other' where id = ${waiting}`,
      );
      expect(await attempt(query)).toMatch(/permission denied/);
    }
  });
});

test('the database moves a petition exactly as the table of transitions says', async () => {
  const { identified } = house.database;
  const events = Object.keys(transitions) as PetitionEvent[];
  for (const from of petitionStates) {
    for (const to of petitionStates) {
      const id = `${from}-${to}`;
      await identified.execute(sql`
        insert into published.petition (id, state, title, demands, background, text_digest, organizer_name,
          submitted_day, closes_day, critical_mass, register_id, threshold, opened_day)
        values (${id}, ${from}, 'A title', '["A demand"]', '', sha256('x'), 'Olga', '2026-05-04', '2026-06-04', 10, 1,
          100, '2026-05-05')`);
      const allowed = from === to || events.some((event) => stateAfter(from, event) === to);
      const outcome = await attempt(
        identified.execute(sql`update published.petition set state = ${to} where id = ${id}`),
      );
      expect([id, outcome === 'done']).toEqual([id, allowed]);
    }
  }
});

describe('updates, responses and decisions', () => {
  test.each(['petition_update', 'response', 'moderation_act'])(
    'no role changes or deletes a row of %s',
    async (table) => {
      for (const wing of ['identified', 'published', 'anonymous'] as const) {
        const name = sql.identifier(table);
        const db = house.database[wing];
        expect(await attempt(db.execute(sql`update published.${name} set petition_id = 'x'`))).toMatch(/denied/);
        expect(await attempt(db.execute(sql`delete from published.${name}`))).toMatch(/denied/);
      }
    },
  );
});
