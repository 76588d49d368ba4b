import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { petitionScope, reduce } from '~/crypto/semaphore/statement';
import { deleteExpiredEnrolmentData } from '~/features/identified/enrolment/delete-expired-enrolment-data.server';
import { disputeEnrolment } from '~/features/identified/enrolment/dispute-enrolment.server';
import { enrolByTicket, enrolKey } from '~/features/identified/enrolment/enrol-key.server';
import {
  challengeLifetime,
  challengesPerPerson,
  EnrolmentError,
  enrolmentsPerDay,
  type EnrolmentReason,
} from '~/features/identified/enrolment/enrolment';
import { myEnrolment } from '~/features/identified/enrolment/enrolment.queries.server';
import type { EnrolKeyBody } from '~/features/identified/enrolment/enrolment.schema';
import { issueNonce, issueNonceByTicket } from '~/features/identified/enrolment/issue-nonce.server';
import { issueTicket } from '~/features/identified/enrolment/issue-ticket.server';
import { enrolment, enrolmentNonce, enrolmentTicket, mailOutbox } from '~db/schema/identified';
import { openEnrolmentHouse, randomKey, type EnrolmentHouse } from '~tests/support/enrolment-house';

let house: EnrolmentHouse;
let next = 0;

/** Somebody new on the roster. */
async function newPerson(): Promise<string> {
  next += 1;
  const personNumber = `N${String(next)}`;
  await house.hire([personNumber]);
  return personNumber;
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof EnrolmentError) return error.code;
    throw error;
  }
  return 'done';
}

const keysOf = (personNumber: string) =>
  house.database.identified
    .select()
    .from(enrolment)
    .where(eq(enrolment.personNumber, personNumber))
    .orderBy(enrolment.generation);
const enrolAs = (personNumber: string, key: EnrolKeyBody) => codeOf(enrolKey(house.deps, { personNumber, key }));
const mailsTo = (personNumber: string) =>
  house.database.identified
    .select()
    .from(mailOutbox)
    .where(eq(mailOutbox.recipient, `${personNumber.toLowerCase()}@acme.example`));

beforeAll(async () => {
  house = await openEnrolmentHouse();
});
afterAll(() => house.close());

