import { manifestDigest } from '~/crypto/filing';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { open } from '~/crypto/age/age-file';
import { bytesOf, streamOf } from '~/crypto/byte-stream';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { concernMessage, concernScope } from '~/crypto/semaphore/statement';
import { emptyDraft, type ConcernDraft } from '~/features/anonymous/concerns/concern-draft';
import type { ConcernWorker } from '~/features/anonymous/concerns/concern-worker-client';
import { parseManifest } from '~/features/anonymous/concerns/manifest';
import { parseMessageContent } from '~/features/anonymous/concerns/message-content';
import { packMessage } from '~/features/anonymous/concerns/pack-message';
import { raiseConcern, type RaisingTools } from '~/features/anonymous/concerns/raise-concern';
import type { RaisingBody } from '~/features/anonymous/concerns/raise-concern.schema';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { readPart } from '~/features/anonymous/concerns/sealed-part';
import type { CheckedHandlers } from '~/features/published/handlers/handler-key';
import { testHandler, type TestHandler } from '~tests/support/handled-concerns';
import { memoryOutbox, type MemoryOutbox } from '~tests/support/memory-outbox';

const organisation = 'acme';
const entropy = new Uint8Array(16).fill(7);
const person = { entropy, commitment: toHex(toBytes32(identityFromEntropy(entropy).commitment)) };

let one: TestHandler;
let two: TestHandler;
let receipt: Receipt;
let outbox: MemoryOutbox;
let known: CheckedHandlers;
let day: string;
let posted: RaisingBody[];
let proved: { scope: bigint; message: bigint }[];
let packed: string[];
/** What the server says to the nth manifest, from 0; null to take it. */
let onManifest: (time: number, body: RaisingBody) => Response | Error | null;
/** A loss of connection at a chunk. */
let losesChunks: boolean;

