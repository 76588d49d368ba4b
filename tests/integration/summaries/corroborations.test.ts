import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASE_FIELD_ORDER, FIELD_ORDER } from '~/crypto/semaphore/field';
import { VerificationPoolError } from '~/crypto/semaphore/verification-pool';
import { acceptCorroboration } from '~/features/anonymous/corroborations/accept-corroboration.server';
import { CorroborationError } from '~/features/anonymous/corroborations/corroboration-error';
import { maxActs } from '~/features/anonymous/membership/claim.schema';
import { rewriteHeldCorroborations } from '~/features/anonymous/publication/rewrite-corroborations.server';
import { hour } from '~/platform/clock';
import { openAnonymousDatabase } from '~db/anonymous-client';
import { waitingCorroboration } from '~db/schema/anonymous-concerns';
import { inTransaction } from '~db/transaction';
import { openSummaryHouse, type SummaryHouse } from '~tests/support/summary-house';

let house: SummaryHouse;
let register: number;
let summary: string;
beforeAll(async () => {
  house = await openSummaryHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  register = await house.openRegister();
  summary = await house.publishSummary();
});
afterAll(() => house.close());

const rows = (id = summary) =>
  house.database.anonymous.select().from(waitingCorroboration).where(eq(waitingCorroboration.summaryId, id));

/** Why a body is refused, as `code` or `code acts`. */
async function refusal(body: unknown): Promise<string> {
  try {
    await house.postCorroboration(body);
  } catch (error) {
    if (error instanceof CorroborationError) return [error.code, error.acts].filter((part) => part !== null).join(' ');
    throw error;
  }
  return 'accepted';
}

const ann = () => house.corroborationBody({ summary, person: 'ann' });

describe('a corroboration', () => {
  test('waits without a time', async () => {
    expect(await house.corroborate({ summary, person: 'ann', choice: 'saw-it' })).toEqual({ acts: 1 });
    const [row] = await rows();
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['choice', 'edition', 'n', 'nullifier', 'proof', 'registerId', 'summaryId'].sort(),
    );
    expect(row).toMatchObject({ choice: 'saw-it', n: 0, edition: 1, registerId: register });
    expect([row?.nullifier.length, row?.proof.length]).toEqual([32, 256]);
  });

  test('sent again, or proved anew, is the same act', async () => {
    const body = await ann();
    expect(await house.postCorroboration(body)).toEqual({ acts: 1 });
    expect(await house.postCorroboration(body)).toEqual({ acts: 1 });
    expect(await house.corroborate({ summary, person: 'ann' })).toEqual({ acts: 1 });
    expect(await rows()).toHaveLength(1);
  });

  test('sent 100 times at once stands once', async () => {
    const body = await ann();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refusal(body)));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(await rows()).toHaveLength(1);
  });

  test('of one key for all three choices at once: one of them stands, the others learn that they came late', async () => {
    const bodies = await Promise.all(
      (['me-too', 'saw-it', 'contradicts'] as const).map((choice) =>
        house.corroborationBody({ summary, person: 'ann', choice }),
      ),
    );
    const answers = await Promise.all(Array.from({ length: 99 }, (_, index) => refusal(bodies[index % 3])));
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(33);
    expect(new Set(answers)).toEqual(new Set(['accepted', 'stale-action 1']));
    expect(await rows()).toHaveLength(1);
  });

  test('by two processes at once, each with another choice: one of them stands', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    const other = { ...house.corroborateDeps, db: client.db };
    const [mine, theirs] = await Promise.all([
      ann(),
      house.corroborationBody({ summary, person: 'ann', choice: 'contradicts' }),
    ]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? house.postCorroboration(mine) : acceptCorroboration(other, theirs),
      ),
    );
    await client.close();
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await rows()).toHaveLength(1);
  });

  test('may be replaced, as often as one likes', async () => {
    await house.corroborate({ summary, person: 'ann' });
    expect(await house.corroborate({ summary, person: 'ann', choice: 'contradicts', n: 1 })).toEqual({ acts: 2 });
    expect(await house.corroborate({ summary, person: 'ann', choice: 'saw-it', n: 2 })).toEqual({ acts: 3 });
    expect((await rows()).map(({ n, choice }) => [n, choice])).toContainEqual([2, 'saw-it']);
    await inTransaction(house.database.anonymous, (tx) => rewriteHeldCorroborations(tx));
    // What was replaced before it was published is forgotten; the number of acts is not.
    expect((await rows()).map(({ n, choice }) => [n, choice])).toEqual([[2, 'saw-it']]);
    expect(await house.corroborate({ summary, person: 'ann', n: 3 })).toEqual({ acts: 4 });
  });

  test('of one person on two summaries has nothing in common', async () => {
    const other = await house.publishSummary();
    await house.corroborate({ summary, person: 'ann' });
    await house.corroborate({ summary: other, person: 'ann' });
    const [[a], [b]] = [await rows(), await rows(other)];
    expect(Buffer.from(a?.nullifier ?? []).equals(Buffer.from(b?.nullifier ?? []))).toBe(false);
  });
});

