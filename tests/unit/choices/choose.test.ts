import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { choiceMessage, choiceScope, unitMessage } from '~/crypto/semaphore/statement';
import { rootOfPath, unitTree } from '~/crypto/semaphore/tree';
import { answerToJudge, pledgeToWitness, questionToSupport } from '~/features/anonymous/choices/choosable';
import { choose } from '~/features/anonymous/choices/choose';
import { parseChoice } from '~/features/anonymous/choices/posted-choice.schema';
import { standOn } from '~/features/anonymous/concerns/stand-on-register';
import { unitsOfThisKey } from '~/features/anonymous/units/units-of-this-key';
import { EditionNotInLedgerError } from '~/features/published/ledger-on-device/device-ledger';
import { pledgeTextDigest } from '~/features/published/pledges/pledge';
import { questionTextDigest } from '~/features/published/questions/question';
import { responseItemDigest } from '~/features/published/responses/response';
import { choiceRecord, commitmentOf, openLyingServer, type LyingServer } from '~tests/support/lying-server';

const organisation = 'acme.example';
const petition = 'p'.repeat(26);
const pinned = { register: 1, revision: 2 };
const item = { answer: 'partly', reason: 'We look into it.' } as const;
const answer = answerToJudge({ ...pinned, petitionId: petition, number: 3, demand: 'Stop it.', item });
const words = { text: 'It stops.', howSeen: 'The light is off.', witnessed: 'stops' } as const;
const pledge = pledgeToWitness({ ...pinned, pledgeId: 'q'.repeat(26), pledge: words });
const asked = { petition, about: 'response', body: 'Who read it?' } as const;
const question = questionToSupport({ ...pinned, questionId: 'r'.repeat(26), question: asked });
const unit = 'Acme / Support';

const entropies = Array.from({ length: 12 }, (_, index) => new Uint8Array(16).fill(index + 1));
const me = entropies[0] as Uint8Array;
const leaves = entropies.map(commitmentOf);
const person = { entropy: me, commitment: toHex(toBytes32(commitmentOf(me))) };
/** Seven in Support, four elsewhere, one in no named unit. */
const units = { units: ['Acme', unit], places: [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, -1] };

let server: LyingServer;

