import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASE_FIELD_ORDER, FIELD_ORDER } from '~/crypto/semaphore/field';
import { openReceipt } from '~/crypto/tlog/signature-receipt';
import { maxActs } from '~/features/anonymous/membership/claim.schema';
import { SignatureError } from '~/features/anonymous/signatures/signature-error';
import { hour } from '~/platform/clock';
import { waitingAction } from '~db/schema/anonymous';
import { offSubgroupPoint } from '~tests/support/off-subgroup-point';
import { openSigningHouse, type Body, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
let register: number;
let petition: string;
beforeAll(async () => {
  house = await openSigningHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  register = await house.openRegister();
  petition = await house.openPetition();
});
afterAll(() => house.close());

const rowsOf = (id: string) =>
  house.database.anonymous.select().from(waitingAction).where(eq(waitingAction.petitionId, id));
const rows = () => rowsOf(petition);

/** Why a body is refused, as `code` or `code acts`. */
async function refusal(body: unknown): Promise<string> {
  try {
    await house.post(body);
  } catch (error) {
    if (error instanceof SignatureError) return [error.code, error.acts].filter((part) => part !== null).join(' ');
    throw error;
  }
  return 'accepted';
}

const ann = () => house.body({ petition, person: 'ann' });

describe('a signature', () => {
  test('waits without a time, and its receipt says what was done', async () => {
    const { receipt, acts } = await house.act({ petition, person: 'ann' });
    expect(acts).toBe(1);
    const says = openReceipt(receipt, house.receiptVerifier);
    expect(says).toMatchObject({ organisation: 'acme', petitionId: petition, action: 'sign', n: 0 });
    expect(receipt).toContain(
      'counted at the next publication; where a critical mass is set, at the first publication after it is reached, deleted if it never is',
    );
    const [row] = await rows();
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['petitionId', 'nullifier', 'n', 'action', 'registerId', 'edition', 'proof'].sort(),
    );
    expect(row?.nullifier).toHaveLength(32);
    expect(row?.proof).toHaveLength(256);
  });

  test('sent again gets the same receipt, byte for byte, and stands once', async () => {
    const body = await ann();
    const first = await house.post(body);
    await expect(house.post(body)).resolves.toEqual(first);
    await expect(house.act({ petition, person: 'ann' })).resolves.toEqual(first);
    expect(await rows()).toHaveLength(1);
  });

  test('sent 100 times at once stands once', async () => {
    const body = await ann();
    const receipts = await Promise.all(Array.from({ length: 100 }, () => house.post(body)));
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  test('may be withdrawn and made again; every act is kept', async () => {
    await house.act({ petition, person: 'ann' });
    const second = await house.act({ petition, person: 'ann', action: 'withdraw', n: 1 });
    expect(openReceipt(second.receipt, house.receiptVerifier)).toMatchObject({ action: 'withdraw', n: 1 });
    const third = await house.act({ petition, person: 'ann', n: 2 });
    expect(third.acts).toBe(3);
    expect((await rows()).map(({ n, action }) => [n, action])).toEqual([
      [0, 'sign'],
      [1, 'withdraw'],
      [2, 'sign'],
    ]);
  });

  test('of one person on two petitions has nothing in common', async () => {
    const other = await house.openPetition();
    await house.act({ petition, person: 'ann' });
    await house.act({ petition: other, person: 'ann' });
    const [[a], [b]] = [await rows(), await rowsOf(other)];
    expect(Buffer.from(a?.nullifier ?? []).equals(Buffer.from(b?.nullifier ?? []))).toBe(false);
  });
});

describe('the chain of acts', () => {
  test('another action with a used number is stale, and says how many acts stand', async () => {
    await house.act({ petition, person: 'ann' });
    expect(await refusal(await house.body({ petition, person: 'ann', action: 'withdraw', n: 0 }))).toBe(
      'stale-action 1',
    );
    expect(await refusal(await house.body({ petition, person: 'ann', action: 'sign', n: 1 }))).toBe('stale-action 1');
  });

  test('no number is left out', async () => {
    expect(await refusal(await house.body({ petition, person: 'ann', action: 'withdraw', n: 1 }))).toBe(
      'stale-action 0',
    );
    await house.act({ petition, person: 'ann' });
    expect(await refusal(await house.body({ petition, person: 'ann', n: 2 }))).toBe('stale-action 1');
  });

  test('goes on over a publication', async () => {
    await house.act({ petition, person: 'ann' });
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    expect(await rows()).toHaveLength(0);
    // The same act again: it stands published, so nothing waits anew.
    await expect(house.act({ petition, person: 'ann' })).resolves.toMatchObject({ acts: 1 });
    expect(await rows()).toHaveLength(0);
    await expect(house.act({ petition, person: 'ann', action: 'withdraw', n: 1 })).resolves.toMatchObject({ acts: 2 });
    expect(await rows()).toHaveLength(1);
  });

  test('a withdrawal cannot be replayed after signing again', async () => {
    await house.act({ petition, person: 'ann' });
    const withdrawal = await house.body({ petition, person: 'ann', action: 'withdraw', n: 1 });
    await house.post(withdrawal);
    await house.act({ petition, person: 'ann', n: 2 });
    // Answered like any act that stands already; it changes nothing.
    await expect(house.post(withdrawal)).resolves.toMatchObject({ acts: 3 });
    expect(await refusal({ ...withdrawal, n: 3 })).toBe('invalid-proof');
    expect((await rows()).map(({ n }) => n)).toEqual([0, 1, 2]);
  });

  test('two numbers at once, each many times, make one chain', async () => {
    const acts = [
      await house.body({ petition, person: 'ann' }),
      await house.body({ petition, person: 'ann', action: 'withdraw', n: 1 }),
    ];
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, i) => refusal(acts[i % 2])));
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
    expect((await rows()).map(({ n }) => n).sort()).toEqual([0, 1]);
  });

  test('ends: no list of acts grows without bound', async () => {
    expect(await refusal(await house.body({ petition, person: 'ann', n: maxActs }))).toBe('malformed');
    expect(await refusal(await house.body({ petition, person: 'ann', n: maxActs - 1, action: 'withdraw' }))).toBe(
      'stale-action 0',
    );
  });

  test('how many acts stand is told to nobody without a valid proof', async () => {
    await house.act({ petition, person: 'ann' });
    const body = await house.body({ petition, person: 'ann', action: 'withdraw', n: 0 });
    expect(await refusal({ ...body, points: (await ann()).points })).toBe('invalid-proof');
  });
});

