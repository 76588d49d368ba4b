import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { ProofInput, Prover } from '~/crypto/semaphore/prover';
import { petitionScope, petitionTextDigest, signMessage } from '~/crypto/semaphore/statement';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { signCheckpoint } from '~/crypto/tlog/checkpoint';
import { encodeEntry, entryLeaf, type Entry } from '~/crypto/tlog/entry';
import { Frontier } from '~/crypto/tlog/merkle';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import { act, publishedEdition, standFor } from '~/signer/act';
import type { House } from '~/signer/house';
import { readLedger } from '~/signer/ledger';
import type { Petition } from '~/signer/petitions';
import { SignerError } from '~/signer/signer-error';

/* The independent signer against a house that lies; the proofs are not made, but what they would be about is looked at. */

const key = (name: string, byte: number) => noteKeyPair(name, new Uint8Array(32).fill(byte));
const [ledgerKey, receiptKey] = [key('acme/ledger', 1), key('acme/receipt', 2)];
const ann = identityFromEntropy(new Uint8Array(16).fill(1));
const others = Array.from({ length: 9 }, (_, n) => identityFromEntropy(new Uint8Array(16).fill(10 + n)).commitment);
const petition: Petition = {
  id: 'aeaqcaibaeaqcaibaeaqcaibae',
  title: 'Stop it',
  demands: ['Stop.', 'Say who read it.'],
  background: '',
  register: 1,
  criticalMass: 0,
};

const tree = new PoseidonTree(17);
tree.setLeaves([ann.commitment, ...others].entries());
const [tile, upper] = [tileOf(tree, 0), upperOf(tree)];
const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Lies {
  live: number;
  entry: Entry | null;
  tile: Uint8Array;
  receipt: (body: Body) => string;
  answer: (body: Body) => { receipt: string; acts: number };
  root: Uint8Array | null;
}
type Body = { petition: string; nullifier: string; action: 'sign' | 'withdraw'; n: number };

let lies: Lies;
let posted: Body[];
let proved: ProofInput[];
beforeEach(() => {
  posted = [];
  proved = [];
  lies = {
    live: 10,
    entry: null,
    tile,
    root: null,
    receipt: ({ petition: petitionId, nullifier, action, n }) =>
      signReceipt(
        { organisation: 'acme', petitionId, nullifier: BigInt(nullifier) as never, action, n },
        noteSigner(receiptKey.skey),
      ),
    answer: (body) => ({ receipt: lies.receipt(body), acts: body.n + 1 }),
  };
});

const edition = () => ({
  ...{ register: 1, depth: 17, edition: 1, day: '2026-06-10', entry: 0, size: 10, live: lies.live, rosterSize: 10 },
  groupRoot: toHex(toBytes32(tree.root)),
  tiles: [nameOf(tile)],
  upper: nameOf(upper),
  units: 'ab'.repeat(32),
});

function entryOfEdition(): Entry {
  const { register, edition: number, size, live, rosterSize, units, groupRoot, day } = edition();
  return { v: 1, kind: 'edition', register, number, size, live, root: groupRoot, rosterSize, units, day };
}

function house(): House {
  const leaf = entryLeaf(encodeEntry(lies.entry ?? entryOfEdition()));
  const frontier = new Frontier();
  frontier.append(leaf);
  const state = { origin: 'acme/ledger', size: 1, root: lies.root ?? frontier.root() };
  const note = signCheckpoint(state, noteSigner(ledgerKey.skey));
  const keys = {
    v: 1,
    organisation: 'acme',
    ledger: [{ number: 1, key: ledgerKey.vkey, signature: '' }],
    receipts: receiptKey.vkey,
  };
  const files = new Map<string, unknown>([
    ['ledger/keys', keys],
    ['registers/1/editions/latest', edition()],
    ['ledger/checkpoint', new TextEncoder().encode(note)],
    ['ledger/tile/0/000.p/1', leaf],
    [`register-files/${nameOf(tile)}`, lies.tile],
    [`register-files/${nameOf(upper)}`, upper],
    [`petitions/${petition.id}/nullifiers`, new Uint8Array()],
  ]);
  const get = (path: string) => {
    if (!files.has(path)) throw new SignerError('not-as-published', path);
    return files.get(path);
  };
  return {
    bytes: (path) => Promise.resolve(get(path) as Uint8Array),
    json: (path, form) => Promise.resolve(form.parse(get(path))),
    post(_path, body, form) {
      posted.push(body as Body);
      return Promise.resolve(form.parse(lies.answer(body as Body)));
    },
  };
}

const prover: Prover = {
  prove(input) {
    proved.push(input);
    const points = ['1', '2', '3', '4', '5', '6', '7', '8'] as never;
    const nullifier = input.identity === ann ? ann.nullifier(input.scope).toString() : '0';
    return Promise.resolve({
      depth: 17,
      root: input.path.root.toString(),
      nullifier,
      scope: '0',
      message: '0',
      points,
    });
  },
};

