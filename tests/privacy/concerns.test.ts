import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Sql } from 'postgres';
import { toBase64Url, toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { concernScope } from '~/crypto/semaphore/statement';
import { entropyToWords } from '~/crypto/words';
import { deleteExpiredConcerns } from '~/features/anonymous/concerns/delete-expired-concerns.server';
import { putChunksInOrder } from '~/features/anonymous/concerns/put-chunks-in-order.server';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { rewriteConcerns } from '~/features/anonymous/publication/rewrite-concerns.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { accepted, openConcernHouse, type ConcernHouse, type HouseHandler } from '~tests/support/concern-house';
import { filesWith } from '~tests/support/data-files';
import { dumpOf } from '~tests/support/dump';
import { sealed } from '~tests/support/packed-messages';

/*
 * Concerns are raised, answered and talked about; then somebody takes every row and every file of the database, and the
 * words of the person who raised one, and looks (threat model, A1 and A2).
 */

let house: ConcernHouse;
let sql: Sql;
let otto: HouseHandler;
let receipt: Receipt;
let concern: string;
/** The enrolment words of who raised it: 16 bytes. */
const enrolled = new Uint8Array(randomBytes(16));
const today = '2026-06-10';
const planted = {
  text: 'The keystrokes of the night shift are read by the ANGLERFISH team',
  answer: 'Since the week of the COELACANTH meeting',
  reply: 'Thank you; which BARRELEYE dashboard was it',
  note: 'Ask the owner of BLOBFISH before Friday',
  label: 'urgent-vampire-squid',
  fileName: 'screenshot-of-wolffish.png',
  mediaType: 'application/x-gulper-eel',
} as const;
const fileSize = 1_357_911;

beforeAll(async () => {
  house = await openConcernHouse();
  sql = openSql({ ...house.database.admin, max: 1 });
  otto = await house.addHandler('Otto Ombudsman');
  receipt = await receiptOf(new Uint8Array(randomBytes(16)));
  const handlers = [house.hana.recipient, otto.recipient];
  const identity = identityFromEntropy(enrolled);
  const nullifier = identity.nullifier(concernScope(house.settings.organisation, today, 1));
  const file = new Blob([Buffer.concat([Buffer.from('GHOSTSHARK '.repeat(100)), randomBytes(fileSize - 1100)])]);
  const parts = await sealed({
    text: planted.text,
    content: { answers: [{ question: 'Since when?', answer: planted.answer }], replyTo: receipt.recipient },
    files: [{ bytes: file, name: planted.fileName, mediaType: planted.mediaType }],
    to: [receipt.recipient, ...handlers],
  });
  const raised = await house.raise({ person: 'somebody', slot: 1, nullifier, receipt, parts });
  ({ concern } = raised);
  const reply = await sealed({ text: planted.reply, to: [receipt.recipient, ...handlers] });
  await house.write(house.hana, concern, { number: 1, parts: reply });
  const note = await sealed({ text: planted.note, to: handlers });
  await house.write(otto, concern, { number: 2, parts: note, audience: 'handlers' });
  const label = await sealed({ text: planted.label, to: handlers });
  const labels = Buffer.from(label[0]?.chunks[0]?.bytes ?? []).toString('base64');
  accepted(await house.askAsHandler(house.hana, 'labels', { concern, n: 0, labels }));
  accepted(await house.askAsHandler(house.hana, 'read', { concern, number: 0 }));
});
afterAll(async () => {
  await sql.end();
  await house.close();
});

/** Everything that may stand nowhere, in the forms in which it could stand. */
function secrets(): Map<string, string> {
  const { entropy, identity, recipient, salt } = receipt;
  const found = new Map<string, string>([
    ...Object.entries(planted),
    ['content of the file', 'GHOSTSHARK'],
    ['exact size', String(fileSize)],
    ['receipt words', entropyToWords(entropy)],
    ['receipt words in hex', toHex(entropy)],
    ['receipt words in base64', toBase64Url(entropy)],
    ['secret identity of the reporter', identity],
    ['recipient of the reporter', recipient],
    ['salt in hex', toHex(salt)],
    ['salt in base64', toBase64Url(salt)],
    ['enrolment words in hex', toHex(enrolled)],
    ['secret identity of a handler', house.hana.identity],
  ]);
  return found;
}

/** Of every slot of the last 30 days, as somebody computes them who has got hold of the words. */
function nullifiers(lastDay: string): Uint8Array[] {
  const identity = identityFromEntropy(enrolled);
  const days = Array.from({ length: 30 }, (_, ago) => addDays(lastDay, -ago));
  return days.flatMap((day) =>
    [0, 1, 2].map((slot) => toBytes32(identity.nullifier(concernScope(house.settings.organisation, day, slot)))),
  );
}

describe('every row and every file of the database', () => {
  test('hold nothing of what was said, how files are called, what they are, how long, and to whom answers go', async () => {
    const dump = await dumpOf(house.database.admin);
    for (const [what, secret] of secrets()) {
      expect(dump.includes(secret), what).toBe(false);
      expect(dump.includes(Buffer.from(secret).toString('hex')), `${what} as bytes`).toBe(false);
      if (what !== 'exact size') expect([what, await filesWith(sql, Buffer.from(secret))]).toEqual([what, []]);
    }
    for (const secret of [receipt.entropy, receipt.salt, enrolled]) expect(await filesWith(sql, secret)).toEqual([]);
    // The search would find it: the name of the concern stands there.
    expect(dump).toContain(concern);
    expect(await filesWith(sql, receipt.concern)).toContain('anonymous.concern');
  });

  test('say on its own day only that one of the key’s slots was used', async () => {
    await rewriteConcerns(house.database.anonymous);
    const own = nullifiers(today);
    const dump = await dumpOf(house.database.admin);
    const lines = dump.split('\n').filter((line) => own.some((nullifier) => line.includes(toHex(nullifier))));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['anonymous.concern_slot']);
    const slots = await sql<{ row: string }[]>`select s::text as row from anonymous.concern_slot s`;
    for (const { row } of slots) expect(row).not.toContain(concern);
  });

  test('do not let a holder of somebody’s words find that person’s concerns of earlier days', async () => {
    house.clock.set(`${today}T18:00:00Z`);
    await house.publish();
    house.clock.set('2026-06-11T01:00:00Z');
    await deleteExpiredConcerns(house.database.anonymous, house.clock.now());
    await rewriteConcerns(house.database.anonymous);
    const dump = await dumpOf(house.database.admin);
    for (const nullifier of nullifiers('2026-06-11')) {
      expect(dump.includes(toHex(nullifier))).toBe(false);
      expect(await filesWith(sql, nullifier)).toEqual([]);
    }
    expect(dump).toContain(concern);
  });
});