describe('refused before the proof is looked at', () => {
  const other = (changes: Record<string, unknown>) => async () => ({ ...(await ann()), ...changes });
  const without = (key: string) => async () => {
    const { [key]: _, ...rest } = await ann();
    return rest;
  };

  test.each<[string, () => Promise<unknown>]>([
    ['no object', () => Promise.resolve(null)],
    ['a list', () => Promise.resolve([])],
    ['nothing', () => Promise.resolve(undefined)],
    ['text', () => Promise.resolve('sign')],
    ['another version', other({ v: 2 })],
    ['a key more', other({ employee: 'E1' })],
    [
      'a key more that JSON smuggles in',
      async () => JSON.parse(JSON.stringify(await ann()).replace('{', '{"__proto__":{},')) as unknown,
    ],
    ['a scope of its own', other({ scope: '1' })],
    ['a message of its own', other({ message: '1' })],
    ['no nullifier', without('nullifier')],
    ['no number', without('n')],
    ['a nullifier that is a number', other({ nullifier: 5 })],
    ['a number that is text', other({ n: '0' })],
    ['a negative number', other({ n: -1 })],
    ['half a number', other({ n: 0.5 })],
    ['a number beyond all', other({ n: 1e21 })],
    ['an edition beyond the database', other({ edition: 2 ** 31 })],
    ['a register of 0', other({ register: 0 })],
    ['another action', other({ action: 'endorse' })],
    ['a petition with a quote', other({ petition: "p' or true" })],
    ['a petition with a zero byte', other({ petition: 'p\0' })],
    ['a petition without end', other({ petition: 'p'.repeat(65) })],
    ['seven coordinates', async () => ({ ...(await ann()), points: (await ann()).points.slice(1) })],
    ['nine coordinates', async () => ({ ...(await ann()), points: [...(await ann()).points, '1'] })],
    ['coordinates as numbers', other({ points: [1, 2, 3, 4, 5, 6, 7, 8] })],
  ])('%s', async (_, body) => {
    expect(await refusal(await body())).toBe('malformed');
  });

  test.each<[string, (decimal: string) => string]>([
    ['a leading zero', (text) => `0${text}`],
    ['a plus', (text) => `+${text}`],
    ['a blank before', (text) => ` ${text}`],
    ['a line end', (text) => `${text}\n`],
    ['hexadecimal', (text) => `0x${BigInt(text).toString(16)}`],
    ['a fraction', (text) => `${text}.0`],
    ['an exponent', (text) => `${text}e0`],
    ['the same number in another class', (text) => (BigInt(text) + FIELD_ORDER).toString()],
    ['other digits', (text) => [...text].map((digit) => String.fromCharCode(0x660 + Number(digit))).join('')],
    ['nothing', () => ''],
  ])('other spellings of a nullifier and a group root: %s', async (_, spell) => {
    const body = await ann();
    await house.post(body);
    expect(await refusal({ ...body, nullifier: spell(body.nullifier) })).toBe('malformed');
    expect(await refusal({ ...body, root: spell(body.root) })).toBe('malformed');
    expect(await rows()).toHaveLength(1);
  });

  test('coordinates that are not canonical', async () => {
    const body = await ann();
    for (const index of body.points.keys()) {
      const points = body.points.with(index, (BigInt(body.points[index] ?? '') + BASE_FIELD_ORDER).toString());
      expect(await refusal({ ...body, points })).toBe('malformed');
    }
  });

  test('a petition that there is not, or that nobody may know of', async () => {
    expect(await refusal({ ...(await ann()), petition: 'nothing' })).toBe('unknown-petition');
    for (const state of ['waiting', 'sent-back'] as const) {
      const unlisted = await house.openPetition({ state });
      expect(await refusal(await house.body({ petition: unlisted, person: 'ann' }))).toBe('unknown-petition');
    }
  });

  test.each(['rejected', 'accepted', 'closed', 'archived'] as const)('a petition that is %s', async (state) => {
    const other = await house.openPetition({ state });
    expect(await refusal(await house.body({ petition: other, person: 'ann' }))).toBe('petition-not-open');
  });

  test('a petition after its closing day, to the millisecond, even where no publication closed it', async () => {
    const today = await house.openPetition({ closesDay: '2026-06-10' });
    const body = await house.body({ petition: today, person: 'ann' });
    house.clock.set('2026-06-10T23:59:59.999Z');
    expect(await refusal(body)).toBe('accepted');
    house.clock.set('2026-06-11T00:00:00.000Z');
    expect(await refusal(await house.body({ petition: today, person: 'bob' }))).toBe('petition-not-open');
    expect(await refusal(await house.body({ petition: today, person: 'ann', action: 'withdraw' }))).toBe(
      'petition-not-open',
    );
  });

  test('a register that the petition is not pinned to', async () => {
    const later = await house.openRegister();
    expect(await refusal({ ...(await ann()), register: later })).toBe('wrong-register');
  });

  test('another depth', async () => {
    expect(await refusal({ ...(await ann()), depth: 16 })).toBe('wrong-depth');
    expect(await refusal({ ...(await ann()), depth: 20 })).toBe('wrong-depth');
  });

  test('group root 0, which somebody who is no member can prove', async () => {
    expect(await refusal({ ...(await ann()), root: '0' })).toBe('zero-root');
  });

  test('the group root of somebody’s own tree, or of another edition', async () => {
    expect(await refusal({ ...(await ann()), root: '12345' })).toBe('wrong-root');
    await house.publishEdition(register);
    expect(await refusal({ ...(await house.body({ petition, person: 'ann', edition: 1 })), edition: 2 })).toBe(
      'wrong-root',
    );
  });

  test('an edition of another register', async () => {
    const later = await house.openRegister();
    const other = await house.openPetition({ register: later });
    const foreign = await house.body({ petition: other, person: 'ann' });
    expect(await refusal({ ...foreign, petition, register })).toBe('wrong-root');
  });
});

