import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from 'postgres';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { openSql } from '~db/database';
import { filesWith } from '~tests/support/data-files';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

/*
 * What an attacker reads who copies the files of the database, not its rows: deleted rows stay in them, in the order in
 * which they came. So what was published or deleted must be gone from the files of the anonymous wing.
 */

let house: SigningHouse;
let sql: Sql;
beforeAll(async () => {
  house = await openSigningHouse();
  sql = openSql({ ...house.database.admin, max: 1 });
});
afterAll(async () => {
  await sql.end();
  await house.close();
});

const waitingFiles = ['anonymous.waiting_action', 'anonymous.waiting_action_petition_id_nullifier_n_pk'];
const publishedFiles = ['published.signature', 'published.signature_petition_id_nullifier_n_pk'];

describe('the files of the database', () => {
  test('hold a waiting act in the anonymous wing only, and after its publication in the courtyard only', async () => {
    const petition = await house.openPetition();
    await house.act({ petition, person: 'ann' });
    const ann = house.nullifier(petition, 'ann');
    expect(await filesWith(sql, ann)).toEqual(waitingFiles);
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    expect(await filesWith(sql, ann)).toEqual(publishedFiles);
  });

  test('hold nothing of a petition that closed under its critical mass', async () => {
    const petition = await house.openPetition({ criticalMass: 10, closesDay: '2026-06-11' });
    for (const person of ['ann', 'bob', 'carl']) await house.act({ petition, person });
    const nullifiers = ['ann', 'bob', 'carl'].map((person) => house.nullifier(petition, person));
    // As autovacuum does: what it learns of a column would outlive the rows.
    await sql`analyze anonymous.waiting_action`;
    house.clock.set('2026-06-12T18:00:00Z');
    await house.publish();
    for (const nullifier of nullifiers) expect(await filesWith(sql, nullifier)).toEqual([]);
    const learned = await sql`select * from pg_stats where schemaname = 'anonymous'`;
    expect([...learned]).toEqual([]);
  });

  test('hold waiting acts once, in key order, after the minute’s rewriting', async () => {
    house.clock.set('2026-06-12T20:00:00Z');
    await house.openRegister();
    const petition = await house.openPetition({ criticalMass: 50 });
    const people = Array.from({ length: 30 }, (_, i) => `person${String(i)}`);
    for (const person of people) await house.act({ petition, person });
    await rewriteWaiting(house.database.anonymous);
    await sql`checkpoint`;
    const [file] = await sql<{ bytes: Uint8Array }[]>`
      select pg_read_binary_file(pg_relation_filepath('anonymous.waiting_action')) as bytes`;
    const bytes = Buffer.from(file?.bytes ?? []);
    const places = people.map((person) => {
      const nullifier = Buffer.from(house.nullifier(petition, person));
      expect(bytes.indexOf(nullifier, bytes.indexOf(nullifier) + 1)).toBe(-1);
      return { nullifier: nullifier.toString('hex'), at: bytes.indexOf(nullifier) };
    });
    expect(places.every(({ at }) => at >= 0)).toBe(true);
    // PostgreSQL fills a page from its end: within a page later rows stand before earlier ones.
    const page = ({ at }: { at: number }) => Math.floor(at / 8192);
    const inOrder = [...places].sort((a, b) => page(a) - page(b) || b.at - a.at);
    expect(inOrder.map(({ nullifier }) => nullifier)).toEqual(places.map(({ nullifier }) => nullifier).sort());
  });
});

describe('what the database keeps of its own use, over a restart too', () => {
  test('dates no act once the minute’s rewriting has run: it says when that ran', async () => {
    await house.openRegister();
    const petition = await house.openPetition({ criticalMass: 50 });
    await house.act({ petition, person: 'dora' });
    const ofTheAct = await lastUses('2000-01-01T00:00:00Z');
    const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
    await rewriteWaiting(house.database.anonymous);
    const ofTheRewriting = await lastUses(now?.time ?? '');
    expect(ofTheAct.map(({ name }) => name)).toEqual(ofTheRewriting.map(({ name }) => name));
    expect(ofTheRewriting.map(({ name }) => name)).toEqual([waitingFiles[1], publishedFiles[1]]);
  });
});

/** The indexes that keeping an act uses, once all of them were last used after this; fails where one is not, within 20 s. */
async function lastUses(after: string): Promise<{ name: string }[]> {
  const names = [waitingFiles[1] ?? '', publishedFiles[1] ?? ''];
  for (const deadline = Date.now() + 20_000; ;) {
    // Each connection reports its own use, at the latest when it is told to.
    await Promise.all(
      Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
    );
    const used = await sql<{ name: string }[]>`
      select schemaname || '.' || indexrelname as name from pg_stat_user_indexes
      where schemaname || '.' || indexrelname = any(${names}) and last_idx_scan > ${after}::timestamptz order by 1`;
    if (used.length === names.length) return used;
    if (Date.now() > deadline) throw new Error(`used since ${after}: ${used.map(({ name }) => name).join(', ')}`);
  }
}
