import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { openingScope } from '~/crypto/semaphore/statement';
import { deleteOpeningSlots } from '~/features/anonymous/organizing/delete-opening-slots.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { filesWith } from '~tests/support/data-files';
import { dumpOf } from '~tests/support/dump';
import { openOrganizingHouse, type OrganizingHouse, type UnknownOrganizer } from '~tests/support/organizing-house';

/*
 * Petitions are started unseen; then somebody takes every row and every file of the database, and the words of a person who
 * started one, and looks (threat model, A1 and A2). Whoever finds the organizer's own words is let look as well.
 */

let house: OrganizingHouse;
let sql: Sql;
/** The words of a person's key: 16 bytes. */
const enrolled = new Uint8Array(randomBytes(16));
const today = '2026-06-10';
const planted = 'Nobody told the ANGLERFISH team that it is watched at night.';

/** Of every day around, as somebody computes them who has got hold of the words. */
function nullifiers(lastDay: string): Uint8Array[] {
  const identity = identityFromEntropy(enrolled);
  const days = Array.from({ length: 30 }, (_, ago) => addDays(lastDay, -ago));
  return days.map((day) => toBytes32(identity.nullifier(openingScope(house.settings.organisation, day, 0))));
}

const physical = (table: string, key: string) =>
  sql.unsafe<{ key: string; xmin: string }[]>(`select ${key} as key, xmin::text from anonymous.${table} order by ctid`);
const petitions = () => physical('waiting_petition', 'id');
const slots = () => physical('opening_slot', "encode(nullifier, 'hex')");

let organizer: UnknownOrganizer;
let posted: Awaited<ReturnType<OrganizingHouse['openingBody']>>;
const arrival: string[] = [];
beforeAll(async () => {
  house = await openOrganizingHouse();
  sql = openSql({ ...house.database.admin, max: 1 });
  organizer = house.organizer();
  const nullifier = identityFromEntropy(enrolled).nullifier(openingScope(house.settings.organisation, today, 0));
  const start = async (by: UnknownOrganizer, person: string, background: string, own?: bigint) => {
    const body = await house.openingBody({
      ...{ organizer: by, person, opening: { background } },
      ...(own && { nullifier: own }),
    });
    expect((await house.send('/unseen/petitions', body)).status).toBe(200);
    arrival.push(toHex(toBytes32(BigInt(body.nullifier))));
    return body;
  };
  for (let n = 0; n < 5; n += 1) await start(house.organizer(), `before${String(n)}`, `Something else ${String(n)}.`);
  posted = await start(organizer, 'somebody', planted, nullifier);
  for (let n = 5; n < 10; n += 1) await start(house.organizer(), `after${String(n)}`, `Something else ${String(n)}.`);
  await house.rewrite();
});
afterAll(async () => {
  await sql.end();
  await house.close();
});

describe('once the minute’s rewriting has run', () => {
  test('petitions and slots stand in the order of their names, each of one transaction: nothing joins the two', async () => {
    for (const rows of [await petitions(), await slots()]) {
      const keys = rows.map(({ key }) => key);
      expect(keys).toHaveLength(11);
      expect(keys).toEqual([...keys].sort());
      expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
    }
    // The order in which they came was another: otherwise this shows nothing.
    expect((await slots()).map(({ key }) => key)).not.toEqual(arrival);
  });

  test('who holds a person’s words finds on the very day that a slot was used, and no more', async () => {
    const dump = await dumpOf(house.database.admin);
    const own = nullifiers(today).map(toHex);
    const lines = dump.split('\n').filter((line) => own.some((nullifier) => line.includes(nullifier)));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^anonymous\.opening_slot /);
    expect(lines[0]).not.toContain(organizer.id);
    const started = dump.split('\n').filter((line) => line.includes('ANGLERFISH'));
    expect(started.map((line) => line.split(' ')[0])).toEqual(['anonymous.waiting_petition']);
    // The only day in it is the one that its organizer chose for its end.
    expect(started[0]?.match(/\d{4}-\d\d-\d\d|\d\d:\d\d/g)).toEqual([addDays(today, 30)]);
  });

  test('no row and no file holds anything of the proof, and none the organizer’s words', async () => {
    const dump = await dumpOf(house.database.admin);
    for (const point of posted.points) {
      expect(dump).not.toContain(point);
      expect(dump).not.toContain(toHex(toBytes32(BigInt(point))));
    }
    expect(await filesWith(sql, toBytes32(BigInt(posted.points[0] ?? '')))).toEqual([]);
    expect(dump).not.toContain(toHex(organizer.entropy));
    expect(await filesWith(sql, organizer.entropy)).toEqual([]);
    // The search would find it: the slot stands there, and the key beside the text.
    expect(await filesWith(sql, toBytes32(BigInt(posted.nullifier)))).toContain('anonymous.opening_slot');
    expect(await filesWith(sql, organizer.signing.publicKey)).toContain('anonymous.waiting_petition');
  });
});

