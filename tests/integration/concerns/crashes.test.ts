import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { decodeEntry } from '~/crypto/tlog/entry';
import { deleteExpiredConcerns } from '~/features/anonymous/concerns/delete-expired-concerns.server';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { rewriteConcerns } from '~/features/anonymous/publication/rewrite-concerns.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { concern, concernChunk, concernMessage, concernSlot, concernTally, deletedConcerns, waitingFiling } from '~db/schema/anonymous-concerns'; // prettier-ignore
import { ledgerEntry } from '~db/schema/published';
import { accepted, openConcernHouse, type ConcernHouse } from '~tests/support/concern-house';
import { packed } from '~tests/support/packed-messages';

/* The connection dies in the middle of a statement, as when the server is killed; then everything is done again. */

let house: ConcernHouse;
let people = 0;
let day = '2026-07-01';
beforeAll(async () => {
  house = await openConcernHouse();
});
beforeEach(() => {
  day = addDays(day, 1);
  house.clock.set(`${day}T12:00:00Z`);
});
afterAll(() => house.close());

const db = () => house.database.anonymous;
const tally = async () => {
  const [row] = await db().select().from(concernTally);
  return row?.concerns ?? 0;
};
/** Runs work while the connection dies at that place. */
async function whileDeadly(trigger: string, work: () => Promise<unknown>): Promise<void> {
  const admin = openSql({ ...house.database.admin, max: 1 });
  try {
    await admin.unsafe(`
      create function public.crash() returns trigger language plpgsql security definer as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$;
      grant usage on schema public to public;
      create trigger crash ${trigger} execute function public.crash()`);
    await work();
  } finally {
    await admin.unsafe('drop function public.crash() cascade');
    await admin.end();
  }
}

test.each([
  ['at the slot', 'before insert on anonymous.concern_slot for each row'],
  ['after the slot', 'after insert on anonymous.concern_slot for each row'],
  ['at the concern', 'before insert on anonymous.concern for each row'],
  ['at the message', 'after insert on anonymous.concern_message for each row'],
])('a crash %s takes neither the concern nor the slot', async (_, trigger) => {
  const { body, concern: name, parts } = await house.raisingBody({ person: `p${String((people += 1))}` });
  await whileDeadly(trigger, () => expect(house.send('/unseen/concerns', body)).rejects.toThrow());
  expect(await db().select().from(concernSlot).where(eq(concernSlot.day, day))).toEqual([]);
  accepted(await house.send('/unseen/concerns', body));
  await house.upload(name, 0, parts);
  expect(await db().select().from(concernSlot).where(eq(concernSlot.day, day))).toHaveLength(1);
});

test.each([
  ['at the chunk', 'before insert on anonymous.concern_chunk for each row'],
  ['after the chunk', 'after insert on anonymous.concern_chunk for each row'],
  ['at the completion', 'before update on anonymous.concern_message for each row'],
  ['at the state', 'before update on anonymous.concern for each row'],
  ['at the filing', 'after insert on anonymous.waiting_filing for each row'],
  ['at the tally', 'before insert or update on anonymous.concern_tally for each row'],
])('a crash %s of the last chunk neither loses nor doubles it', async (_, trigger) => {
  const raised = await house.raisingBody({ person: `p${String((people += 1))}`, parts: packed([randomBytes(60)]) });
  const [chunk] = raised.parts.flatMap((part) => part.chunks);
  if (!chunk) throw new Error('one chunk');
  accepted(await house.send('/unseen/concerns', raised.body));
  const before = await tally();
  const send = () => house.sendChunk(raised.concern, 0, chunk.hash, chunk.bytes);
  await whileDeadly(trigger, () => expect(send()).rejects.toThrow());
  expect((await house.ask(raised.receipt, 'conversation')).json).toEqual({ state: 'nothing' });
  expect((await house.send('/unseen/concerns', raised.body)).json).toEqual({ missing: [chunk.hash] });
  expect(accepted(await send()).json).toEqual({ complete: true });
  expect(accepted(await send()).json).toEqual({ complete: true });
  expect(await tally()).toBe(before + 1);
});