beforeEach(async () => {
  [one, two, receipt] = await Promise.all([testHandler(1), testHandler(2), receiptOf(new Uint8Array(randomBytes(16)))]);
  outbox = memoryOutbox();
  known = { active: [one.key, two.key], root: one.key.fingerprint, problems: [] };
  day = '2026-11-23';
  [posted, proved, packed] = [[], [], []];
  onManifest = () => null;
  losesChunks = false;
  const got = new Set<string>();
  let offered = 0;
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    if (path.startsWith('/unseen/concerns/chunks/')) {
      if (losesChunks) return Promise.reject(new TypeError('network'));
      got.add(path.split('/').at(-1) ?? '');
      return Promise.resolve(Response.json({ complete: true }));
    }
    const body = JSON.parse(options.body as string) as RaisingBody;
    posted.push(body);
    const instead = onManifest(offered, body);
    offered += 1;
    if (instead instanceof Error) return Promise.reject(instead);
    if (instead) return Promise.resolve(instead);
    const missing = parseManifest(body.manifest).parts.flatMap(({ chunks }) => chunks).filter((hash) => !got.has(hash)); // prettier-ignore
    return Promise.resolve(Response.json({ missing }));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const refuse = (status: number, error: string) => Response.json({ error }, { status });

const draft: ConcernDraft = {
  ...emptyDraft,
  isChosen: true,
  kind: 'leak',
  guided: { ...emptyDraft.guided, what: 'It lies open.', wish: 'Close it.' },
};

const worker: Pick<ConcernWorker, 'run'> = {
  run: (async (_kind: 'pack', ask: { id: string; message: Parameters<typeof packMessage>[0] }) => {
    packed.push(ask.id);
    return packMessage(ask.message, (hash, chunk) => outbox.keepChunk(ask.id, hash, chunk));
  }) as unknown as ConcernWorker['run'],
};

function tools(): RaisingTools {
  return {
    organisation,
    today: () => day,
    handlers: () => Promise.resolve(known),
    outbox,
    worker,
    standOn: () => Promise.resolve({ register: 1, edition: 2, path: {} as MerklePath }),
    prove: ({ scope, message }) => {
      proved.push({ scope, message });
      const points = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
      return Promise.resolve({ depth: 17, root: '5', nullifier: '6', points } as never);
    },
    onStage: () => undefined,
  };
}

const shownHandlers = () => known.active.map(({ fingerprint }) => fingerprint);
const raise = (changed: Partial<ConcernDraft> = {}, shown = shownHandlers()) =>
  raiseConcern({ draft: { ...draft, ...changed }, receipt, shown }, person, tools());

/** The text of the nth manifest that was posted, as a key opens it. */
async function textIn(body: RaisingBody | undefined, identity: string, chunks: ReadonlyMap<string, Uint8Array>) {
  const [hash] = parseManifest(body?.manifest ?? '').parts[0]?.chunks ?? [];
  const bytes = chunks.get(hash ?? '');
  if (!bytes) throw new Error('no such chunk');
  const { body: said } = await readPart(streamOf(await open(bytes, { identity })));
  return parseMessageContent(await bytesOf(said));
}

describe('raising a concern', () => {
  test('proves over the very manifest, for one slot of the day, and leaves nothing on the device', async () => {
    const { day: raisedOn, manifest } = await raise();
    const [body] = posted;
    expect([raisedOn, body?.manifest, body?.day]).toEqual([day, manifest, day]);
    expect(proved).toEqual([
      {
        scope: concernScope(organisation, day, body?.slot ?? -1),
        message: concernMessage(manifestDigest(organisation, manifest)),
      },
    ]);
    expect(parseManifest(manifest)).toMatchObject({ concern: toHex(receipt.concern), sender: 'reporter', number: 0 });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
    expect(await outbox.usedSlots(day)).toEqual([body?.slot]);
  });

  test('seals to the reporter and to every handler but those left out, and says whom', async () => {
    const kept = new Map<string, Uint8Array>();
    const keepChunk = outbox.keepChunk.bind(outbox);
    vi.spyOn(outbox, 'keepChunk').mockImplementation((id, hash, bytes) => {
      kept.set(hash, bytes);
      return keepChunk(id, hash, bytes);
    });
    await raise({ leftOut: [two.key.fingerprint] });
    for (const identity of [receipt.identity, one.keys.identity]) {
      expect(await textIn(posted[0], identity, kept)).toMatchObject({
        text: 'It lies open.',
        replyTo: receipt.recipient,
        leftOut: [two.key.fingerprint],
      });
    }
    await expect(textIn(posted[0], two.keys.identity, kept)).rejects.toMatchObject({ code: 'not-for-this-key' });
  });

  test.each([
    ['a chain that does not hold', () => ({ ...known, problems: ['The first key is gone.'] }), 'broken-chain'],
    ['no handlers', () => ({ ...known, active: [] }), 'no-handlers'],
    ['a handler whom the person has not seen', () => ({ ...known, active: [one.key, two.key] }), 'handlers-changed'],
  ])('encrypts nothing with %s', async (_, changed, code) => {
    const shown = code === 'handlers-changed' ? [one.key.fingerprint] : shownHandlers();
    known = changed();
    await expect(raise({}, shown)).rejects.toMatchObject({ code });
    expect([packed, posted]).toEqual([[], []]);
  });

  test('encrypts nothing where everybody was left out', async () => {
    await expect(raise({ leftOut: shownHandlers() })).rejects.toMatchObject({ code: 'no-handlers' });
    expect(packed).toEqual([]);
  });
});

describe('slots and days', () => {
  test('another slot is tried with everything encrypted afresh', async () => {
    onManifest = (time) => (time < 2 ? refuse(409, 'slot-used') : null);
    await raise();
    const attempts = posted.slice(0, 3);
    expect(new Set(attempts.map(({ slot }) => slot))).toEqual(new Set([0, 1, 2]));
    const chunks = attempts.flatMap(({ manifest }) => parseManifest(manifest).parts.flatMap((part) => part.chunks));
    expect(new Set(chunks).size).toBe(chunks.length);
    expect(new Set(packed).size).toBe(3);
    expect(new Set(proved.map(({ message }) => message)).size).toBe(3);
  });

  test('when all are used it says so, and nothing is left', async () => {
    onManifest = () => refuse(409, 'slot-used');
    await expect(raise()).rejects.toMatchObject({ code: 'all-slots-used' });
    expect(posted).toHaveLength(3);
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
    // The device remembers: the next time nothing is even encrypted.
    packed = [];
    await expect(raise()).rejects.toMatchObject({ code: 'all-slots-used' });
    expect(packed).toEqual([]);
  });

  test('after midnight it is proved for the new day', async () => {
    onManifest = (time) => {
      if (time > 0) return null;
      day = '2026-11-24';
      return refuse(409, 'wrong-day');
    };
    expect((await raise()).day).toBe('2026-11-24');
    expect(posted.slice(0, 2).map((body) => body.day)).toEqual(['2026-11-23', '2026-11-24']);
    expect(proved[1]?.scope).toBe(concernScope(organisation, '2026-11-24', posted[1]?.slot ?? -1));
    expect(await outbox.usedSlots('2026-11-23')).toEqual([]);
  });

  test('a register that changes for ever is given up', async () => {
    onManifest = () => refuse(409, 'stale-edition');
    await expect(raise()).rejects.toMatchObject({ code: 'keeps-changing' });
    expect(posted.length).toBeLessThan(10);
    expect(outbox.messages.size).toBe(0);
  });
});

describe('what goes wrong', () => {
  test('a refusal leaves nothing behind and uses no slot', async () => {
    onManifest = () => refuse(422, 'invalid-proof');
    await expect(raise()).rejects.toMatchObject({ code: 'invalid-proof' });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
    expect(await outbox.usedSlots(day)).toEqual([]);
  });

  test('what fails before it is sent leaves nothing behind', async () => {
    const failing = { ...tools(), prove: () => Promise.reject(new Error('no memory')) };
    await expect(raiseConcern({ draft, receipt, shown: shownHandlers() }, person, failing)).rejects.toThrow(
      'no memory',
    );
    expect([outbox.messages.size, outbox.chunks.size, posted.length]).toEqual([0, 0, 0]);
  });

  test.each([
    ['the answer to its manifest', () => (onManifest = () => new TypeError('network'))],
    ['a chunk', () => (losesChunks = true)],
  ])('what lost %s can go on later, and its slot counts as used', async (_, lose) => {
    lose();
    const failure = await raise().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'UploadInterruptedError', pending: { kind: 'raise', state: 'ready', day } });
    expect(await outbox.waiting(day)).toHaveLength(1);
    expect(await outbox.usedSlots(day)).toHaveLength(1);
    // What waits is ciphertext and what is posted: no word that was typed, no word of the receipt.
    const kept = [...outbox.chunks.values(), Buffer.from(JSON.stringify([...outbox.messages.values()]))];
    for (const bytes of kept) expect(Buffer.from(bytes).includes('It lies open.')).toBe(false);
    for (const hash of outbox.chunks.keys()) expect(hash).toMatch(/\/[0-9a-f]{64}$/);
    const [chunk] = outbox.chunks.entries();
    expect(chunk?.[0].split('/')[1]).toBe(createHash('sha256').update(chunk?.[1] ?? '').digest('hex')); // prettier-ignore
  });
});