describe('the chain of acts', () => {
  test('another choice with a used number is stale, and so is a number that is left out', async () => {
    expect(await refusal(await house.corroborationBody({ summary, person: 'ann', n: 1 }))).toBe('stale-action 0');
    await house.corroborate({ summary, person: 'ann' });
    const late = await house.corroborationBody({ summary, person: 'ann', choice: 'contradicts' });
    expect(await refusal(late)).toBe('stale-action 1');
    expect(await refusal(await house.corroborationBody({ summary, person: 'ann', n: 2 }))).toBe('stale-action 1');
  });

  test('an older act cannot be replayed: neither with its number nor with another', async () => {
    const first = await ann();
    await house.postCorroboration(first);
    await house.corroborate({ summary, person: 'ann', choice: 'contradicts', n: 1 });
    expect(await refusal(first)).toBe('stale-action 2');
    expect(await refusal({ ...first, n: 2 })).toBe('invalid-proof');
    expect((await rows()).map(({ choice }) => choice)).toEqual(['me-too', 'contradicts']);
  });

  test('goes on over a publication', async () => {
    const people = Array.from({ length: 10 }, (_, index) => `person${String(index)}`);
    await Promise.all(people.map((person) => house.corroborate({ summary, person })));
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    expect(await rows()).toHaveLength(0);
    expect(await house.corroborate({ summary, person: 'person0' })).toEqual({ acts: 1 });
    expect(await rows()).toHaveLength(0);
    const late = await house.corroborationBody({ summary, person: 'person0', choice: 'contradicts' });
    expect(await refusal(late)).toBe('stale-action 1');
    expect(await house.corroborate({ summary, person: 'person0', choice: 'contradicts', n: 1 })).toEqual({ acts: 2 });
  });

  test('how many acts stand is told to nobody without a valid proof', async () => {
    await house.corroborate({ summary, person: 'ann' });
    const body = await house.corroborationBody({ summary, person: 'ann', choice: 'contradicts' });
    expect(await refusal({ ...body, points: (await ann()).points })).toBe('invalid-proof');
  });

  test('ends: no list of acts grows without bound', async () => {
    const at = (n: number) => house.corroborationBody({ summary, person: 'ann', n });
    expect(await refusal(await at(maxActs))).toBe('malformed');
    expect(await refusal(await at(maxActs - 1))).toBe('stale-action 0');
  });
});

describe('refused before the proof is looked at', () => {
  test('any other form', async () => {
    const body = await ann();
    const { nullifier: _, ...without } = body;
    for (const wrong of [
      null,
      undefined,
      [],
      'me-too',
      without,
      { ...body, v: 2 },
      { ...body, person: 'E1' },
      { ...body, scope: '1' },
      { ...body, message: '1' },
      { ...body, choice: 'like' },
      { ...body, choice: 'toString' },
      { ...body, choice: undefined },
      { ...body, action: 'sign' },
      { ...body, summary: "s' or true" },
      { ...body, summary: summary.toUpperCase() },
      { ...body, n: -1 },
      { ...body, n: '0' },
      { ...body, register: 0 },
      { ...body, edition: 2 ** 31 },
      { ...body, points: body.points.slice(1) },
      { ...body, nullifier: `0${body.nullifier}` },
      { ...body, nullifier: (BigInt(body.nullifier) + FIELD_ORDER).toString() },
      { ...body, root: `${body.root}\n` },
      { ...body, points: body.points.with(0, (BigInt(body.points[0] ?? '') + BASE_FIELD_ORDER).toString()) },
    ]) {
      expect(await refusal(wrong), JSON.stringify(wrong)).toBe('malformed');
    }
  });

  test('a summary that there is not', async () => {
    expect(await refusal({ ...(await ann()), summary: 'a'.repeat(26) })).toBe('unknown-summary');
  });

  test('a summary after its last day, to the millisecond', async () => {
    house.clock.set('2027-06-10T23:59:59.999Z');
    expect(await refusal(await ann())).toBe('accepted');
    house.clock.set('2027-06-11T00:00:00.000Z');
    expect(await refusal(await house.corroborationBody({ summary, person: 'bob' }))).toBe('summary-closed');
  });

  test('another register, depth, edition or group root, and group root 0', async () => {
    const body = await ann();
    expect(await refusal({ ...body, register: register + 7 })).toBe('wrong-register');
    expect(await refusal({ ...body, depth: 20 })).toBe('wrong-depth');
    expect(await refusal({ ...body, root: '0' })).toBe('zero-root');
    expect(await refusal({ ...body, edition: 9 })).toBe('stale-edition');
    expect(await refusal({ ...body, root: '12345' })).toBe('wrong-root');
  });

  test('the edition before the newest is taken for an hour, by whoever changes their mind too', async () => {
    await house.publishEdition(register);
    expect(await refusal(await house.corroborationBody({ summary, person: 'ann', edition: 1 }))).toBe('accepted');
    house.clock.advance(hour + 1000);
    const late = { summary, person: 'ann', choice: 'contradicts', n: 1 } as const;
    expect(await refusal(await house.corroborationBody({ ...late, edition: 1 }))).toBe('stale-edition');
    expect(await refusal(await house.corroborationBody({ ...late, edition: 2 }))).toBe('accepted');
  });

  test('an edition that no checkpoint covers', async () => {
    await house.publishEdition(register, { covered: false });
    expect(await refusal(await house.corroborationBody({ summary, person: 'ann', edition: 2 }))).toBe('stale-edition');
  });

  test('a crowd below the minimum', async () => {
    await house.publishEdition(register, { live: 9 });
    expect(await refusal(await house.corroborationBody({ summary, person: 'ann', edition: 2 }))).toBe(
      'crowd-too-small',
    );
  });
});

