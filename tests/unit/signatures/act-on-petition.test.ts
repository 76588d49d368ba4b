import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { asNullifier, toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import {
  petitionScope,
  petitionTextDigest,
  reduce,
  unitMessage,
  type SignatureAction,
} from '~/crypto/semaphore/statement';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree, unitTree } from '~/crypto/semaphore/tree';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import { actOnPetition, type ActingTools } from '~/features/anonymous/signatures/act-on-petition';
import { parseAction } from '~/features/anonymous/signatures/action.schema';
import type { ActionBody } from '~/features/anonymous/signatures/submit-action';
import { EditionNotInLedgerError } from '~/features/published/ledger-on-device/device-ledger';
import type { UnitToDisclose } from '~/features/anonymous/units/path-in-unit';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { encodeUnitsFile } from '~/features/published/registers/units-file';

/*
 * A server in a few lines, that may lie: what the browser asks it, what it tells it, and what it refuses to do for it.
 */

const organisation = 'acme.example';
const keys = noteKeyPair(`${organisation}/receipt`, randomBytes(32));
const petition = { id: 'p1', title: 'Chairs', demands: ['Buy chairs.'], background: '', register: 1 };

const people = Array.from({ length: 5 }, (_, index) => {
  const entropy = new Uint8Array(16).fill(index + 1);
  const identity = identityFromEntropy(entropy);
  return { entropy, identity, commitment: toHex(toBytes32(identity.commitment)) };
});
const me = people[0] as (typeof people)[number];
const nullifier = toBytes32(me.identity.nullifier(petitionScope(organisation, petition.id)));
const everybody = people.map(({ identity }) => identity.commitment as bigint);
const withoutMe = [0n, ...everybody.slice(1)];

const unit = 'Acme / Support';
let asked: string[];
let posted: ActionBody[];
/** What was kept, of which edition, after how many posts. */
let kept: [string, number, number][];
let inLedger: (edition: number) => Promise<void>;
/** The server's refusal of whatever is posted. */
let refuseWith: string | null;
let answers: Map<string, Uint8Array | string>;
/** Acts of my key that the server says stand. */
let standing: number | null;
/** Bytes of each post. */
let sizes: number[];
let proved: Parameters<ActingTools['prove']>[0][];