describe('publication', () => {
  test.each([
    ['in the ledger', 'before insert on published.ledger_entry for each row'],
    ['at the end of what waited', 'after delete on anonymous.waiting_filing for each statement'],
    ['at its rewriting', 'after truncate on anonymous.waiting_filing for each statement'],
    ['at the end of the step', 'before update on published.publication for each row when (new.signatures_done)'],
  ])('a crash %s files every concern once', async (_, trigger) => {
    const raised = await house.raisingBody({ person: `p${String((people += 1))}` });
    accepted(await house.send('/unseen/concerns', raised.body));
    await house.upload(raised.concern, 0, raised.parts);
    house.clock.set(`${day}T18:00:00Z`);
    await whileDeadly(trigger, () => expect(house.publish()).rejects.toThrow());
    await house.publish();
    const filing = filingDigest(raised.receipt.salt, manifestDigest(house.settings.organisation, raised.body.manifest));
    const rows = await house.database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
    const filed = rows
      .map(({ bytes }) => decodeEntry(bytes) as unknown as { kind: string; digests?: readonly string[]; day: string })
      .filter(({ kind }) => kind === 'concerns-filed');
    expect(filed.filter((entry) => entry.day === day)).toHaveLength(1);
    expect(filed.flatMap(({ digests }) => digests ?? []).filter((digest) => digest === toHex(filing))).toHaveLength(1);
    expect(await db().select().from(waitingFiling)).toEqual([]);
  });
});

test.each([
  ['at the chunks', 'after delete on anonymous.concern_chunk for each statement'],
  ['at the concern', 'after delete on anonymous.concern for each statement'],
  ['at the rewriting', 'after truncate on anonymous.concern for each statement'],
  ['at the count', 'before insert or update on anonymous.deleted_concerns for each row'],
])('a crash %s of a deletion leaves all of a concern or nothing, and counts it once', async (_, trigger) => {
  const { concern: name } = await house.raise({ person: `p${String((people += 1))}` });
  const key = Buffer.from(name, 'hex');
  await db().update(concern).set({ deletedOn: day }).where(eq(concern.key, key));
  const counted = async () => (await db().select().from(deletedConcerns))[0]?.concerns ?? 0;
  const before = await counted();
  const expire = () => deleteExpiredConcerns(db(), house.clock.now());
  await whileDeadly(trigger, () => expect(expire()).rejects.toThrow());
  const left = async () => {
    const all = await Promise.all([
      db().select().from(concern).where(eq(concern.key, key)),
      db().select().from(concernMessage).where(eq(concernMessage.concern, key)),
      db().select().from(concernChunk).where(eq(concernChunk.concern, key)),
    ]);
    return all.map((rows) => rows.length);
  };
  expect(await left()).toEqual([1, 1, 1]);
  await expire();
  expect(await left()).toEqual([0, 0, 0]);
  expect(await counted()).toBe(before + 1);
});

test.each([
  ['truncated', 'after truncate on anonymous.concern for each statement'],
  ['half written', 'after insert on anonymous.concern for each row'],
])('a crash of the minute’s rewriting with the table %s loses nothing', async (_, trigger) => {
  const { concern: name, receipt } = await house.raise({ person: `p${String((people += 1))}` });
  const before = await db().select().from(concern).orderBy(asc(concern.key));
  await whileDeadly(trigger, () => expect(rewriteConcerns(db())).rejects.toThrow());
  expect(await db().select().from(concern).orderBy(asc(concern.key))).toEqual(before);
  await rewriteConcerns(db());
  expect(await db().select().from(concern).orderBy(asc(concern.key))).toEqual(before);
  expect((await house.ask(receipt, 'conversation')).json).toMatchObject({ state: 'received' });
  expect(before.map(({ key }) => toHex(key))).toContain(name);
});
