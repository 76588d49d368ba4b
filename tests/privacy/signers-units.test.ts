import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { openSql } from '~db/database';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';
import { filesWith } from '~tests/support/data-files';
import { rowsOfTables } from '~tests/support/rows-of-tables';
import { crowd, unitBody } from '~tests/support/signing-in-units';

/*
 * People sign and say where they work; too few for it ever to be shown. Then somebody takes every row and every file of the
 * database (threat model, rules 1, 2 and 7).
 */

const unit = 'Works / Storage';
const naming = crowd(9, 'storage');

let house: ChoiceHouse;
let sql: Sql;
let petition: string;
beforeAll(async () => {
  house = await openChoiceHouse();
  const register = await house.openRegister();
  await house.nameUnits(register, 1, { Works: 90, [unit]: 40 });
  petition = await house.openPetition({ register });
  sql = openSql({ ...house.database.admin, max: 1 });
  for (const person of naming) await house.post(await unitBody(house, { petition, person, unit }));
  for (const person of crowd(12, 'other')) await house.act({ petition, person });
});
afterAll(async () => {
  await sql.end();
  await house.close();
});

/** Tables in which a text stands, as it is or in the bytes of an entry. */
async function tablesWith(text: string): Promise<string[]> {
  const spellings = [text, Buffer.from(text).toString('hex')];
  const rows = Object.entries(await rowsOfTables(house.database.admin));
  const holds = (row: string) => spellings.some((each) => row.includes(each));
  return rows.flatMap(([table, all]) => (all.some(holds) ? [table] : [])).sort();
}

test('a unit leaves no trace of when it came, nor a withdrawal of one that was forgotten', async () => {
  const [person = ''] = naming;
  await house.act({ petition, person, action: 'withdraw', n: 1 });
  const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
  await rewriteWaiting(house.database.anonymous);
  expect(await filesWith(sql, house.nullifier(petition, person))).toEqual([
    'anonymous.waiting_action',
    'anonymous.waiting_action_petition_id_nullifier_n_pk',
  ]);
  const stale = async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
    );
    return sql`
      select indexrelname from pg_stat_user_indexes
      where relname in ('waiting_action', 'waiting_unit', 'signature', 'disclosed_unit', 'edition_unit')
        and (last_idx_scan is null or last_idx_scan <= ${now?.time ?? ''}::timestamptz)`;
  };
  await vi.waitUntil(async () => (await stale()).length === 0, { timeout: 20_000, interval: 50 });
});

test('after a publication it is in the anonymous wing alone, while all signatures are public', async () => {
  house.clock.set('2026-06-10T18:00:00Z');
  await house.publish();
  for (const person of naming.slice(1)) {
    expect(await tablesWith(toHex(house.nullifier(petition, person)))).toEqual([
      ...['anonymous.waiting_unit', 'published.ledger_entry', 'published.signature'],
    ]);
  }
  // The register names its units; nothing else of what is public does.
  expect(await tablesWith('Storage')).toEqual(['anonymous.waiting_unit', 'published.edition_unit']);
});