describe('the order of rows, transactions and files', () => {
  const physical = (table: string, key: string) =>
    sql.unsafe<{ key: string; xmin: string }[]>(
      `select encode(${key}, 'hex') as key, xmin::text from anonymous.${table} order by ctid`,
    );

  test('is that of names once the minute has passed: it says nothing about which slot was whose', async () => {
    house.clock.set('2026-06-11T12:00:00Z');
    const arrival: string[] = [];
    for (let i = 0; i < 12; i += 1) arrival.push((await house.raise({ person: `late${String(i)}` })).concern);
    expect((await physical('concern', 'key')).map(({ key }) => key).filter((key) => arrival.includes(key))).not.toEqual(
      [...arrival].sort(),
    );
    await rewriteConcerns(house.database.anonymous);
    for (const [table, key] of [
      ['concern', 'key'],
      ['concern_message', 'concern'],
      ['concern_slot', 'nullifier'],
      ['waiting_filing', 'digest'],
    ] as const) {
      const rows = await physical(table, key);
      const keys = rows.map((row) => row.key);
      expect(keys.length).toBeGreaterThanOrEqual(12);
      expect([table, keys]).toEqual([table, [...keys].sort()]);
      expect([table, new Set(rows.map(({ xmin }) => xmin)).size]).toEqual([table, 1]);
    }
  });

  test('of chunks is that of names once the day is over, and they are read as before', async () => {
    const chunks = () =>
      sql<{ name: string; mark: string; xmin: string }[]>`
        select encode(concern, 'hex') || '/' || number as name, encode(substring(bytes from 1 for 1), 'hex') as mark,
          xmin::text from anonymous.concern_chunk order by ctid`;
    const before = await chunks();
    await putChunksInOrder(house.database.anonymous, new Date('2026-06-11T23:59:59Z'));
    const ofToday = (await chunks()).filter(({ mark }) => mark === '00');
    // Those of the first concern, which is of yesterday, and no others.
    expect(ofToday).toHaveLength(before.filter(({ name }) => !name.startsWith(concern)).length);
    await putChunksInOrder(house.database.anonymous, new Date('2026-06-12T00:00:00Z'));
    const after = await chunks();
    expect(after).toHaveLength(before.length);
    expect(new Set(after.map(({ mark }) => mark))).toEqual(new Set(['01']));
    const written = after.filter(({ name }) => !name.startsWith(concern));
    const byTransaction = [...written].sort((a, b) => Number(a.xmin) - Number(b.xmin)).map(({ name }) => name);
    expect(byTransaction).toEqual([...byTransaction].sort());
    await putChunksInOrder(house.database.anonymous, new Date('2026-06-13T00:00:00Z'));
    expect(await chunks()).toEqual(after);
    const { json } = accepted(await house.askAsHandler(house.hana, 'conversation', { concern }));
    expect(JSON.stringify(json)).toContain('"number":2');
  });

  test('costs nothing while nothing changes', async () => {
    const files = () =>
      sql`select relname, relfilenode from pg_class where relname like 'concern%' and relkind = 'r' order by 1`;
    // Connections report what they left dead with a delay, which may cost one rewriting more.
    const settled = async () => {
      const then = JSON.stringify(await files());
      await rewriteConcerns(house.database.anonymous);
      return JSON.stringify(await files()) === then;
    };
    await vi.waitUntil(settled, { timeout: 20_000, interval: 50 });
    const before = await files();
    accepted(await house.askAsHandler(house.hana, 'assign', { concern, to: otto.fingerprint }));
    await rewriteConcerns(house.database.anonymous);
    const after = await files();
    const changed = after.filter((row, index) => row['relfilenode'] !== before[index]?.['relfilenode']);
    expect(changed.map((row) => row['relname'] as string)).toEqual(['concern']);
  });
});

