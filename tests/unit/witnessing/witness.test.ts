import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureVerifier, readCosignatures, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { noteVerifier } from '~/crypto/tlog/note';
import { describeContradiction, describeCosigned } from '~/witness/witness-words';
import { witnessOnce, type WitnessRun } from '~/witness/witness';
import { entries, History, ledgerKey, listed, showing } from '~tests/support/witnessed-ledger';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-witness-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const now = () => new Date('2026-11-23T18:01:02Z');
const council = witnessKeyPair('works-council.example/w', new Uint8Array(32).fill(101));
const union = witnessKeyPair('union.example/w', new Uint8Array(32).fill(102));

const runAt = (house: WitnessRun['house'], more: Partial<WitnessRun> = {}): WitnessRun => ({
  ...{ house, key: council, folder, publicFolder: join(folder, 'public'), now },
  others: () => Promise.resolve([]),
  pause: () => Promise.resolve(),
  ...more,
});
const other = (note: string) => ({ others: () => Promise.resolve([{ name: 'https://union.example', note }]) });
const published = (name = 'checkpoint') => readFile(join(folder, 'public', name), 'utf8');
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

describe('an honest ledger', () => {
  test('is cosigned, published and handed in, again and again as it grows', async () => {
    const shown = showing(new History(entries(300)));
    const first = await witnessOnce(runAt(shown.house));
    expect(first).toMatchObject({ kind: 'cosigned', isNew: true, isFirst: true, refusal: null });
    const note = await published();
    expect(shown.handedIn).toEqual([{ what: 'cosignatures', note }]);
    expect(openCheckpoint(note, noteVerifier(ledgerKey(1).vkey)).size).toBe(300);
    const [line] = readCosignatures(note, [cosignatureVerifier(council.vkey)]);
    expect(line).toMatchObject({ name: 'works-council.example/w', time: now().getTime() / 1000 });

    shown.history = new History(entries(1_000));
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ kind: 'cosigned', isNew: true, isFirst: false });
    expect((await readdir(join(folder, 'public', 'checkpoints'))).sort()).toEqual(['1000', '300']);
    expect(await published('checkpoints/300')).toBe(note);
  });

  test('that stands still is not cosigned anew, and what was cosigned is handed in again', async () => {
    const shown = showing(new History(entries(5)));
    shown.refusal = 'unknown-witness';
    const first = await witnessOnce(runAt(shown.house));
    expect(first).toMatchObject({ refusal: 'unknown-witness' });
    if (first.kind === 'cosigned') expect(describeCosigned(first, council.vkey)).toContain(council.vkey);
    const note = await published();
    shown.refusal = null;
    const later = runAt(shown.house, { now: () => new Date('2026-11-24T18:01:02Z') });
    expect(await witnessOnce(later)).toMatchObject({ isNew: false, refusal: null });
    expect(await published()).toBe(note);
    expect(shown.handedIn.at(-1)?.note).toBe(note);
  });

  test('may change its key, the old one signing the new, and goes on under either until the new one has signed', async () => {
    const shown = showing(new History(entries(5)));
    await witnessOnce(runAt(shown.house));
    shown.keys = [1, 2];
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ kind: 'cosigned', isNew: false });
    Object.assign(shown, { history: new History(entries(6)), signs: 1 });
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ kind: 'cosigned', isNew: true });
    // Whoever stole the old key signs nothing with it any more.
    Object.assign(shown, { history: new History(entries(7)), signs: 0 });
    expect(await failure(witnessOnce(runAt(shown.house)))).toBe('unsigned');
  });

  test('of which a copy lags for a moment is looked at again before anything is said', async () => {
    const shown = showing(new History(entries(9)));
    await witnessOnce(runAt(shown.house));
    const [behind, caughtUp] = [new History(entries(8)), new History(entries(10))];
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      if (pauses === 2) shown.history = caughtUp;
      return Promise.resolve();
    };
    shown.history = behind;
    expect(await witnessOnce(runAt(shown.house, { pause }))).toMatchObject({ kind: 'cosigned', isNew: true });
    shown.history = behind;
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ contradiction: { kind: 'shorter' } });
  });

  test('is compared with what other witnesses publish', async () => {
    const shown = showing(new History(entries(600)));
    const seen = new History(entries(257)).note(ledgerKey(1).skey);
    expect(await witnessOnce(runAt(shown.house, other(seen)))).toMatchObject({ kind: 'cosigned', notCompared: [] });
    const rubbish = runAt(shown.house, other('We are away until Monday.'));
    expect(await witnessOnce(rubbish)).toMatchObject({ kind: 'cosigned', notCompared: ['https://union.example'] });
  });
});