describe('editions', () => {
  test('an edition without a checkpoint, or that there is not, is none', async () => {
    await house.publishEdition(register, { covered: false });
    expect(await refusal(await house.body({ petition, person: 'ann', edition: 2 }))).toBe('stale-edition');
    expect(await refusal(await house.body({ petition, person: 'ann', edition: 1 }))).toBe('accepted');
    expect(await refusal({ ...(await ann()), edition: 77 })).toBe('stale-edition');
    const withdrawal = { petition, person: 'ann', action: 'withdraw', n: 1 } as const;
    expect(await refusal(await house.body({ ...withdrawal, edition: 2 }))).toBe('stale-edition');
  });

  test('the one before can be signed with until an hour after, and no older one', async () => {
    const published = house.clock.now().getTime();
    await house.publishEdition(register);
    const slot = await house.database.published.execute<{ slot: string }>(
      sql`select slot::text from published.publication order by number desc limit 1`,
    );
    const since = new Date(slot[0]?.slot ?? published).getTime();
    house.clock.set(new Date(since + hour - 1));
    expect(await refusal(await house.body({ petition, person: 'ann', edition: 1 }))).toBe('accepted');
    house.clock.set(new Date(since + hour));
    expect(await refusal(await house.body({ petition, person: 'bob', edition: 1 }))).toBe('stale-edition');
    expect(await refusal(await house.body({ petition, person: 'bob', edition: 2 }))).toBe('accepted');
    await house.publishEdition(register);
    expect(await refusal(await house.body({ petition, person: 'carl', edition: 1 }))).toBe('stale-edition');
    expect(await refusal(await house.body({ petition, person: 'carl', edition: 2 }))).toBe('accepted');
  });

  test('who has left withdraws with the edition of the signature, and cannot sign again', async () => {
    await house.act({ petition, person: 'ann' });
    await house.publishEdition(register);
    await house.publishEdition(register);
    house.clock.advance(2 * hour);
    const withdrawal = await house.body({ petition, person: 'ann', action: 'withdraw', n: 1, edition: 1 });
    expect(await refusal(withdrawal)).toBe('accepted');
    expect(await refusal(await house.body({ petition, person: 'ann', n: 2, edition: 1 }))).toBe('stale-edition');
  });
});

