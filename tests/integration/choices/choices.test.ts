import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashFields } from '~/crypto/hash';
import { BASE_FIELD_ORDER, FIELD_ORDER } from '~/crypto/semaphore/field';
import { VerificationPoolError } from '~/crypto/semaphore/verification-pool';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import { acceptChoice } from '~/features/anonymous/choices/accept-choice.server';
import { ChoiceError } from '~/features/anonymous/choices/choice-error';
import { maxActs } from '~/features/anonymous/membership/claim.schema';
import { rewriteHeldChoices } from '~/features/anonymous/publication/rewrite-choices.server';
import { choiceKinds, choicesOf } from '~/features/published/choices/choice';
import { hour } from '~/platform/clock';
import { openAnonymousDatabase } from '~db/anonymous-client';
import { waitingChoice } from '~db/schema/anonymous-choices';
import { inTransaction } from '~db/transaction';
import { choiceOf, openChoiceHouse, type ChoiceHouse, type ChooseInput } from '~tests/support/choice-house';

let house: ChoiceHouse;
let register: number;
let id: string;
beforeAll(async () => {
  house = await openChoiceHouse();
});
beforeEach(async () => {
  house.clock.set('2026-06-10T12:00:00Z');
  register = await house.openRegister();
  id = await house.offer('verdict');
});
afterAll(() => house.close());

const rows = (kind: ChoiceKind = 'verdict', subject = id) =>
  house.database.anonymous
    .select()
    .from(waitingChoice)
    .where(and(eq(waitingChoice.kind, kind), eq(waitingChoice.subjectId, subject)))
    .orderBy(asc(waitingChoice.nullifier), asc(waitingChoice.n));

/** Why a body is refused, as `code` or `code acts`. */
async function refusal(body: unknown): Promise<string> {
  try {
    await house.postChoice(body);
  } catch (error) {
    if (error instanceof ChoiceError) return [error.code, error.acts].filter((part) => part !== null).join(' ');
    throw error;
  }
  return 'accepted';
}

const verdict = (changes: Partial<ChooseInput> = {}) =>
  house.choiceBody({ kind: 'verdict', id, person: 'ann', choice: 'answered', ...changes });

