import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '~/crypto/hash';
import { decodeEntry, type Entry } from '~/crypto/tlog/entry';
import { TILE_WIDTH } from '~/crypto/tlog/tile-path';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { openSql } from '~db/database';
import { checkpoint, ledgerEntry } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';
import { askForProofs } from '~tests/support/public-data';

let house: ChoiceHouse;
let entries: Entry[];
beforeAll(async () => {
  house = await openChoiceHouse();
  const register = await house.openRegister();
  await house.nameUnits(register, 1, { Works: 90, 'Works / Storage': 40 });
  const [petition, pledge, question] = [
    await house.openPetition({ register }),
    await house.offer('witness'),
    await house.offer('support'),
  ];
  const people = Array.from({ length: 22 }, (_, i) => `p${String(i)}`);
  const some = people.slice(0, 12);
  for (const [place, person] of people.entries()) {
    const unit = place < 11 ? { unit: 'Works / Storage' } : {};
    await house.choose({ kind: 'witness', id: pledge, person, choice: 'done', ...unit });
  }
  for (const person of some) {
    await house.act({ petition, person });
    await house.choose({ kind: 'support', id: question, person, choice: 'support' });
  }
  house.clock.set('2026-06-10T18:00:00Z');
  await house.publish();
  // More than one bundle.
  const filling = Array.from({ length: 190 }, (_, n): LedgerEntry => ({ v: 1, kind: 'holiday', act: 'added', date: '2026-12-25', name: String(n), day: '2026-06-11' })); // prettier-ignore
  await inTransaction(house.database.published, (tx) => appendEntries(tx, filling));
  for (const person of some) await house.act({ petition, person, action: 'withdraw' });
  house.clock.set('2026-06-11T18:00:00Z');
  await house.publish();
  const rows = await house.database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
  entries = rows.map(({ bytes }) => decodeEntry(bytes));
});
afterAll(() => house.close());

const ask = (path: string) => askForProofs({ db: house.database.published, settings: house.settings }, path);
async function digests(path: string): Promise<string[]> {
  const bytes = new Uint8Array(await (await ask(path)).arrayBuffer());
  expect(bytes.length % 256).toBe(0);
  return Array.from({ length: bytes.length / 256 }, (_, at) => toHex(sha256(bytes.subarray(256 * at, 256 * at + 256))));
}
const named = (from: number, to: number) =>
  entries.slice(from, to).flatMap((entry) => (typeof entry['proof'] === 'string' ? [entry['proof']] : []));

test('every bundle has the proofs that its entries name, in their order, and nothing else', async () => {
  const kinds = new Set(entries.filter((entry) => 'proof' in entry).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['signature', 'support', 'unit', 'withdrawal', 'witness']);
  expect(entries.length).toBeGreaterThan(TILE_WIDTH);
  const rest = entries.length - TILE_WIDTH;
  expect(await digests('000')).toEqual(named(0, TILE_WIDTH));
  expect(await digests(`001.p/${String(rest)}`)).toEqual(named(TILE_WIDTH, entries.length));
  for (const width of [1, 26, 77]) expect(await digests(`000.p/${String(width)}`)).toEqual(named(0, width));
});

test('only what the newest checkpoint covers is given out, in one spelling, and kept for ever', async () => {
  const rows = await house.database.published.select().from(checkpoint).orderBy(asc(checkpoint.size));
  expect(rows.at(-1)?.size).toBe(entries.length);
  const rest = entries.length - TILE_WIDTH;
  const wrong = [`001.p/${String(rest + 1)}`, '001', '002', '000.p/256', '0', '00', 'x000/000', '000.p/0', '000/', '-01', '', '../petitions', 'x999/x999/x999/x999/x999/999']; // prettier-ignore
  for (const path of wrong) {
    const answer = await ask(path);
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
  }
  const full = await ask('000');
  expect(full.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(full.headers.get('access-control-allow-origin')).toBe('*');
});

test('a proof that was taken away is zeros in its place, and no cache keeps them', async () => {
  const place = entries.findIndex(({ kind }) => kind === 'signature');
  const text = (field: string) => {
    const value = entries[place]?.[field];
    return typeof value === 'string' ? value : '';
  };
  const sql = openSql(house.database.admin);
  try {
    await sql`alter table published.signature disable trigger user`;
    await sql`delete from published.signature where petition_id = ${text('petition')} and n = 0
      and nullifier = decode(${text('nullifier')}, 'hex')`;
  } finally {
    await sql.end();
  }
  const answer = await ask('000');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const before = named(0, place).length;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(bytes.length).toBe(256 * named(0, TILE_WIDTH).length);
  expect(bytes.subarray(256 * before, 256 * (before + 1))).toEqual(new Uint8Array(256));
  const others = named(0, TILE_WIDTH).filter((_, at) => at !== before);
  expect((await digests('000')).filter((_, at) => at !== before)).toEqual(others);
});