beforeEach(() => {
  server = openLyingServer(organisation);
  for (const { nullifiersPath } of [answer, pledge, question]) server.answers.set(nullifiersPath, new Uint8Array(0));
  server.publish({ number: 1, leaves, units });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const stale = (acts?: number) =>
  Response.json({ error: acts === undefined ? 'stale-edition' : 'stale-action', acts }, { status: 409 });
const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
const ofMe = (scope: ReturnType<typeof choiceScope>) => toBytes32(identityFromEntropy(me).nullifier(scope));

describe('choosing unseen', () => {
  test('computes scope and message from the words on the screen, and posts what the server reads', async () => {
    expect(await choose(answer, person, { choice: 'not' }, server.tools())).toEqual({
      ...{ kind: 'done', choice: 'not', acts: 1 },
    });
    const id = `${petition}.3`;
    const digest = responseItemDigest(petition, 3, 'Stop it.', item);
    expect(server.proved).toHaveLength(1);
    expect(server.proved[0]).toMatchObject({
      scope: choiceScope(organisation, 'verdict', id),
      message: choiceMessage(digest, 'not', 0),
    });
    expect(server.asked[0]).toBe(`/choices/verdict/${id}/nullifiers`);
    expect(server.asked.at(-1)).toBe('/unseen/choices');
    const [body] = server.posted;
    expect(Object.keys(body ?? {}).sort()).toEqual(
      [
        'v',
        'kind',
        'id',
        'revision',
        'register',
        'edition',
        'choice',
        'n',
        'depth',
        'root',
        'nullifier',
        'points',
      ].sort(),
    );
    expect(parseChoice(body)).toMatchObject({ kind: 'verdict', id, revision: 2, choice: 'not', n: 0, unit: null });
  });

  test('binds a witness to the promise, and support to the question', async () => {
    await choose(pledge, person, { choice: 'done' }, server.tools());
    await choose(question, person, { choice: 'support' }, server.tools());
    expect(server.proved.map(({ scope, message }) => ({ scope, message }))).toEqual([
      {
        scope: choiceScope(organisation, 'witness', 'q'.repeat(26)),
        message: choiceMessage(pledgeTextDigest('q'.repeat(26), words), 'done', 0),
      },
      {
        scope: choiceScope(organisation, 'support', 'r'.repeat(26)),
        message: choiceMessage(questionTextDigest(asked), 'support', 0),
      },
    ]);
    expect(server.posted.map((body) => parseChoice(body).kind)).toEqual(['witness', 'support']);
  });

  test('finds in public data what the key chose, and asks before it proves anything', async () => {
    server.answers.set(answer.nullifiersPath, choiceRecord(ofMe(answer.scope(organisation)), 3, 1));
    const before = { kind: 'chosen-before', acts: 3, counted: 'partly' };
    expect(await choose(answer, person, { choice: 'not' }, server.tools())).toEqual(before);
    expect([server.posted, server.proved]).toEqual([[], []]);
    await choose(answer, person, { choice: 'not', acts: 3 }, server.tools());
    expect(server.posted[0]).toMatchObject({ choice: 'not', n: 3 });
  });

  test('learns from the server alone that an unpublished choice stands, and asks', async () => {
    server.replies.push(stale(1));
    const before = { kind: 'chosen-before', acts: 1, counted: null };
    expect(await choose(answer, person, { choice: 'not' }, server.tools())).toEqual(before);
  });

  test('takes support back that only waits, and none where none was given', async () => {
    expect(await choose(question, person, { choice: 'none' }, server.tools())).toMatchObject({ kind: 'done' });
    expect(server.posted[0]).toMatchObject({ choice: 'none', n: 1 });
    server.replies.push(stale(0));
    expect(await choose(question, person, { choice: 'none' }, server.tools())).toEqual({
      kind: 'nothing-to-take-back',
    });
  });

  test('proves anew against a new edition, and gives up on one that keeps changing', async () => {
    server.replies.push(stale());
    expect(await choose(answer, person, { choice: 'not' }, server.tools())).toMatchObject({ kind: 'done' });
    server.replies.push(stale(), stale(), stale());
    await expect(choose(answer, person, { choice: 'not' }, server.tools())).rejects.toEqual(
      refusal('edition-keeps-changing'),
    );
  });

  test('refuses a crowd smaller than the page said, than any may be, or than the register says; and a key not in it', async () => {
    const act = (crowd?: { live: number; minimum: number }) =>
      choose(answer, person, { choice: 'not' }, server.tools(crowd));
    await expect(act({ live: 13, minimum: 3 })).rejects.toEqual(refusal('smaller-crowd'));
    server.publish({ number: 2, leaves: leaves.slice(0, 2) });
    await expect(act({ live: 2, minimum: 1 })).rejects.toEqual(refusal('smaller-crowd'));
    server.publish({ number: 3, leaves: leaves.slice(0, 2), live: 12 });
    await expect(act()).rejects.toEqual(refusal('not-as-published'));
    server.publish({ number: 4, leaves: leaves.slice(1) });
    await expect(act()).rejects.toEqual(refusal('not-on-register'));
    expect(server.posted).toEqual([]);
  });

  test('proves nothing in an edition that is not in the ledger', async () => {
    server.answers.set('/concerns/register?day=2026-06-10', JSON.stringify({ register: 1, edition: 1 }));
    await choose(answer, person, { choice: 'not' }, server.tools());
    expect([server.required, server.proved.length]).toEqual([[1], 1]);
    server.refused.error = new EditionNotInLedgerError('another entry');
    await expect(choose(answer, person, { choice: 'not' }, server.tools())).rejects.toEqual(refusal('not-in-ledger'));
    await expect(standOn('2026-06-10', person.commitment, { least: 3, ledger: server.tools().ledger })).rejects.toEqual(
      refusal('not-in-ledger'),
    );
    expect([server.posted.length, server.proved.length]).toEqual([1, 1]);
  });
});

describe('naming one’s unit', () => {
  const offer = async (minimum = 3, disclosed: readonly (readonly [string, number])[] = []) => {
    const known = { minimum, disclosed: new Map(disclosed), ledger: server.tools().ledger };
    return (await unitsOfThisKey(1, person.commitment, known)).map((each) => [each.path, each.live, each.standing]);
  };

  test('is offered for each of one’s units that leaves a crowd, the smallest first, found without asking for it', async () => {
    expect(await offer()).toEqual([
      [unit, 7, 'offered'],
      ['Acme', 11, 'offered'],
    ]);
    expect(server.asked.every((path) => !decodeURIComponent(path).includes('Support'))).toBe(true);
  });

  test('says of each that is not offered why: too few are left in it, or in one above it', async () => {
    expect(await offer(3, [[unit, 2]])).toEqual([
      [unit, 7, 'too-few'],
      ['Acme', 11, 'offered'],
    ]);
    expect(await offer(3, [['Acme', 6]])).toEqual([
      [unit, 7, 'too-few-above'],
      ['Acme', 11, 'too-few'],
    ]);
    expect((await offer(6)).map(([, , standing]) => standing)).toEqual(['too-few', 'too-few']);
    const small = { units: ['Acme'], places: [-1, ...leaves.slice(1).map(() => 0)] };
    server.publish({ number: 2, leaves, units: small });
    expect(await offer()).toEqual([]);
  });

  test('is never offered in a unit of fewer than the least crowd, whatever the server calls the minimum', async () => {
    server.publish({ number: 2, leaves, units: { units: [unit], places: [0, 0, ...leaves.slice(2).map(() => -1)] } });
    expect(await offer(1)).toEqual([[unit, 2, 'too-few']]);
  });

  test('leaves out a unit that is everybody, which says nothing', async () => {
    server.publish({ number: 2, leaves, units: { units: ['Acme'], places: leaves.map(() => 0) } });
    expect(await offer()).toEqual([]);
  });

  test('makes a second proof in the unit’s own tree, with the same scope and the unit’s message', async () => {
    const tree = server.publish({ number: 1, leaves, units });
    await choose(pledge, person, { choice: 'done', unit: { path: unit, live: 7 } }, server.tools());
    const [whole, inUnit] = server.proved;
    const own = unitTree(17, (index) => tree.get(0, index), [0, 1, 2, 3, 4, 5, 6]);
    expect(whole?.path.root).toBe(tree.root);
    expect(inUnit?.path.root).toBe(own.root);
    expect(inUnit && rootOfPath(inUnit.path)).toBe(own.root);
    expect(inUnit?.scope).toBe(whole?.scope);
    expect(inUnit?.message).toBe(unitMessage(pledgeTextDigest('q'.repeat(26), words), unit));
    const posted = parseChoice(server.posted[0]);
    expect(posted.unit).toMatchObject({ path: unit, root: own.root });
    expect(posted.root).toBe(tree.root);
  });

  test('is refused where the unit is another one or smaller by now, or the file is not of this edition', async () => {
    const act = (path: string, live: number) =>
      choose(pledge, person, { choice: 'done', unit: { path, live } }, server.tools());
    await expect(act('Acme / Sales', 3)).rejects.toEqual(refusal('unit-changed'));
    await expect(act(unit, 8)).rejects.toEqual(refusal('smaller-unit'));
    server.publish({ number: 2, leaves, units: { units: units.units, places: units.places.slice(1) } });
    await expect(act(unit, 7)).rejects.toEqual(refusal('not-as-published'));
    expect(server.posted).toEqual([]);
  });

  test('rides along with nothing but a pledge', async () => {
    await choose(answer, person, { choice: 'not', unit: { path: unit, live: 7 } }, server.tools());
    expect(server.proved).toHaveLength(1);
    expect(server.posted[0]).not.toHaveProperty('unit');
  });
});