describe('a choice', () => {
  test.each(choiceKinds)('on a %s waits without a time', async (kind) => {
    const subject = await house.offer(kind);
    expect(await house.choose({ kind, id: subject, person: 'ann', choice: choiceOf(kind) })).toEqual({ acts: 1 });
    const [row] = await rows(kind, subject);
    expect(Object.keys(row ?? {}).sort()).toEqual(
      ['choice', 'edition', 'kind', 'n', 'nullifier', 'proof', 'registerId', 'revision', 'subjectId'].sort(),
    );
    expect(row).toMatchObject({ kind, choice: choiceOf(kind), n: 0, revision: 1, edition: 1, registerId: register });
    expect([row?.nullifier.length, row?.proof.length]).toEqual([32, 256]);
  });

  test('sent again, or proved anew, is the same act', async () => {
    const body = await verdict();
    expect(await house.postChoice(body)).toEqual({ acts: 1 });
    expect(await house.postChoice(body)).toEqual({ acts: 1 });
    expect(await house.postChoice(await verdict())).toEqual({ acts: 1 });
    expect(await rows()).toHaveLength(1);
  });

  test('sent 100 times at once stands once', async () => {
    const body = await verdict();
    const answers = await Promise.all(Array.from({ length: 100 }, () => refusal(body)));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(await rows()).toHaveLength(1);
  });

  test('of one key for all three at once: one of them stands, the others learn that they came late', async () => {
    const bodies = await Promise.all(choicesOf.verdict.map((choice) => verdict({ choice })));
    const answers = await Promise.all(Array.from({ length: 99 }, (_, index) => refusal(bodies[index % 3])));
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(33);
    expect(new Set(answers)).toEqual(new Set(['accepted', 'stale-action 1']));
    expect(await rows()).toHaveLength(1);
  });

  test('by two processes at once, each another one: one of them stands', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    const other = { ...house.chooseDeps, db: client.db };
    const [mine, theirs] = await Promise.all([verdict(), verdict({ choice: 'not' })]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? house.postChoice(mine) : acceptChoice(other, theirs),
      ),
    );
    await client.close();
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await rows()).toHaveLength(1);
  });

  test('of many people by two processes at once stands once each', async () => {
    const client = openAnonymousDatabase(house.database.connection('anonymous'));
    const other = { ...house.chooseDeps, db: client.db };
    const people = Array.from({ length: 40 }, (_, index) => `person${String(index)}`);
    const bodies = await Promise.all(people.map((person) => verdict({ person })));
    await Promise.all([
      ...bodies.map((body) => house.postChoice(body)),
      ...bodies.toReversed().map((body) => acceptChoice(other, body)),
    ]);
    await client.close();
    expect(await rows()).toHaveLength(40);
  });

  test('may be replaced, as often as one likes; what was replaced before it was published is forgotten', async () => {
    await house.postChoice(await verdict());
    expect(await house.postChoice(await verdict({ choice: 'not', n: 1 }))).toEqual({ acts: 2 });
    expect(await house.postChoice(await verdict({ choice: 'partly', n: 2 }))).toEqual({ acts: 3 });
    expect((await rows()).map(({ n, choice }) => [n, choice])).toContainEqual([2, 'partly']);
    await inTransaction(house.database.anonymous, (tx) => rewriteHeldChoices(tx));
    expect((await rows()).map(({ n, choice }) => [n, choice])).toEqual([[2, 'partly']]);
    expect(await house.postChoice(await verdict({ n: 3 }))).toEqual({ acts: 4 });
  });

  test('of support can be taken back, also by who has left, in whatever crowd; nothing can be taken back twice over', async () => {
    const question = await house.offer('support');
    const act = { kind: 'support', id: question, person: 'ann' } as const;
    expect(await refusal(await house.choiceBody({ ...act, choice: 'none' }))).toBe('malformed');
    await house.choose({ ...act, choice: 'support' });
    await house.publishEdition(register, { live: 4 });
    house.clock.advance(2 * hour);
    const back = await house.choiceBody({ ...act, choice: 'none', n: 1, edition: 1 });
    expect(await refusal(back)).toBe('accepted');
    expect(await refusal(back)).toBe('accepted');
    expect((await rows('support', question)).map(({ choice }) => choice)).toEqual(['support', 'none']);
    // To support once more is to act again: in a crowd, and in the newest edition.
    expect(await refusal(await house.choiceBody({ ...act, choice: 'support', n: 2, edition: 1 }))).toBe(
      'stale-edition',
    );
    expect(await refusal(await house.choiceBody({ ...act, choice: 'support', n: 2, edition: 2 }))).toBe(
      'crowd-too-small',
    );
  });

  test('of one person on two demands, or on two kinds of thing of one name, has nothing in common', async () => {
    const same = await house.offer('witness');
    await house.offer('support', { id: same });
    await house.choose({ kind: 'witness', id: same, person: 'ann', choice: 'done' });
    await house.choose({ kind: 'support', id: same, person: 'ann', choice: 'support' });
    const [[a], [b]] = [await rows('witness', same), await rows('support', same)];
    expect(a?.subjectId).toBe(b?.subjectId);
    expect(Buffer.from(a?.nullifier ?? []).equals(Buffer.from(b?.nullifier ?? []))).toBe(false);
  });
});

describe('the chain of acts', () => {
  test('another choice with a used number is stale, and so is a number that is left out', async () => {
    expect(await refusal(await verdict({ n: 1 }))).toBe('stale-action 0');
    await house.postChoice(await verdict());
    expect(await refusal(await verdict({ choice: 'not' }))).toBe('stale-action 1');
    expect(await refusal(await verdict({ n: 2 }))).toBe('stale-action 1');
  });

  test('an older act cannot be replayed: neither with its number nor with another', async () => {
    const first = await verdict();
    await house.postChoice(first);
    await house.postChoice(await verdict({ choice: 'not', n: 1 }));
    expect(await refusal(first)).toBe('stale-action 2');
    expect(await refusal({ ...first, n: 2 })).toBe('invalid-proof');
    expect((await rows()).map(({ choice }) => choice)).toEqual(['answered', 'not']);
  });

  test('goes on over a publication', async () => {
    const people = Array.from({ length: 10 }, (_, index) => `person${String(index)}`);
    await Promise.all(people.map(async (person) => house.postChoice(await verdict({ person }))));
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    expect(await rows()).toHaveLength(0);
    expect(await house.postChoice(await verdict({ person: 'person0' }))).toEqual({ acts: 1 });
    expect(await rows()).toHaveLength(0);
    expect(await refusal(await verdict({ person: 'person0', choice: 'not' }))).toBe('stale-action 1');
    expect(await house.postChoice(await verdict({ person: 'person0', choice: 'not', n: 1 }))).toEqual({ acts: 2 });
  });

  test('goes on over a revision of the words, which resets nothing', async () => {
    await house.postChoice(await verdict());
    await house.letAPublicationPass();
    await house.offer('verdict', { id, revision: 2 });
    expect(await refusal(await verdict({ choice: 'not' }))).toBe('stale-action 1');
    expect(await refusal(await verdict({ choice: 'not', n: 1 }))).toBe('accepted');
    expect((await rows()).map(({ revision, choice }) => [revision, choice])).toEqual([
      [1, 'answered'],
      [2, 'not'],
    ]);
  });

  test('how many acts stand is told to nobody without a valid proof', async () => {
    await house.postChoice(await verdict());
    const body = await verdict({ choice: 'not' });
    expect(await refusal({ ...body, points: (await verdict()).points })).toBe('invalid-proof');
  });

  test('ends: no list of acts grows without bound', async () => {
    expect(await refusal(await verdict({ n: maxActs }))).toBe('malformed');
    expect(await refusal(await verdict({ n: maxActs - 1 }))).toBe('stale-action 0');
  });
});