async function run(action: 'sign' | 'withdraw', identity = ann, minimum = 10) {
  const asked = house();
  const tools = { house: asked, ledger: await readLedger(asked, null), prover, identity, minimum };
  return act(petition, action, await standFor(petition, action, tools), tools);
}

const fails = async (code: string, action: 'sign' | 'withdraw' = 'sign') => {
  await expect(run(action)).rejects.toMatchObject({ code });
};

describe('an honest house', () => {
  test('gets one act, about the very words that are shown', async () => {
    await expect(run('sign')).resolves.toMatchObject({ kind: 'done', acts: 1 });
    expect(posted).toHaveLength(1);
    expect(Object.keys(posted[0] ?? {}).sort()).toEqual(
      ['action', 'depth', 'edition', 'n', 'nullifier', 'petition', 'points', 'register', 'root', 'v'], // prettier-ignore
    );
    expect(proved[0]?.scope).toBe(petitionScope('acme', petition.id));
    expect(proved[0]?.message).toBe(signMessage(petitionTextDigest(petition), 'sign', 0));
  });

  test('is told nothing twice: what stands, stands', async () => {
    const refuse = (acts: number) => () => {
      throw new SignerError('refused', '', { code: 'stale-action', acts });
    };
    lies.answer = refuse(3);
    await expect(run('sign')).resolves.toEqual({ kind: 'stands', acts: 3 });
    lies.answer = refuse(2);
    await expect(run('sign')).resolves.toEqual({ kind: 'withdrawn-before', acts: 2 });
    expect(posted.map(({ n }) => n)).toEqual([0, 0]);
    lies.answer = refuse(0);
    await expect(run('withdraw')).resolves.toEqual({ kind: 'nothing-to-withdraw' });
    lies.answer = refuse(4);
    await expect(run('withdraw')).resolves.toEqual({ kind: 'stands', acts: 4 });
    const honest = lies.receipt;
    lies.answer = (body) => (body.n === 3 ? { receipt: honest(body), acts: 4 } : refuse(3)());
    await expect(run('withdraw')).resolves.toMatchObject({ kind: 'done', acts: 4 });
  });

  test('is not acted in by who is not on its register, nor in a crowd below the minimum', async () => {
    const stranger = identityFromEntropy(new Uint8Array(16).fill(99));
    await expect(run('sign', stranger)).rejects.toMatchObject({ code: 'not-on-register' });
    await expect(run('sign', ann, 11)).rejects.toMatchObject({ code: 'small-crowd' });
    expect(proved).toEqual([]);
  });
});

describe('a lying house gets nothing', () => {
  test('whose edition is not in its ledger as it is given', async () => {
    lies.entry = { ...entryOfEdition(), live: 1000 };
    await fails('not-as-published');
    expect(proved).toEqual([]);
  });

  test('whose register has fewer keys than it says, or other ones', async () => {
    lies.live = 11;
    await fails('not-as-published');
    lies.live = 10;
    lies.tile = tile.slice();
    lies.tile[40] = (lies.tile[40] ?? 0) ^ 1;
    await fails('not-as-published');
    expect(proved).toEqual([]);
  });

  test('whose checkpoint is not over its entries', async () => {
    lies.root = new Uint8Array(32).fill(7);
    await fails('not-as-published');
    expect(proved).toEqual([]);
  });

  test('whose receipt is about something else, or signed by somebody else, is found out', async () => {
    const honest = lies.receipt;
    lies.receipt = (body) => honest({ ...body, action: 'withdraw' });
    await fails('bad-receipt');
    lies.receipt = (body) => honest({ ...body, petition: 'another' });
    await fails('bad-receipt');
    lies.receipt = (body) => honest({ ...body, n: 2 });
    await fails('bad-receipt');
    lies.receipt = (body) => honest({ ...body, nullifier: '7' });
    await fails('bad-receipt');
    lies.receipt = (body) =>
      honest(body)
        .replace('Stop', '')
        .replace(/— .*\n$/, '— acme/receipt AAAA\n');
    await fails('bad-receipt');
  });

  test('a file of nullifiers is read as the protocol has it, and no other way', () => {
    const row = new Uint8Array(38);
    row.fill(5, 0, 32);
    row.set([0, 1, 0, 0, 1, 2], 32);
    expect(publishedEdition(row, new Uint8Array(32).fill(5))).toBe(258);
    expect(publishedEdition(row, new Uint8Array(32).fill(6))).toBeNull();
    expect(() => publishedEdition(row.subarray(1), new Uint8Array(32))).toThrow(SignerError);
  });
});