beforeEach(() => {
  asked = [];
  posted = [];
  kept = [];
  inLedger = () => Promise.resolve();
  refuseWith = null;
  standing = null;
  proved = [];
  sizes = [];
  answers = new Map([['/petitions/p1/nullifiers', new Uint8Array(0)]]);
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push(path);
    if (init?.method === 'POST') sizes.push(Buffer.byteLength(init.body as string));
    if (init?.method === 'POST') return Promise.resolve(accept(JSON.parse(init.body as string) as ActionBody));
    const body = answers.get(path);
    return Promise.resolve(new Response(body === undefined ? null : Buffer.from(body), { status: body ? 200 : 404 }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function accept(body: ActionBody): Response {
  posted.push(body);
  if (refuseWith !== null) return Response.json({ error: refuseWith }, { status: 409 });
  if (standing !== null && standing !== body.n) {
    return Response.json({ error: 'stale-action', acts: standing }, { status: 409 });
  }
  const { action, n } = body;
  const said = { organisation, petitionId: body.petition, nullifier: asNullifier(BigInt(body.nullifier)), action, n };
  return Response.json({ receipt: signReceipt(said, noteSigner(keys.skey)), acts: n + 1 });
}

/** Publishes an edition with these leaves; `claims` is what its document says instead of the truth. */
function publish(edition: number, leaves: readonly bigint[], claims: Partial<EditionDocument> = {}): void {
  const tree = new PoseidonTree(17);
  tree.setLeaves(leaves.entries());
  const keep = (bytes: Uint8Array) => {
    const name = createHash('sha256').update(bytes).digest('hex');
    answers.set(`/register-files/${name}`, bytes);
    return name;
  };
  const document: EditionDocument = {
    register: 1,
    depth: 17,
    edition,
    day: '2026-06-10',
    entry: edition,
    size: leaves.length,
    live: leaves.filter((leaf) => leaf !== 0n).length,
    rosterSize: 9,
    groupRoot: toHex(toBytes32(tree.root)),
    tiles: [keep(tileOf(tree, 0))],
    upper: keep(upperOf(tree)),
    // Four of the five are in Support, which is in Acme.
    units: keep(encodeUnitsFile({ units: ['Acme', unit], places: leaves.map((_, place) => (place < 4 ? 1 : 0)) })),
    ...claims,
  };
  for (const name of [String(edition), 'latest'])
    answers.set(`/registers/1/editions/${name}`, JSON.stringify(document));
}

/** Publishes that my key has acted so often, the last time with this edition. */
function publishMyActs(acts: number, edition: number): void {
  const record = Buffer.alloc(38);
  record.set(nullifier);
  record.writeUInt16BE(acts, 32);
  record.writeUInt32BE(edition, 34);
  answers.set('/petitions/p1/nullifiers', record);
}

function act(
  action: SignatureAction,
  crowd: ActingTools['crowd'] = { live: 4, minimum: 3 },
  known: { acts?: number; unit?: UnitToDisclose } = {},
) {
  const prove: ActingTools['prove'] = ({ identity, path, scope, message }) => {
    proved.push({ identity, path, scope, message });
    return Promise.resolve<WireProof>({
      depth: path.siblings.length,
      root: path.root.toString(),
      nullifier: identity.nullifier(scope).toString(),
      scope: reduce(scope).toString(),
      message: reduce(message).toString(),
      points: ['1', '2', '3', '4', '5', '6', '7', '8'],
    });
  };
  const tools: ActingTools = {
    ...{ organisation, receiptKey: keys.vkey, crowd, prove, onStage: () => undefined },
    ledger: { requireEdition: ({ edition: number }) => inLedger(number) },
    receipts: {
      sent: (body) => keep('sent', body),
      taken: (body, receipt) => keep(receipt, body),
      refused: (body) => keep('refused', body),
    },
  };
  return actOnPetition(petition, me, action, tools, known);
}

function keep(what: string, { edition }: ActionBody): Promise<void> {
  kept.push([what, edition, posted.length]);
  return Promise.resolve();
}

const editionsPosted = () => posted.map(({ edition }) => edition);

describe('the edition of an act', () => {
  test('is the newest for a signature', async () => {
    publish(1, everybody.slice(0, 4));
    publish(2, everybody);
    expect(await act('sign')).toMatchObject({ kind: 'done' });
    expect(editionsPosted()).toEqual([2]);
  });

  test('is that of the signature for its withdrawal, for who has left and for who has not', async () => {
    for (const newest of [everybody, withoutMe]) {
      publish(3, everybody.slice(0, 4));
      publish(4, everybody);
      publish(5, newest);
      publishMyActs(1, 3);
      expect(await act('withdraw')).toMatchObject({ kind: 'done' });
    }
    // 4 is the last one before the leaf of who has left is gone: it would name them.
    expect(editionsPosted()).toEqual([3, 3]);
  });

  test('is the newest for a withdrawal before the signature was published', async () => {
    publish(1, everybody);
    publish(2, everybody);
    await act('withdraw');
    expect(editionsPosted()).toEqual([2]);
  });

  test('is drawn from the older ones for who has left before the signature was published', async () => {
    for (const edition of [1, 2, 3, 4]) publish(edition, everybody);
    publish(5, withoutMe);
    const draws = [0, 2];
    for (const draw of draws) {
      vi.spyOn(crypto, 'getRandomValues').mockImplementationOnce((array) => {
        (array as Uint32Array).fill(draw);
        return array;
      });
      await act('withdraw');
    }
    expect(editionsPosted()).toEqual([4, 2]);
  });

  test('is not guessed where the published nullifiers cannot be read', async () => {
    publish(1, everybody);
    publish(2, withoutMe);
    answers.delete('/petitions/p1/nullifiers');
    await expect(act('withdraw')).rejects.toThrow(TypeError);
    expect(posted).toEqual([]);
  });
});

describe('a crowd that is not as it was said to be', () => {
  test('an edition that claims more keys than stand in its tiles is refused', async () => {
    publish(1, everybody, { live: 60, size: 60 });
    await expect(act('sign')).rejects.toMatchObject({ code: 'not-as-published' });
    expect(posted).toEqual([]);
  });

  test('a register with fewer keys than the page showed is not signed with', async () => {
    publish(1, everybody);
    await expect(act('sign', { live: 6, minimum: 3 })).rejects.toMatchObject({ code: 'smaller-crowd' });
    expect(posted).toEqual([]);
  });

  test.each<SignatureAction>(['sign', 'withdraw'])(
    'a crowd of two is not one to %s in, whatever minimum the server names',
    async (action) => {
      publish(1, everybody.slice(0, 2));
      await expect(act(action, { live: 2, minimum: 1 })).rejects.toMatchObject({ code: 'smaller-crowd' });
      expect(posted).toEqual([]);
    },
  );
});

test('nothing is proved in an edition that is not in the ledger', async () => {
  publish(1, everybody);
  inLedger = () => Promise.reject(new EditionNotInLedgerError('another entry'));
  await expect(act('sign')).rejects.toMatchObject({ code: 'not-in-ledger' });
  await expect(act('withdraw')).rejects.toMatchObject({ code: 'not-in-ledger' });
  expect([posted, kept]).toEqual([[], []]);
});

test('a receipt is kept: before the act is sent, and once it is signed for', async () => {
  publish(1, everybody);
  const result = await act('sign');
  if (result.kind !== 'done') throw new Error(result.kind);
  expect(kept).toEqual([
    ['sent', 1, 0],
    [result.receipt, 1, 1],
  ]);
});

test('of an act that was refused nothing is kept', async () => {
  publish(1, everybody);
  refuseWith = 'petition-not-open';
  await expect(act('sign')).rejects.toMatchObject({ code: 'petition-not-open' });
  expect(kept.map(([what]) => what)).toEqual(['sent', 'refused']);
});

test('a signer asks for nothing but the register, whole, before the act itself', async () => {
  publish(1, everybody);
  await act('sign');
  const { units } = JSON.parse(String(answers.get('/registers/1/editions/latest'))) as EditionDocument;
  // Who is in which unit is read before, while one is asked whether to name one: by everybody.
  const files = [...answers.keys()].filter((path) => path.startsWith('/register-files/') && !path.endsWith(units));
  expect(asked.toSorted()).toEqual(['/registers/1/editions/latest', '/unseen/signatures', ...files].toSorted());
});

describe('a unit', () => {
  const inUnit = { path: unit, live: 4 };
  const crowd = { live: 4, minimum: 3 };

  test('is proved in its own tree with the same scope, and goes with the first signature', async () => {
    publish(1, everybody);
    expect(await act('sign', crowd, { unit: inUnit })).toMatchObject({ kind: 'done' });
    const [whole, second] = proved;
    const tree = new PoseidonTree(17);
    tree.setLeaves(everybody.entries());
    const own = unitTree(17, (index) => tree.get(0, index), [0, 1, 2, 3]);
    expect([whole?.path.root, second?.path.root]).toEqual([tree.root, own.root]);
    expect(second?.scope).toBe(whole?.scope);
    expect(second?.message).toBe(unitMessage(petitionTextDigest(petition), unit));
    const { unit: posted, ...body } = posted1();
    expect(parseAction({ ...body, unit: posted }).unit).toMatchObject({ path: unit, root: own.root });
    expect(asked.every((path) => !decodeURIComponent(path).includes('Support'))).toBe(true);
    // Nor does its size, nor what is kept on the device.
    await act('sign', crowd);
    expect(sizes).toEqual([3072, 3072]);
    expect(kept.map(([what]) => what)).toHaveLength(4);
  });

  test('goes with no other act, whatever the server says stands', async () => {
    publish(1, everybody);
    standing = 2;
    expect(await act('sign', crowd, { unit: inUnit })).toEqual({ kind: 'withdrawn-before', acts: 2 });
    expect(await act('sign', crowd, { unit: inUnit, acts: 2 })).toMatchObject({ kind: 'done', acts: 3 });
    standing = 3;
    expect(await act('withdraw', crowd, { unit: inUnit })).toMatchObject({ kind: 'done', acts: 4 });
    expect(posted.map((body) => [body.action, body.n, 'unit' in body])).toEqual([
      ['sign', 0, true],
      ['sign', 2, false],
      ['withdraw', 1, false],
      ['withdraw', 3, false],
    ]);
  });

  test('is not proved where it is another one or smaller by now', async () => {
    publish(1, everybody);
    await expect(act('sign', crowd, { unit: { path: 'Acme / Sales', live: 4 } })).rejects.toMatchObject({
      code: 'unit-changed',
    });
    await expect(act('sign', crowd, { unit: { path: unit, live: 5 } })).rejects.toMatchObject({ code: 'smaller-unit' });
    expect([posted, proved]).toEqual([[], []]);
  });
});

function posted1(): ActionBody {
  const [body] = posted;
  if (!body) throw new Error('nothing was posted');
  return body;
}