describe('proofs', () => {
  test('of another petition, organisation, text, action or number are worth nothing', async () => {
    const elsewhere = await house.openPetition();
    const foreign = await house.body({ petition: elsewhere, person: 'ann' });
    expect(await refusal({ ...foreign, petition })).toBe('invalid-proof');
    const body = await ann();
    expect(await refusal({ ...body, action: 'withdraw', n: 1 })).toBe('invalid-proof');
    expect(await refusal({ ...body, n: 2 })).toBe('invalid-proof');
    const about = (proves: { organisation?: string; background?: string }) =>
      house.body({ petition, person: 'ann', proves });
    expect(await refusal(await about({ organisation: 'acme2' }))).toBe('invalid-proof');
    expect(await refusal(await about({ background: 'One word more.' }))).toBe('invalid-proof');
    expect(await rows()).toHaveLength(0);
  });

  test('somebody else’s, with one’s own nullifier, are worth nothing', async () => {
    const bob = await house.body({ petition, person: 'bob' });
    expect(await refusal({ ...(await ann()), nullifier: bob.nullifier })).toBe('invalid-proof');
  });

  test('one flipped bit in each field is refused', async () => {
    const flip = (decimal: string) => (BigInt(decimal) ^ 1n).toString();
    const body = await ann();
    expect(await refusal({ ...body, root: flip(body.root) })).toBe('wrong-root');
    expect(await refusal({ ...body, nullifier: flip(body.nullifier) })).toBe('invalid-proof');
    for (const [index, point] of body.points.entries()) {
      expect(await refusal({ ...body, points: body.points.with(index, flip(point)) })).toBe('invalid-proof');
    }
    expect(await refusal({ ...body, depth: (body['depth'] as number) ^ 1 })).toBe('wrong-depth');
    expect(await refusal({ ...body, edition: 3 })).toBe('stale-edition');
    expect(await rows()).toHaveLength(0);
    expect(await refusal(body)).toBe('accepted');
  });

  test('malleated ones are the same act: (-A, -B, C) verifies, and stands once', async () => {
    const body = await ann();
    const first = await house.post(body);
    const minus = (decimal: string) => (BASE_FIELD_ORDER - BigInt(decimal)).toString();
    const [ax, ay, bx1, bx0, by1, by0, cx, cy] = body.points as [string, string, string, string, string, string, string, string]; // prettier-ignore
    const malleated: Body = { ...body, points: [ax, minus(ay), bx1, bx0, minus(by1), minus(by0), cx, cy] };
    await expect(house.post(malleated)).resolves.toEqual(first);
    expect(await rows()).toHaveLength(1);
  });

  test('with a point off the curve, at infinity, or off the subgroup are refused', async () => {
    const body = await ann();
    expect(await refusal({ ...body, points: body.points.map(() => '0') })).toBe('invalid-proof');
    expect(await refusal({ ...body, points: body.points.with(0, '1').with(1, '1') })).toBe('invalid-proof');
    const [x1, x0, y1, y0] = offSubgroupPoint();
    const points = body.points.with(2, x1).with(3, x0).with(4, y1).with(5, y0);
    expect(await refusal({ ...body, points })).toBe('invalid-proof');
  });
});