describe('enrolling a key', () => {
  test('keeps commitment, reason and day, neither proof nor nullifier, and tells the person', async () => {
    const who = await newPerson();
    const key = await house.body(who, 123_456_789n);
    expect(await enrolKey(house.deps, { personNumber: who, key })).toEqual({ generation: 1 });
    const [row] = await keysOf(who);
    expect(row).toEqual({
      personNumber: who,
      generation: 1,
      identityCommitment: Buffer.from(toBytes32(123_456_789n)),
      reason: 'first',
      day: '2026-06-10',
      revoked: null,
    });
    const mails = await mailsTo(who);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('A key was enrolled in your name');
    expect(mails[0]?.body).toContain('https://petitions.acme.example/in/my-key');
    expect(mails[0]?.body).toContain('If it was not you');
    expect(JSON.stringify(mails)).not.toContain(key.proof.nullifier);
    expect(mails[0]?.body).not.toMatch(/\d\d:\d\d/);
  });

  test.each<[string, (key: EnrolKeyBody) => EnrolKeyBody, string]>([
    ['commitment 0', (key) => ({ ...key, commitment: '0' }), 'invalid-commitment'],
    ['the order of the field', (key) => ({ ...key, commitment: FIELD_ORDER.toString() }), 'invalid-commitment'],
    ['the commitment plus the order', (key) => ({ ...key, commitment: `${BigInt(key.commitment) + FIELD_ORDER}` }), 'invalid-commitment'], // prettier-ignore
    ['a leading zero', (key) => ({ ...key, commitment: `0${key.commitment}` }), 'malformed'],
    ['a sign', (key) => ({ ...key, commitment: `+${key.commitment}` }), 'malformed'],
    ['hexadecimal', (key) => ({ ...key, commitment: `0x${BigInt(key.commitment).toString(16)}` }), 'malformed'],
    ['a blank', (key) => ({ ...key, commitment: `${key.commitment} ` }), 'malformed'],
    ['another depth', (key) => ({ ...key, proof: { ...key.proof, depth: 16 } }), 'invalid-proof'],
    ['root 0', (key) => ({ ...key, proof: { ...key.proof, root: '0' } }), 'invalid-proof'],
    ['another spelling of the nullifier', (key) => ({ ...key, proof: { ...key.proof, nullifier: `0${key.proof.nullifier}` } }), 'invalid-proof'], // prettier-ignore
    ['another commitment than was proved', (key) => ({ ...key, commitment: '5' }), 'invalid-proof'],
    ['a changed nullifier', (key) => ({ ...key, proof: { ...key.proof, nullifier: '5' } }), 'invalid-proof'],
    [
      'points of nothing',
      (key) => ({ ...key, proof: { ...key.proof, points: Array<string>(8).fill('1') } }),
      'invalid-proof',
    ],
    ['a nonce nobody issued', (key) => ({ ...key, nonce: 'A'.repeat(43) }), 'unknown-nonce'],
  ])('refuses %s', async (_name, change, code) => {
    const who = await newPerson();
    const key = change(await house.body(who, randomKey()));
    expect(await enrolAs(who, key)).toBe(code);
    expect(await keysOf(who)).toEqual([]);
    expect(await mailsTo(who)).toEqual([]);
  });

  test('refuses a proof in another tree: the register that the key is in, or any other', async () => {
    const who = await newPerson();
    expect(await enrolAs(who, await house.body(who, randomKey(), 'first', { root: 77n }))).toBe('invalid-proof');
  });

  test('refuses a proof for another nonce, another organisation, or another message', async () => {
    const who = await newPerson();
    const other = await issueNonce(house.deps, { personNumber: who });
    const proofs = [{ nonce: other.nonce }, { organisation: 'evil' }, { message: 5n }];
    for (const proves of proofs) {
      expect(await enrolAs(who, await house.body(who, randomKey(), 'first', proves))).toBe('invalid-proof');
    }
  });

  test('a petition’s scope is no enrolment: a proof made for it is refused, whatever nonce it came with', async () => {
    const who = await newPerson();
    const scope = reduce(petitionScope('acme', 'p1'));
    expect(await enrolAs(who, await house.body(who, randomKey(), 'first', { scope }))).toBe('invalid-proof');
  });

  test('refuses who is not, or no longer, active', async () => {
    const who = await newPerson();
    const key = await house.body(who, randomKey());
    await house.setStatus(who, 'left');
    expect(await enrolAs(who, key)).toBe('not-active');
    expect(await codeOf(issueNonce(house.deps, { personNumber: who }))).toBe('not-active');
    expect(await codeOf(issueNonce(house.deps, { personNumber: 'nobody' }))).toBe('not-active');
    expect(await codeOf(issueTicket(house.deps, { personNumber: who, reason: 'first' }))).toBe('not-active');
    expect(await codeOf(disputeEnrolment(house.deps, { personNumber: who, generation: 1 }))).toBe('not-active');
  });

  test('refuses a key that anybody enrolled before, the same person too, and revoked ones', async () => {
    const [who, other] = [await newPerson(), await newPerson()];
    const key = await house.enrol(who);
    expect(await enrolAs(other, await house.body(other, key))).toBe('duplicate-key');
    expect(await enrolAs(who, await house.body(who, key, 'lost'))).toBe('duplicate-key');
    await house.enrol(who, 'stolen');
    expect(await enrolAs(other, await house.body(other, key))).toBe('duplicate-key');
    expect(await keysOf(other)).toEqual([]);
    expect((await keysOf(who)).map((row) => row.revoked)).toEqual(['stolen', null]);
  });

  test('a refused replacement revokes nothing', async () => {
    const who = await newPerson();
    const key = await house.enrol(who);
    expect(await enrolAs(who, await house.body(who, key, 'stolen'))).toBe('duplicate-key');
    expect((await keysOf(who)).map((row) => row.revoked)).toEqual([null]);
  });

  test('of two people with one key at once, one gets it', async () => {
    const [who, other] = [await newPerson(), await newPerson()];
    const key = randomKey();
    const bodies = [await house.body(who, key), await house.body(other, key)] as const;
    const outcomes = await Promise.all([enrolAs(who, bodies[0]), enrolAs(other, bodies[1])]);
    expect(outcomes.sort()).toEqual(['done', 'duplicate-key']);
    expect([...(await keysOf(who)), ...(await keysOf(other))]).toHaveLength(1);
  });

  test('of two first keys of one person at once, one is enrolled', async () => {
    const who = await newPerson();
    const bodies = [await house.body(who, randomKey()), await house.body(who, randomKey())];
    const outcomes = await Promise.all(bodies.map((body) => enrolAs(who, body)));
    expect(outcomes.sort()).toEqual(['done', 'wrong-reason']);
    expect(await keysOf(who)).toHaveLength(1);
  });

  test('asks for the reason that fits', async () => {
    const who = await newPerson();
    const tryAs = async (reason: EnrolmentReason) => enrolAs(who, await house.body(who, randomKey(), reason));
    expect(await tryAs('lost')).toBe('wrong-reason');
    expect(await tryAs('stolen')).toBe('wrong-reason');
    expect(await tryAs('disputed')).toBe('wrong-reason');
    expect(await tryAs('first')).toBe('done');
    expect(await tryAs('first')).toBe('wrong-reason');
    expect(await tryAs('disputed')).toBe('wrong-reason');
    expect(await tryAs('lost')).toBe('done');
    await disputeEnrolment(house.deps, { personNumber: who, generation: 2 });
    expect(await tryAs('lost')).toBe('wrong-reason');
    expect(await tryAs('disputed')).toBe('done');
    expect((await keysOf(who)).map((row) => row.revoked)).toEqual([null, 'disputed', null]);
  });

  test(`takes ${String(enrolmentsPerDay)} keys of one person a day`, async () => {
    const who = await newPerson();
    await house.enrol(who);
    for (let count = 1; count < enrolmentsPerDay; count += 1) await house.enrol(who, 'lost');
    expect(await enrolAs(who, await house.body(who, randomKey(), 'lost'))).toBe('too-many-today');
    house.clock.set('2026-06-11T00:00:00Z');
    expect(await enrolAs(who, await house.body(who, randomKey(), 'lost'))).toBe('done');
    house.clock.set('2026-06-10T18:00:00Z');
  });
});