describe('after the publication', () => {
  test('petitions stand among those of the day, sorted, with one day, and nobody’s name; the ledger says nothing yet', async () => {
    await house.nextPublication();
    const rows = await sql<{ id: string; day: string; xmin: string; name: string }[]>`
      select id, submitted_day::text as day, xmin::text, organizer_name as name from published.petition order by ctid`;
    expect(rows).toHaveLength(11);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
    expect(new Set(rows.map(({ day, xmin, name }) => `${day} ${xmin} ${name}`)).size).toBe(1);
    expect(rows[0]?.name).toBe('');
    expect(await petitions()).toEqual([]);
    expect(await filesWith(sql, Buffer.from('ANGLERFISH'))).toEqual(['published.petition']);
    expect(JSON.stringify(await house.ledger())).not.toMatch(new RegExp(`ANGLERFISH|${organizer.key}|${organizer.id}`));
  });

  test('what somebody does is sorted by petition, in one transaction, with the day of its publication', async () => {
    const acting: UnknownOrganizer[] = [];
    for (let n = 0; n < 6; n += 1) {
      const each = house.organizer();
      await house.start({ organizer: each, person: `acting${String(n)}` });
      acting.push(each);
    }
    await house.nextPublication();
    for (const { id } of acting) await house.decide(id, 'reject', 'outside');
    for (const each of acting) {
      expect((await house.actOn(each, 1, 'appeal', 'Please look at this once more.')).status).toBe(200);
    }
    const came = acting.map(({ id }) => id);
    expect(came).not.toEqual([...came].sort());
    await house.rewrite();
    const waiting = await physical('waiting_organizer_act', 'petition_id');
    expect(waiting.map(({ key }) => key)).toEqual([...came].sort());
    expect(new Set(waiting.map(({ xmin }) => xmin)).size).toBe(1);
    await house.nextPublication();
    const rows = await sql<{ id: string; day: string; xmin: string }[]>`
      select petition_id as id, day::text, xmin::text from published.organizer_act order by ctid`;
    expect(rows.map(({ id }) => id)).toEqual([...came].sort());
    expect(new Set(rows.map(({ day, xmin }) => `${day} ${xmin}`)).size).toBe(1);
  });

  test('what the database keeps of its own use dates nothing', async () => {
    const dated = house.organizer();
    expect((await house.start({ organizer: dated, person: 'dated' })).status).toBe(200);
    await house.read(dated);
    await house.read(organizer);
    const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
    await house.rewrite();
    const stale = async () => {
      await Promise.all(
        Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
      );
      return sql`
        select relname || '/' || indexrelname as name from pg_stat_user_indexes
        where relname in ('waiting_petition', 'waiting_organizer_act', 'opening_slot', 'organizer_act', 'merge_proposal', 'petition_ending')
          and last_idx_scan <= ${now?.time ?? ''}::timestamptz
        union all
        select relname from pg_stat_user_tables
        where relname in ('waiting_petition', 'waiting_organizer_act', 'opening_slot', 'organizer_act', 'merge_proposal', 'petition_ending', 'moderation_act', 'petition_update')
          and last_seq_scan <= ${now?.time ?? ''}::timestamptz`;
    };
    await vi.waitUntil(async () => (await stale()).length === 0, { timeout: 20_000, interval: 50 });
  });

  test('and once the day is over nobody finds with a person’s words that anything was started', async () => {
    const day = house.clock.now().toISOString().slice(0, 10);
    await deleteOpeningSlots(house.database.anonymous, new Date(`${addDays(day, 1)}T01:00:00Z`));
    const dump = await dumpOf(house.database.admin);
    for (const nullifier of nullifiers(addDays(today, 1))) {
      expect(dump).not.toContain(toHex(nullifier));
    }
    expect(await filesWith(sql, toBytes32(BigInt(posted.nullifier)))).toEqual([]);
    expect(dump).toContain('ANGLERFISH');
  });
});
