import { beforeEach, describe, expect, test, vi } from 'vitest';
import { wireProofDigest } from '~/crypto/semaphore/proof';
import { dropAct, dropAllActs, keptActs, openBox, receiptKeeper } from '~/features/anonymous/signatures/kept-acts';
import type { ActionBody } from '~/features/anonymous/signatures/submit-action';
import { blankBox, boxStep, readBox, writeBox } from '~/platform/key-vault/sealed-box';
import type { StoredBox } from '~/platform/key-vault/vault-storage';

/* The browser's storage in a few lines: what a person who copies it would have. */
const boxes = vi.hoisted(() => new Map<string, StoredBox>());
const isHere = vi.hoisted((): { publicName: string | null } => ({ publicName: 'aa' }));
vi.mock('~/platform/key-vault/vault-storage', () => ({
  withVault: (use: (vault: object) => unknown) =>
    Promise.resolve(
      use({
        get: (_: string, name: string) => Promise.resolve(boxes.get(name)),
        put: (_: string, value: StoredBox, name: string) => Promise.resolve(boxes.set(name, value)),
        delete: (_: string, name: string) => Promise.resolve(boxes.delete(name)),
      }),
    ),
}));
vi.mock('~/platform/key-vault/vault', () => ({
  keptKey: () => Promise.resolve(isHere.publicName === null ? null : { publicName: isHere.publicName }),
}));

const key = { publicName: 'aa', entropy: new Uint8Array(16).fill(5) };
const petition = { title: 'Chairs', criticalMass: 0 };
const size = { known: () => Promise.resolve(100), newest: () => Promise.resolve<number | null>(120) };
const body = (change: Partial<ActionBody> = {}): ActionBody => ({
  ...{ v: 1, petition: 'p1', register: 1, edition: 2, action: 'sign', n: 0, depth: 17, root: '1', nullifier: '7' },
  points: ['1', '2', '3', '4', '5', '6', '7', '8'],
  ...change,
});
const again = body({ edition: 3, points: ['8', '7', '6', '5', '4', '3', '2', '1'] });

beforeEach(() => {
  boxes.clear();
  isHere.publicName = 'aa';
  vi.stubGlobal('navigator', {});
});

describe('what is kept of an act', () => {
  test('is there before it is sent, and has its receipt afterwards', async () => {
    const keeper = receiptKeeper(key, petition, size);
    await keeper.sent(body());
    const [sent] = await keptActs(key);
    expect(sent).toMatchObject({
      petition: 'p1',
      title: 'Chairs',
      n: 0,
      nullifier: `${'0'.repeat(63)}7`,
      receipt: null,
    });
    expect(sent?.seen).toBe(100);
    await keeper.taken(body(), 'a note');
    expect(await keptActs(key)).toEqual([{ ...sent, receipt: 'a note', seen: 120 }]);
  });

  test('has every attempt, as the first that arrived is the one that stands', async () => {
    const keeper = receiptKeeper(key, petition, size);
    for (const each of [body(), again]) await keeper.sent(each);
    await keeper.taken(again, 'a note');
    const [act, ...others] = await keptActs(key);
    expect(others).toEqual([]);
    expect(act?.attempts).toEqual(
      [body(), again].map(({ edition, points }) => ({ register: 1, edition, proof: wireProofDigest(points) })),
    );
    await keeper.refused(again);
    expect((await keptActs(key))[0]?.attempts).toHaveLength(1);
    await keeper.refused(body());
    expect(await keptActs(key)).toEqual([]);
  });

  test('stays apart for each act and petition, and can be thrown away', async () => {
    const keeper = receiptKeeper(key, petition, { ...size, newest: () => Promise.resolve(null) });
    const acts = [body(), body({ action: 'withdraw', n: 1 }), body({ petition: 'p2' })];
    for (const act of acts) {
      await keeper.sent(act);
      await keeper.taken(act, `note of ${act.petition} ${String(act.n)}`);
    }
    const all = await keptActs(key);
    expect(all.map(({ receipt, seen }) => [receipt, seen])).toEqual([['note of p1 0', 100], ['note of p1 1', 100], ['note of p2 0', 100]]); // prettier-ignore
    const [first] = all;
    if (!first) throw new Error('nothing was kept');
    expect(await dropAct(key, first)).toEqual(all.slice(1));
    expect(await dropAllActs(key)).toEqual([]);
    expect(await keptActs(key)).toEqual([]);
  });

  test('is nothing where the key itself is not kept on the device', async () => {
    for (const other of [null, 'bb']) {
      isHere.publicName = other;
      await receiptKeeper(key, petition, size).sent(body());
      expect(boxes.size).toBe(0);
    }
  });
});

describe('the box', () => {
  test('is of one size and another each time, whether or not anything is in it', async () => {
    await openBox(key);
    const [empty] = boxes.values();
    await receiptKeeper(key, petition, size).sent(body());
    const [full] = boxes.values();
    expect([empty?.ciphertext.byteLength, full?.ciphertext.byteLength]).toEqual([boxStep + 16, boxStep + 16]);
    // Long enough not to stand among 16,400 random bytes by chance.
    expect(Buffer.from(full?.ciphertext ?? new ArrayBuffer(0)).includes(petition.title)).toBe(false);
    await openBox(key);
    const [anew] = boxes.values();
    expect(Buffer.from(anew?.ciphertext ?? new ArrayBuffer(0))).not.toEqual(Buffer.from(full?.ciphertext ?? new ArrayBuffer(0))); // prettier-ignore
  });

  test('is there before anything is in it, looks the same, and is taken for an empty one', async () => {
    boxes.set('aa', blankBox());
    const [blank] = boxes.values();
    expect(await keptActs(key)).toEqual([]);
    await receiptKeeper(key, petition, size).sent(body());
    const [full] = boxes.values();
    const sizes = [blank, full].map((box) => [box?.iv.byteLength, box?.ciphertext.byteLength]);
    expect(sizes).toEqual([[12, boxStep + 16], [12, boxStep + 16]]); // prettier-ignore
    expect(await keptActs(key)).toHaveLength(1);
  });

  test('opens with its own key only, and not when it was changed or stands under another name', async () => {
    const [secret, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const large = new Uint8Array(3 * boxStep).fill(9);
    await writeBox('aa', secret, large);
    expect(await readBox('aa', secret)).toEqual(large);
    expect(await readBox('aa', other)).toBeNull();
    expect(await readBox('bb', secret)).toBeNull();
    const box = boxes.get('aa');
    if (!box) throw new Error('no box');
    boxes.set('bb', box);
    expect(await readBox('bb', secret)).toBeNull();
    new Uint8Array(box.ciphertext).fill(0, 40, 44);
    expect(await readBox('aa', secret)).toBeNull();
  });
});