describe('a nonce', () => {
  test('works once, one after the other and at once, whatever comes of it', async () => {
    const who = await newPerson();
    const key = await house.body(who, randomKey());
    expect(await enrolAs(who, { ...key, proof: { ...key.proof, nullifier: '5' } })).toBe('invalid-proof');
    expect(await enrolAs(who, key)).toBe('unknown-nonce');
    const again = await house.body(who, randomKey());
    const outcomes = await Promise.all([enrolAs(who, again), enrolAs(who, again)]);
    expect(outcomes.sort()).toEqual(['done', 'unknown-nonce']);
  });

  test('works for the person it was issued to alone', async () => {
    const [who, other] = [await newPerson(), await newPerson()];
    const key = await house.body(who, randomKey());
    expect(await enrolAs(other, key)).toBe('unknown-nonce');
    expect(await enrolAs(who, key)).toBe('done');
  });

  test('works for ten minutes to the millisecond', async () => {
    const who = await newPerson();
    const [early, late] = [await house.body(who, randomKey()), await house.body(who, randomKey())];
    house.clock.advance(challengeLifetime);
    expect(await enrolAs(who, late)).toBe('unknown-nonce');
    house.clock.advance(-1);
    expect(await enrolAs(who, early)).toBe('done');
    house.clock.set('2026-06-10T18:00:00Z');
  });

  test('is kept as a hash, and only the newest few of a person', async () => {
    const who = await newPerson();
    const nonces: string[] = [];
    for (let count = 0; count < challengesPerPerson + 2; count += 1) {
      house.clock.advance(1);
      nonces.push((await issueNonce(house.deps, { personNumber: who })).nonce);
    }
    const rows = await house.database.identified
      .select()
      .from(enrolmentNonce)
      .where(eq(enrolmentNonce.personNumber, who));
    expect(rows).toHaveLength(challengesPerPerson);
    for (const nonce of nonces) expect(JSON.stringify(rows)).not.toContain(nonce);
    expect(new Set(nonces).size).toBe(nonces.length);
    house.clock.set('2026-06-10T18:00:00Z');
  });
});