describe('a ledger with two histories', () => {
  const original = new History(entries(300));
  const changed = (count: number) => new History(entries(count).map((entry, n) => (n === 7 ? 'another' : entry)));

  test.each([
    ['fewer entries', 'shorter', new History(entries(299))],
    ['none', 'shorter', new History([])],
    ['one entry changed', 'other-entries', changed(300)],
    ['one entry changed, and more', 'rewritten', changed(301)],
    ['one entry changed, and many more', 'rewritten', changed(1_000)],
    ['the last entry changed, and more', 'rewritten', new History([...entries(299), 'another', 'more'])],
  ])('is found by whoever looks twice: %s', async (_, kind, rewritten) => {
    const shown = showing(original);
    await witnessOnce(runAt(shown.house));
    const before = await published();
    shown.history = rewritten;
    const result = await witnessOnce(runAt(shown.house));
    expect(result).toMatchObject({ kind: 'contradiction', contradiction: { kind, seenBy: null }, refusal: null });
    // Nothing of it is cosigned, and both histories are there to be seen, each signed by the ledger itself.
    expect(await published()).toBe(before);
    const notes = [await published('contradiction/earlier'), await published('contradiction/later')];
    const opened = notes.map((note) => openCheckpoint(note, noteVerifier(ledgerKey(1).vkey)));
    expect(opened.map(({ size }) => size)).toEqual([300, rewritten.size]);
    expect(shown.handedIn.slice(1)).toEqual(notes.map((note) => ({ what: 'contradictions', note })));
    expect(await published('index.html')).toContain('It signed two histories');
    if (result.kind !== 'contradiction') throw new Error('not found');
    const told = describeContradiction(result, { address: 'https://house', publicFolder: 'x' });
    for (const note of notes) expect(told).toContain(note);
  });

  test('is never cosigned again, though it shows the old history once more', async () => {
    const shown = showing(original);
    await witnessOnce(runAt(shown.house));
    shown.history = changed(301);
    await witnessOnce(runAt(shown.house));
    shown.history = new History(entries(302));
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ kind: 'contradiction' });
    expect(openCheckpoint(await published(), noteVerifier(ledgerKey(1).vkey)).size).toBe(300);
  });

  test('is found by two witnesses to whom it shows one each', async () => {
    const [toCouncil, toUnion] = [showing(original), showing(changed(300))];
    await witnessOnce(runAt(toCouncil.house));
    const unionFolder = join(folder, 'union');
    const publicFolder = join(unionFolder, 'public');
    const unionRun = runAt(toUnion.house, { key: union, folder: unionFolder, publicFolder });
    await witnessOnce(unionRun);
    // Each of them alone sees nothing wrong, ever.
    expect(await witnessOnce(runAt(toCouncil.house))).toMatchObject({ kind: 'cosigned' });
    expect(await witnessOnce(unionRun)).toMatchObject({ kind: 'cosigned' });
    const seenByUnion = await readFile(join(publicFolder, 'checkpoint'), 'utf8');
    const found = await witnessOnce(runAt(toCouncil.house, other(seenByUnion)));
    expect(found).toMatchObject({ contradiction: { kind: 'other-entries', seenBy: 'https://union.example' } });
    // The union's line is part of the proof: it says that somebody was shown it.
    expect(readCosignatures(await published('contradiction/earlier'), [cosignatureVerifier(union.vkey)])).toHaveLength(
      1,
    );
  });

  test('is found where somebody else was shown more than this witness is', async () => {
    const shown = showing(original);
    const more = new History(entries(301)).note(ledgerKey(1).skey);
    expect(await witnessOnce(runAt(shown.house, other(more)))).toMatchObject({ contradiction: { kind: 'shorter' } });
  });

  test('is found where its keys do not follow from those that it had', async () => {
    for (const keys of [[9], [9, 1], []]) {
      await rm(folder, { recursive: true, force: true });
      const shown = showing(original);
      await witnessOnce(runAt(shown.house));
      shown.keys = keys;
      const result = await witnessOnce(runAt(shown.house));
      expect(result).toMatchObject({ kind: 'contradiction', contradiction: { kind: 'other-keys' } });
    }
  });

  test('is found where a key came without the signature of the one before', async () => {
    const shown = showing(original);
    await witnessOnce(runAt(shown.house));
    const keys = listed([1, 2]).map((key) => ({ ...key, signature: key.signature && '0'.repeat(128) }));
    const forged = { ...shown.house, keys: () => Promise.resolve({ organisation: 'acme', keys }) };
    expect(await witnessOnce(runAt(forged))).toMatchObject({ contradiction: { kind: 'other-keys' } });
  });
});

