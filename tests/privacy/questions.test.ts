import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { questionScope } from '~/crypto/semaphore/statement';
import { deleteQuestionSlots } from '~/features/anonymous/questions/delete-question-slots.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { filesWith } from '~tests/support/data-files';
import { dumpOf } from '~tests/support/dump';
import { openQuestionHouse, type QuestionHouse } from '~tests/support/question-house';

/*
 * Questions are asked; then somebody takes every row and every file of the database, and the words of a person who asked
 * one, and looks (threat model, A1 and A2).
 */

let house: QuestionHouse;
let sql: Sql;
let petition: string;
/** The words of a person's key: 16 bytes. */
const enrolled = new Uint8Array(randomBytes(16));
const today = '2026-06-10';
const planted = 'Who reads what the ANGLERFISH team records at night?';

/** Of every slot around a day, as somebody computes them who has got hold of the words. */
function nullifiers(lastDay: string): Uint8Array[] {
  const identity = identityFromEntropy(enrolled);
  const days = Array.from({ length: 30 }, (_, ago) => addDays(lastDay, -ago));
  return days.flatMap((day) =>
    [0, 1, 2].map((slot) => toBytes32(identity.nullifier(questionScope(house.settings.organisation, day, slot)))),
  );
}

const physical = (table: string, key: string) =>
  sql.unsafe<{ key: string; xmin: string }[]>(`select ${key} as key, xmin::text from anonymous.${table} order by ctid`);
const questions = () => physical('waiting_question', 'id');
const slots = () => physical('question_slot', "encode(nullifier, 'hex')");

let posted: Awaited<ReturnType<QuestionHouse['askingBody']>>;
const arrival: string[] = [];
beforeAll(async () => {
  house = await openQuestionHouse();
  sql = openSql({ ...house.database.admin, max: 1 });
  petition = await house.openPetition();
  const nullifier = identityFromEntropy(enrolled).nullifier(questionScope(house.settings.organisation, today, 1));
  const ask = async (body: string, person: string, own?: bigint) => {
    const asked = await house.askingBody({ petition, person, body, slot: 1, ...(own && { nullifier: own }) });
    expect((await house.send(asked)).status).toBe(200);
    arrival.push(toHex(toBytes32(BigInt(asked.nullifier))));
    return asked;
  };
  for (let n = 0; n < 6; n += 1) await ask(`Question ${String(n)} of somebody?`, `before${String(n)}`);
  posted = await ask(planted, 'somebody', nullifier);
  for (let n = 6; n < 12; n += 1) await ask(`Question ${String(n)} of somebody?`, `after${String(n)}`);
  await house.rewrite();
});
afterAll(async () => {
  await sql.end();
  await house.close();
});

describe('once the minute’s rewriting has run', () => {
  test('questions and slots stand in the order of their names, each of one transaction: nothing joins the two', async () => {
    for (const rows of [await questions(), await slots()]) {
      const keys = rows.map(({ key }) => key);
      expect(keys).toHaveLength(13);
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
    expect(lines[0]).toMatch(/^anonymous\.question_slot /);
    expect(lines[0]).not.toContain(petition);
    const asked = dump.split('\n').filter((line) => line.includes('ANGLERFISH'));
    expect(asked.map((line) => line.split(' ')[0])).toEqual(['anonymous.waiting_question']);
    expect(asked[0]).not.toMatch(/\d{4}-\d\d-\d\d|\d\d:\d\d/);
  });

  test('no row and no file holds anything of the proof', async () => {
    const dump = await dumpOf(house.database.admin);
    for (const point of [...posted.points, posted.nullifier]) {
      expect(dump).not.toContain(point);
      const bytes = toBytes32(BigInt(point));
      if (point !== posted.nullifier) {
        expect(dump).not.toContain(toHex(bytes));
        expect(await filesWith(sql, bytes)).toEqual([]);
      }
    }
    // The search would find it: the slot stands there.
    expect(await filesWith(sql, toBytes32(BigInt(posted.nullifier)))).toContain('anonymous.question_slot');
  });

  test('what the database keeps of its own use dates nothing', async () => {
    expect((await house.ask({ petition, person: 'dated', body: 'Is this one dated anywhere?' })).status).toBe(200);
    const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
    await house.rewrite();
    const stale = async () => {
      await Promise.all(
        Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
      );
      return sql`
        select indexrelname as name from pg_stat_user_indexes
        where relname in ('waiting_question', 'question_slot') and last_idx_scan <= ${now?.time ?? ''}::timestamptz
        union all
        select relname from pg_stat_user_tables
        where (relname in ('waiting_question', 'question_slot') or (schemaname = 'published' and relname in ('question', 'response')))
          and last_seq_scan <= ${now?.time ?? ''}::timestamptz`;
    };
    await vi.waitUntil(async () => (await stale()).length === 0, { timeout: 20_000, interval: 50 });
  });
});

describe('after the publication', () => {
  test('questions stand among those of the day, sorted, with one day; the ledger says nothing of them yet', async () => {
    house.clock.set(`${today}T18:00:00Z`);
    await house.publish();
    const rows = await sql<{ id: string; day: string; xmin: string }[]>`
      select id, day::text, xmin::text from published.question order by ctid`;
    expect(rows).toHaveLength(14);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
    expect(new Set(rows.map(({ day, xmin }) => `${day} ${xmin}`)).size).toBe(1);
    expect(await questions()).toEqual([]);
    expect(await filesWith(sql, Buffer.from('ANGLERFISH'))).toEqual(['published.question']);
    const [entries] = await sql<{ found: boolean }[]>`
      select exists (select from published.ledger_entry where position('ANGLERFISH'::bytea in bytes) > 0) as found`;
    expect(entries?.found).toBe(false);
  });

  test('and once the day is over nobody finds with the words that anything was asked', async () => {
    house.clock.set(`${addDays(today, 1)}T01:00:00Z`);
    await deleteQuestionSlots(house.database.anonymous, house.clock.now());
    const dump = await dumpOf(house.database.admin);
    for (const nullifier of nullifiers(addDays(today, 1))) {
      expect(dump).not.toContain(toHex(nullifier));
      expect(await filesWith(sql, nullifier)).toEqual([]);
    }
    expect(dump).toContain('ANGLERFISH');
  });
});