describe('refused before the proof is looked at', () => {
  test('any other form', async () => {
    const body = await verdict();
    const { nullifier: _, ...without } = body;
    const unit = { path: 'Acme', root: '1', points: body.points };
    for (const wrong of [
      null,
      undefined,
      [],
      'answered',
      without,
      { ...body, v: 2 },
      { ...body, person: 'E1' },
      { ...body, scope: '1' },
      { ...body, message: '1' },
      { ...body, kind: 'opinion' },
      { ...body, kind: 'toString' },
      { ...body, kind: undefined },
      { ...body, choice: 'like' },
      { ...body, choice: 'done' },
      { ...body, choice: undefined },
      { ...body, id: id.split('.')[0] },
      { ...body, id: `${id}.1` },
      { ...body, id: `${id.split('.')[0] ?? ''}.0` },
      { ...body, id: `${id.split('.')[0] ?? ''}.01` },
      { ...body, id: `${id}\n` },
      { ...body, id: "s' or true" },
      { ...body, revision: 0 },
      { ...body, revision: '1' },
      { ...body, revision: 2 ** 31 },
      { ...body, n: -1 },
      { ...body, n: '0' },
      { ...body, register: 0 },
      { ...body, edition: 2 ** 31 },
      { ...body, points: body.points.slice(1) },
      { ...body, nullifier: `0${body.nullifier}` },
      { ...body, nullifier: (BigInt(body.nullifier) + FIELD_ORDER).toString() },
      { ...body, root: `${body.root}\n` },
      { ...body, points: body.points.with(0, (BigInt(body.points[0] ?? '') + BASE_FIELD_ORDER).toString()) },
      { ...body, unit },
      { ...body, unit: null },
    ]) {
      expect(await refusal(wrong), JSON.stringify(wrong)).toBe('malformed');
    }
    expect(await rows()).toEqual([]);
  });

  test('a choice of another kind of thing, for each kind', async () => {
    const all = [...new Set(Object.values(choicesOf).flat())] as Choice[];
    for (const kind of choiceKinds) {
      const subject = await house.offer(kind);
      for (const choice of all.filter((each) => !(choicesOf[kind] as readonly Choice[]).includes(each))) {
        expect(await refusal(await house.choiceBody({ kind, id: subject, person: 'ann', choice, n: 1 }))).toBe(
          'malformed',
        );
      }
    }
  });

  test('what is not offered, and what is offered as another kind', async () => {
    const body = await verdict();
    expect(await refusal({ ...body, id: `${'a'.repeat(26)}.1` })).toBe('unknown-subject');
    expect(await refusal({ ...body, id: id.replace('.1', '.2') })).toBe('unknown-subject');
    const pledge = await house.offer('witness');
    const witness = await house.choiceBody({ kind: 'witness', id: pledge, person: 'ann', choice: 'done' });
    expect(await refusal({ ...witness, kind: 'support', choice: 'support' })).toBe('unknown-subject');
  });

  test('after its last day, to the millisecond', async () => {
    house.clock.set('2027-06-10T23:59:59.999Z');
    expect(await refusal(await verdict())).toBe('accepted');
    house.clock.set('2027-06-11T00:00:00.000Z');
    expect(await refusal(await verdict({ person: 'bob' }))).toBe('choice-closed');
  });

  test('words that are not the newest, whether an older revision or one that is not there yet', async () => {
    const before = await verdict();
    await house.letAPublicationPass();
    await house.offer('verdict', { id, revision: 2 });
    expect(await refusal(before)).toBe('text-changed');
    expect(await refusal({ ...before, revision: 3 })).toBe('text-changed');
    // Naming the newest does not make a proof about the old words one about the new.
    expect(await refusal({ ...before, revision: 2 })).toBe('invalid-proof');
    expect(await refusal(await verdict())).toBe('accepted');
  });

  test('another register, depth, edition or group root, and group root 0', async () => {
    const body = await verdict();
    expect(await refusal({ ...body, register: register + 7 })).toBe('wrong-register');
    expect(await refusal({ ...body, depth: 20 })).toBe('wrong-depth');
    expect(await refusal({ ...body, root: '0' })).toBe('zero-root');
    expect(await refusal({ ...body, edition: 9 })).toBe('stale-edition');
    expect(await refusal({ ...body, root: '12345' })).toBe('wrong-root');
  });

  test('the edition before the newest is taken for an hour, by whoever changes their mind too', async () => {
    await house.publishEdition(register);
    expect(await refusal(await verdict({ edition: 1 }))).toBe('accepted');
    house.clock.advance(hour + 1000);
    expect(await refusal(await verdict({ choice: 'not', n: 1, edition: 1 }))).toBe('stale-edition');
    expect(await refusal(await verdict({ choice: 'not', n: 1, edition: 2 }))).toBe('accepted');
  });

  test('an edition that no checkpoint covers', async () => {
    await house.publishEdition(register, { covered: false });
    expect(await refusal(await verdict({ edition: 2 }))).toBe('stale-edition');
  });

  test('a crowd below the minimum', async () => {
    await house.publishEdition(register, { live: 9 });
    expect(await refusal(await verdict({ edition: 2 }))).toBe('crowd-too-small');
  });
});

