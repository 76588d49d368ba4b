import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { asNullifier, toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import { petitionScope, reduce, type SignatureAction } from '~/crypto/semaphore/statement';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import { actOnPetition, type ActingTools } from '~/features/anonymous/signatures/act-on-petition';
import type { ActionBody } from '~/features/anonymous/signatures/submit-action';
import { EditionNotInLedgerError } from '~/features/published/ledger-on-device/device-ledger';
import type { EditionDocument } from '~/features/published/registers/edition-document';

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

let asked: string[];
let posted: ActionBody[];
/** What was kept, of which edition, after how many posts. */
let kept: [string, number, number][];
let inLedger: (edition: number) => Promise<void>;
/** The server's refusal of whatever is posted. */
let refuseWith: string | null;
let answers: Map<string, Uint8Array | string>;

beforeEach(() => {
  asked = [];
  posted = [];
  kept = [];
  inLedger = () => Promise.resolve();
  refuseWith = null;
  answers = new Map([['/petitions/p1/nullifiers', new Uint8Array(0)]]);
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push(path);
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
    units: '00'.repeat(32),
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

function act(action: SignatureAction, crowd: ActingTools['crowd'] = { live: 4, minimum: 3 }) {
  const prove: ActingTools['prove'] = ({ identity, path, scope, message }) =>
    Promise.resolve<WireProof>({
      depth: path.siblings.length,
      root: path.root.toString(),
      nullifier: identity.nullifier(scope).toString(),
      scope: reduce(scope).toString(),
      message: reduce(message).toString(),
      points: ['1', '2', '3', '4', '5', '6', '7', '8'],
    });
  const tools: ActingTools = {
    ...{ organisation, receiptKey: keys.vkey, crowd, prove, onStage: () => undefined },
    ledger: { requireEdition: ({ edition: number }) => inLedger(number) },
    receipts: {
      sent: (body) => keep('sent', body),
      taken: (body, receipt) => keep(receipt, body),
      refused: (body) => keep('refused', body),
    },
  };
  return actOnPetition(petition, me, action, tools);
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
  const files = [...answers.keys()].filter((path) => path.startsWith('/register-files/'));
  expect(asked.toSorted()).toEqual(['/registers/1/editions/latest', '/unseen/signatures', ...files].toSorted());
});