describe('proofs', () => {
  test('of another summary, organisation, text, choice or number are worth nothing', async () => {
    const elsewhere = await house.publishSummary();
    const about = (proves: { organisation?: string; summary?: string; choice?: 'contradicts'; body?: string }) =>
      house.corroborationBody({ summary, person: 'ann', proves });
    expect(await refusal(await about({ summary: elsewhere }))).toBe('invalid-proof');
    expect(await refusal(await about({ organisation: 'acme2' }))).toBe('invalid-proof');
    expect(await refusal(await about({ body: 'Another text than stands there.' }))).toBe('invalid-proof');
    expect(await refusal(await about({ choice: 'contradicts' }))).toBe('invalid-proof');
    const body = await ann();
    expect(await refusal({ ...body, choice: 'contradicts' })).toBe('invalid-proof');
    expect(await refusal({ ...body, summary: elsewhere })).toBe('invalid-proof');
    expect(await refusal({ ...body, n: 1 })).toBe('invalid-proof');
    expect(await rows()).toHaveLength(0);
  });

  test('of a petition’s signature, or with somebody else’s nullifier, are worth nothing', async () => {
    const petition = await house.openPetition();
    const signature = await house.body({ petition, person: 'ann' });
    const body = await ann();
    const { nullifier, points } = signature;
    expect(await refusal({ ...body, nullifier, points })).toBe('invalid-proof');
    const bob = await house.corroborationBody({ summary, person: 'bob' });
    expect(await refusal({ ...body, nullifier: bob.nullifier })).toBe('invalid-proof');
  });

  test('malleated ones are the same act: (-A, -B, C) verifies, and stands once', async () => {
    const body = await ann();
    await house.postCorroboration(body);
    const minus = (decimal = '') => (BASE_FIELD_ORDER - BigInt(decimal)).toString();
    const { points } = body;
    const malleated = points.with(1, minus(points[1])).with(4, minus(points[4])).with(5, minus(points[5]));
    expect(await refusal({ ...body, points: malleated })).toBe('accepted');
    expect(await rows()).toHaveLength(1);
  });

  test('when too many wait, the answer is “busy” and nothing is lost', async () => {
    const verify = () => Promise.reject(new VerificationPoolError('overloaded', 'Too many proofs wait'));
    const busy = { ...house.corroborateDeps, verification: { verify } };
    await expect(acceptCorroboration(busy, await ann())).rejects.toMatchObject({ code: 'busy' });
    expect(await refusal(await ann())).toBe('accepted');
  });
});

describe('one person with two keys', () => {
  test('a key that is only on a later register cannot speak on a summary that is pinned to the earlier one', async () => {
    const later = await house.openRegister();
    const pinned = await house.publishSummary();
    const replacement = await house.corroborationBody({ summary: pinned, person: 'ann with a new key' });
    expect(replacement['register']).toBe(later);
    expect(await refusal({ ...replacement, summary })).toBe('wrong-register');
    expect(await refusal({ ...replacement, summary, register })).toBe('wrong-root');
    expect(await refusal({ ...(await ann()), summary: pinned })).toBe('wrong-register');
    expect(await rows()).toHaveLength(0);
    expect(await refusal(replacement)).toBe('accepted');
  });
});