test('a deleted concern is in no file any more but as bytes that nothing opens', async () => {
  const [row] = await sql<{ storage_key: Uint8Array; manifest: string }[]>`
    select c.storage_key, m.manifest from anonymous.concern c
    join anonymous.concern_message m on m.concern = c.key and m.number = 0 where c.key = ${receipt.concern}`;
  if (!row) throw new Error('the concern stands');
  expect(await filesWith(sql, row.storage_key)).toEqual(['anonymous.concern']);
  await deleteExpiredConcerns(house.database.anonymous, new Date('2028-01-01T00:00:00Z'));
  expect(await filesWith(sql, row.storage_key)).toEqual([]);
  expect(await filesWith(sql, Buffer.from(row.manifest.slice(0, 200)))).toEqual([]);
});

test('what the database keeps of its own use dates nothing once the minute’s rewriting has run', async () => {
  house.clock.set('2026-06-12T12:00:00Z');
  const raised = await house.raise({ person: 'dated' });
  await house.write(raised.receipt, raised.concern, { number: 1 });
  const [now] = await sql<{ time: string }[]>`select clock_timestamp()::text as time`;
  await rewriteConcerns(house.database.anonymous);
  const stale = async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => house.database.anonymous.execute('select pg_stat_force_next_flush()')),
    );
    return sql`
      select indexrelname from pg_stat_user_indexes
      where schemaname = 'anonymous' and relname !~ '^(waiting_(action|corroboration|choice|unit|question)|question_slot)'
        and last_idx_scan <= ${now?.time ?? ''}::timestamptz`;
  };
  await vi.waitUntil(async () => (await stale()).length === 0, { timeout: 20_000, interval: 50 });
});