describe('where nothing can be said, nothing is signed', () => {
  test('tiles that do not lead to the root', async () => {
    const shown = showing(new History(entries(300)));
    const house = {
      ...shown.house,
      tile: async (...place: [number, number, number]) => {
        const tile = Uint8Array.from(await shown.house.tile(...place));
        tile[5] = (tile[5] ?? 0) ^ 1;
        return tile;
      },
    };
    expect(await failure(witnessOnce(runAt(house)))).toBe('not-proven');
    await expect(readdir(join(folder, 'public'))).rejects.toThrow('ENOENT');
    expect(shown.handedIn).toEqual([]);
  });

  test('another ledger, or another first key than was told', async () => {
    const shown = showing(new History(entries(3)));
    expect(await failure(witnessOnce(runAt(shown.house, { firstKey: ledgerKey(2).vkey })))).toBe('wrong-key');
    expect(await witnessOnce(runAt(shown.house, { firstKey: ledgerKey(1).vkey }))).toMatchObject({ kind: 'cosigned' });
    const stranger = { ...shown.house, checkpoint: () => Promise.resolve(new History(['x']).note(ledgerKey(2).skey)) };
    expect(await failure(witnessOnce(runAt(stranger)))).toBe('unsigned');
  });

  test('a folder that cannot be read, of another witness, or in use', async () => {
    const shown = showing(new History(entries(3)));
    await witnessOnce(runAt(shown.house));
    expect(await failure(witnessOnce(runAt(shown.house, { key: union })))).toBe('wrong-folder');
    await writeFile(join(folder, 'lock'), String(process.pid));
    expect(await failure(witnessOnce(runAt(shown.house)))).toBe('wrong-folder');
    // Of a process that has ended: numbers of processes do not go that far.
    await writeFile(join(folder, 'lock'), '99999999');
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ kind: 'cosigned' });
    await writeFile(join(folder, 'state.json'), '{}');
    expect(await failure(witnessOnce(runAt(shown.house)))).toBe('wrong-folder');
  });

  test('what was seen is remembered before anybody is told of it', async () => {
    const shown = showing(new History(entries(3)));
    const away = { ...shown.house, handIn: () => Promise.reject(new Error('away')) };
    await expect(witnessOnce(runAt(away))).rejects.toThrow('away');
    shown.history = new History(entries(3, 'other'));
    expect(await witnessOnce(runAt(shown.house))).toMatchObject({ contradiction: { kind: 'other-entries' } });
  });
});
