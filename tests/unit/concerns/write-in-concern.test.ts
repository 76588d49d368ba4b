import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { ConcernWorker } from '~/features/anonymous/concerns/concern-worker-client';
import { parseManifest } from '~/features/anonymous/concerns/manifest';
import { packMessage } from '~/features/anonymous/concerns/pack-message';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { openRequest } from '~/features/anonymous/concerns/signed-request';
import { writeInConcern } from '~/features/anonymous/concerns/write-in-concern';
import type { CheckedHandlers } from '~/features/published/handlers/handler-key';
import { testHandler, type TestHandler } from '~tests/support/handled-concerns';
import { memoryOutbox, type MemoryOutbox } from '~tests/support/memory-outbox';

const organisation = 'acme';
const day = '2026-11-23';
const path = '/unseen/concerns/message';

let one: TestHandler;
let two: TestHandler;
let receipt: Receipt;
let outbox: MemoryOutbox;
let known: CheckedHandlers;
let recipients: (readonly string[])[];
let posted: unknown[];
let refusal: Response | null;

beforeEach(async () => {
  [one, two, receipt] = await Promise.all([testHandler(1), testHandler(2), receiptOf(new Uint8Array(16).fill(9))]);
  outbox = memoryOutbox();
  known = { active: [one.key, two.key], root: one.key.fingerprint, problems: [] };
  [recipients, posted, refusal] = [[], [], null];
  vi.stubGlobal('fetch', (asked: string, options: RequestInit) => {
    if (asked === path) {
      posted.push(JSON.parse(options.body as string));
      return Promise.resolve(refusal ?? Response.json({ missing: [] }));
    }
    return Promise.reject(new Error('nothing is missing'));
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const run = (async (_kind: 'pack', ask: { id: string; message: Parameters<typeof packMessage>[0] }) => {
  recipients.push(ask.message.recipients);
  return packMessage(ask.message, (hash, chunk) => outbox.keepChunk(ask.id, hash, chunk));
}) as unknown as ConcernWorker['run'];

const write = (notTo: readonly string[] = []) =>
  writeInConcern(
    { receipt, programme: 'keystrokes', next: 4, text: ' Since spring. ', files: [], notTo },
    {
      organisation,
      today: () => day,
      handlers: () => Promise.resolve(known),
      outbox,
      worker: { run },
      onStage: () => undefined,
    },
  );

describe('writing on in a concern', () => {
  test('is signed by the concern’s key over the very manifest, and sealed to the reporter too', async () => {
    await write();
    const { key, request } = openRequest(posted[0], { organisation, path });
    expect(toHex(key)).toBe(toHex(receipt.concern));
    const { manifest } = request as { manifest: string };
    expect(parseManifest(manifest)).toMatchObject({
      concern: toHex(receipt.concern),
      programme: 'keystrokes',
      number: 4,
      sender: 'reporter',
      audience: 'all',
    });
    expect(recipients).toEqual([[receipt.recipient, one.key.recipient, two.key.recipient]]);
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
  });

  test('is not sealed to whoever was left out', async () => {
    await write([one.key.fingerprint]);
    expect(recipients).toEqual([[receipt.recipient, two.key.recipient]]);
    await expect(write([one.key.fingerprint, two.key.fingerprint])).rejects.toMatchObject({ code: 'no-handlers' });
  });

  test('is not sealed to anybody where the chain does not hold', async () => {
    known = { ...known, problems: ['The first key is gone.'] };
    await expect(write()).rejects.toMatchObject({ code: 'broken-chain' });
    expect([recipients, posted]).toEqual([[], []]);
  });

  test('what is refused leaves nothing behind', async () => {
    refusal = Response.json({ error: 'number-taken' }, { status: 409 });
    await expect(write()).rejects.toMatchObject({ code: 'number-taken' });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
  });
});