describe('a crowd below the minimum', () => {
  test('takes no signature, however the page was got round; who signed before may still withdraw', async () => {
    await house.act({ petition, person: 'ann' });
    await house.publishEdition(register, { live: 9 });
    const bob = await house.body({ petition, person: 'bob', edition: 2 });
    expect(await refusal(bob)).toBe('crowd-too-small');
    await expect(house.act({ petition, person: 'ann', action: 'withdraw', n: 1, edition: 2 })).resolves.toMatchObject({
      acts: 2,
    });
    await house.publishEdition(register, { live: 10 });
    await expect(house.act({ petition, person: 'bob', edition: 3 })).resolves.toMatchObject({ acts: 1 });
  });
});

describe('one person with two keys', () => {
  test('leaving and returning gives the same key in the same place, so the same nullifier: one signature', async () => {
    await house.act({ petition, person: 'ann' });
    await house.publishEdition(register, { live: 99 });
    await house.publishEdition(register, { live: 100 });
    await expect(house.act({ petition, person: 'ann', edition: 3 })).resolves.toMatchObject({ acts: 1 });
    expect(await rows()).toHaveLength(1);
  });

  test('a key that is only on a later register cannot act on what is pinned to the earlier one', async () => {
    const later = await house.openRegister();
    const pinned = await house.openPetition({ register: later });
    // The replacement key proves membership in register 2, for a petition that is pinned to register 1.
    const replacement = await house.body({ petition: pinned, person: 'ann with a new key' });
    expect(await refusal({ ...replacement, petition })).toBe('wrong-register');
    expect(await refusal({ ...replacement, petition, register })).toBe('wrong-root');
    // And the old one, on register 1 only, cannot act on what is pinned to the later one.
    const old = await house.body({ petition, person: 'ann' });
    expect(await refusal({ ...old, petition: pinned })).toBe('wrong-register');
    expect(await refusal({ ...old, petition: pinned, register: later })).toBe('wrong-root');
    await house.post(await house.body({ petition: pinned, person: 'ann with a new key' }));
    expect(await rows()).toHaveLength(0);
    expect(await rowsOf(pinned)).toHaveLength(1);
  });
});

test('when too many wait, the answer is “busy” and nothing is lost', async () => {
  const { VerificationPoolError } = await import('~/crypto/semaphore/verification-pool');
  const { acceptAction } = await import('~/features/anonymous/signatures/accept-action.server');
  const verify = () => Promise.reject(new VerificationPoolError('overloaded', 'Too many proofs wait'));
  const busy = { ...house.deps, verification: { verify } };
  await expect(acceptAction(busy, await ann())).rejects.toMatchObject({ code: 'busy' });
  expect(await refusal(await ann())).toBe('accepted');
});