describe('a ticket', () => {
  const withTicket = async (ticket: string, commitment = randomKey()) => {
    // Nonce and proof as the phone makes them: it knows neither person nor reason.
    const { nonce } = await issueNonceByTicket(house.deps, { ticket });
    const holder = await newPerson();
    const { proof, commitment: text } = await house.body(holder, commitment, 'first', { nonce });
    return { ticket, nonce, proof, commitment: text };
  };
  const useIt = async (key: Awaited<ReturnType<typeof withTicket>>) => codeOf(enrolByTicket(house.deps, { key }));

  test('enrols one key for its person, without a session', async () => {
    const who = await newPerson();
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const key = await withTicket(ticket, 4242n);
    expect(await useIt(key)).toBe('done');
    const keys = await keysOf(who);
    expect(keys.map((row) => fromBytes32(row.identityCommitment))).toEqual([4242n]);
    expect(await mailsTo(who)).toHaveLength(1);
    expect(await useIt(key)).toBe('unknown-ticket');
    expect(await codeOf(issueNonceByTicket(house.deps, { ticket }))).toBe('unknown-ticket');
  });

  test('is used once by two at once', async () => {
    const who = await newPerson();
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const keys = [await withTicket(ticket), await withTicket(ticket)];
    const outcomes = await Promise.all(keys.map(useIt));
    expect(outcomes.sort()).toEqual(['done', 'unknown-ticket']);
    expect(await keysOf(who)).toHaveLength(1);
  });

  test('survives a proof that fails, and is used up by the one that does not', async () => {
    const who = await newPerson();
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const key = await withTicket(ticket);
    expect(await useIt({ ...key, proof: { ...key.proof, nullifier: '5' } })).toBe('invalid-proof');
    expect(await useIt(await withTicket(ticket))).toBe('done');
  });

  test('takes no other person’s nonce', async () => {
    const [who, other] = [await newPerson(), await newPerson()];
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const { nonce, proof, commitment } = await house.body(other, randomKey());
    expect(await useIt({ ticket, nonce, proof, commitment })).toBe('unknown-nonce');
    expect([...(await keysOf(who)), ...(await keysOf(other))]).toEqual([]);
  });

  test('works for ten minutes to the millisecond, and not once there is a newer one', async () => {
    const who = await newPerson();
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    house.clock.advance(challengeLifetime - 1);
    const key = await withTicket(ticket);
    house.clock.advance(1);
    expect(await useIt(key)).toBe('unknown-ticket');
    const { ticket: replaced } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const { ticket: newest } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    expect(await codeOf(issueNonceByTicket(house.deps, { ticket: replaced }))).toBe('unknown-ticket');
    expect(await useIt(await withTicket(newest))).toBe('done');
    house.clock.set('2026-06-10T18:00:00Z');
  });

  test('is issued for a reason that fits, carries it, and is worthless once that changed', async () => {
    const who = await newPerson();
    expect(await codeOf(issueTicket(house.deps, { personNumber: who, reason: 'lost' }))).toBe('wrong-reason');
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const key = await withTicket(ticket);
    await house.enrol(who);
    expect(await useIt(key)).toBe('wrong-reason');
    const { ticket: stolen } = await issueTicket(house.deps, { personNumber: who, reason: 'stolen' });
    expect(await useIt(await withTicket(stolen))).toBe('done');
    expect((await keysOf(who)).map(({ reason, revoked }) => [reason, revoked])).toEqual([
      ['first', 'stolen'],
      ['stolen', null],
    ]);
  });

  test('is worthless for who has left, and is kept as a hash', async () => {
    const who = await newPerson();
    const { ticket } = await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const key = await withTicket(ticket);
    const rows = await house.database.identified.select().from(enrolmentTicket);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(ticket);
    await house.setStatus(who, 'left');
    expect(await useIt(key)).toBe('not-active');
  });
});

describe('expired challenges and tickets', () => {
  test('are deleted at their end, not before', async () => {
    const db = house.database.identified;
    const count = async () =>
      (await db.select().from(enrolmentNonce)).length + (await db.select().from(enrolmentTicket)).length;
    await deleteExpiredEnrolmentData(db, new Date('2100-01-01'));
    expect(await count()).toBe(0);
    const who = await newPerson();
    await issueNonce(house.deps, { personNumber: who });
    await issueTicket(house.deps, { personNumber: who, reason: 'first' });
    const end = house.clock.now().getTime() + challengeLifetime;
    await deleteExpiredEnrolmentData(db, new Date(end - 1));
    expect(await count()).toBe(2);
    await deleteExpiredEnrolmentData(db, new Date(end));
    expect(await count()).toBe(0);
  });
});

describe('my enrolment', () => {
  test('shows keys, places and what a replacement means for open petitions', async () => {
    const who = await newPerson();
    expect(await myEnrolment(house.database.identified, who)).toEqual({
      keys: [],
      allowedReasons: ['first'],
      openPetitions: [],
    });
    const first = await house.enrol(who);
    const waiting = await myEnrolment(house.database.identified, who);
    expect(waiting.keys).toEqual([
      { generation: 1, reason: 'first', day: '2026-06-10', revoked: null, commitment: first.toString(), places: [] },
    ]);
    const petitionId = await house.accept();
    await house.publish();
    const place = await house.placeOf(1, who);
    const shown = await myEnrolment(house.database.identified, who);
    expect(shown.keys[0]?.places).toEqual([{ register: 1, leaf: place?.leafIndex, live: true, sinceEdition: 1 }]);
    expect(shown.openPetitions).toMatchObject([{ id: petitionId, register: 1, generation: 1 }]);
    await house.enrol(who, 'lost');
    const replaced = await myEnrolment(house.database.identified, who);
    expect(replaced.allowedReasons).toEqual(['lost', 'stolen']);
    expect(replaced.keys.map((key) => key.places.length)).toEqual([1, 0]);
    expect(replaced.openPetitions).toMatchObject([{ id: petitionId, generation: 1 }]);
    await disputeEnrolment(house.deps, { personNumber: who, generation: 1 });
    const disputed = await myEnrolment(house.database.identified, who);
    expect(disputed.openPetitions).toMatchObject([{ id: petitionId, generation: null }]);
    const stranger = await newPerson();
    expect((await myEnrolment(house.database.identified, stranger)).openPetitions).toEqual([]);
  });
});
