import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConversation } from '~/features/anonymous/concerns/reporter-requests.server';
import { deleteExpiredConcerns } from '~/features/anonymous/concerns/delete-expired-concerns.server';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import * as signing from '~/crypto/signing-key';
import { dayOf } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { accepted, openConcernHouse, randomText, refusal, type ConcernHouse } from '~tests/support/concern-house';
import { countedDatabase, type CountedDatabase } from '~tests/support/counted-database';

/*
 * Who asks for a concern that never was, one whose upload is unfinished and one that was deleted must not see a difference:
 * equal bytes, and equal counted work (threat model).
 */

let house: ConcernHouse;
let counted: CountedDatabase;
let receipts: { unknown: Receipt; unfinished: Receipt; deleted: Receipt };
beforeAll(async () => {
  house = await openConcernHouse();
  counted = countedDatabase(house.database.connection('anonymous'));
  const deleted = await house.raise({ person: 'deleted' });
  house.clock.set('2027-06-10T12:00:00Z');
  await deleteExpiredConcerns(house.database.anonymous, house.clock.now());
  await house.publishEdition(1);
  const unfinished = await house.raisingBody({ person: 'unfinished' });
  accepted(await house.send('/unseen/concerns', unfinished.body));
  receipts = {
    unknown: await receiptOf(new Uint8Array(randomBytes(16))),
    unfinished: unfinished.receipt,
    deleted: deleted.receipt,
  };
});
afterAll(async () => {
  await counted.close();
  await house.close();
});

async function workFor(receipt: Receipt): Promise<{ queries: readonly string[]; signatures: number; answer: string }> {
  const { clock, settings } = house;
  const path = '/unseen/concerns/conversation';
  const request = { day: dayOf(clock.now()) };
  const body = signRequest(receipt.signing, { organisation: settings.organisation, path, request });
  const checks = vi.spyOn(signing, 'isSignedBy');
  counted.take();
  const answer = await readConversation({ db: counted.db as unknown as AnonymousDatabase, clock, settings }, body);
  const done = { queries: counted.take(), signatures: checks.mock.calls.length, answer: JSON.stringify(answer) };
  checks.mockRestore();
  return done;
}

test('is answered with equal bytes and equal work', async () => {
  const unknown = await workFor(receipts.unknown);
  const unfinished = await workFor(receipts.unfinished);
  const deleted = await workFor(receipts.deleted);
  expect(unknown.queries.length).toBeGreaterThan(0);
  expect(unknown.signatures).toBe(1);
  expect(unfinished).toEqual(unknown);
  expect(deleted).toEqual(unknown);
  const answers = await Promise.all(Object.values(receipts).map((receipt) => house.ask(receipt, 'conversation')));
  for (const answer of answers) {
    expect(Buffer.from(answer.bytes).toString()).toBe('{"state":"nothing"}');
    expect([...answer.headers]).toEqual([...(answers[0]?.headers ?? [])]);
  }
});

test('nor is there another way to tell them apart', async () => {
  const hash = '00'.repeat(32);
  for (const receipt of Object.values(receipts)) {
    const name = Buffer.from(receipt.concern).toString('hex');
    expect(refusal(await house.ask(receipt, 'chunk', { number: 0, hash }))).toEqual([404, 'unknown-concern']);
    expect(refusal(await house.begin(receipt, name, { number: 1, parts: randomText() }))).toEqual([
      404,
      'unknown-concern',
    ]);
    expect(refusal(await house.askAsHandler(house.hana, 'conversation', { concern: name }))).toEqual([
      404,
      'unknown-concern',
    ]);
    const bytes = new Uint8Array(randomBytes(8));
    expect((await house.sendChunk(name, 0, hash, bytes)).status).toBe(422);
  }
});

test('a known one does more work, and that is seen', async () => {
  const { receipt } = await house.raise({ person: 'known' });
  expect((await workFor(receipt)).queries.length).toBeGreaterThan((await workFor(receipts.unknown)).queries.length);
});