describe('proofs', () => {
  test('of another thing, kind, organisation, text, choice or number are worth nothing', async () => {
    const elsewhere = await house.offer('verdict');
    const about = (proves: NonNullable<ChooseInput['proves']>) => verdict({ proves });
    expect(await refusal(await about({ id: elsewhere }))).toBe('invalid-proof');
    expect(await refusal(await about({ kind: 'witness' }))).toBe('invalid-proof');
    expect(await refusal(await about({ organisation: 'acme2' }))).toBe('invalid-proof');
    expect(await refusal(await about({ textDigest: hashFields('test-text/v1', id, 2) }))).toBe('invalid-proof');
    expect(await refusal(await about({ choice: 'not' }))).toBe('invalid-proof');
    const body = await verdict();
    expect(await refusal({ ...body, choice: 'not' })).toBe('invalid-proof');
    expect(await refusal({ ...body, id: elsewhere })).toBe('invalid-proof');
    expect(await refusal({ ...body, n: 1 })).toBe('invalid-proof');
    expect(await rows()).toHaveLength(0);
  });

  test('of a petition’s signature, or with somebody else’s nullifier, are worth nothing', async () => {
    const petition = await house.openPetition();
    const { nullifier, points } = await house.body({ petition, person: 'ann' });
    const body = await verdict();
    expect(await refusal({ ...body, nullifier, points })).toBe('invalid-proof');
    const bob = await verdict({ person: 'bob' });
    expect(await refusal({ ...body, nullifier: bob.nullifier })).toBe('invalid-proof');
  });

  test('malleated ones are the same act: (-A, -B, C) verifies, and stands once', async () => {
    const body = await verdict();
    await house.postChoice(body);
    const minus = (decimal = '') => (BASE_FIELD_ORDER - BigInt(decimal)).toString();
    const { points } = body;
    const malleated = points.with(1, minus(points[1])).with(4, minus(points[4])).with(5, minus(points[5]));
    expect(await refusal({ ...body, points: malleated })).toBe('accepted');
    expect(await rows()).toHaveLength(1);
  });

  test('when too many wait, the answer is “busy” and nothing is lost', async () => {
    const verify = () => Promise.reject(new VerificationPoolError('overloaded', 'Too many proofs wait'));
    const busy = { ...house.chooseDeps, verification: { verify } };
    await expect(acceptChoice(busy, await verdict())).rejects.toMatchObject({ code: 'busy' });
    expect(await refusal(await verdict())).toBe('accepted');
  });
});

describe('one person with two keys', () => {
  test('judges once: a key that is only on a later register cannot choose on what is pinned to the earlier one', async () => {
    expect(await refusal(await verdict({ person: 'ann with the lost key' }))).toBe('accepted');
    const later = await house.openRegister();
    const pinned = await house.offer('verdict');
    const replacement = await house.choiceBody({
      ...{ kind: 'verdict', id: pinned, person: 'ann with a new key', choice: 'not' },
    });
    expect(replacement['register']).toBe(later);
    expect(await refusal({ ...replacement, id })).toBe('wrong-register');
    expect(await refusal({ ...replacement, id, register })).toBe('wrong-root');
    const lost = await verdict({ person: 'ann with the lost key' });
    expect(await refusal({ ...lost, id: pinned })).toBe('wrong-register');
    expect(await rows()).toHaveLength(1);
    expect(await refusal(replacement)).toBe('accepted');
  });

  test('judges once: a revision of the answer after the replacement goes on being pinned to the earlier register', async () => {
    expect(await refusal(await verdict({ person: 'ann with the lost key' }))).toBe('accepted');
    const later = await house.openRegister();
    await house.offer('verdict', { id, revision: 2 });
    const body = await verdict({ person: 'ann with a new key' });
    expect(body['register']).toBe(register);
    expect(await refusal({ ...body, register: later })).toBe('wrong-register');
  });
});
