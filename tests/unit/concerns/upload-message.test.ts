import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OutboxMessage } from '~/features/anonymous/concerns/outbox';
import { resumeUpload } from '~/features/anonymous/concerns/resume-upload';
import { UploadInterruptedError, uploadMessage } from '~/features/anonymous/concerns/upload-chunks';
import { memoryOutbox, type MemoryOutbox } from '~tests/support/memory-outbox';

/*
 * A server in a few lines: it has got some chunks, it may refuse, lose connections and lie.
 */

const hash = (number: number) => number.toString(16).padStart(64, '0');
const hashes = Array.from({ length: 7 }, (_, number) => hash(number));
const message: OutboxMessage = {
  id: 'm',
  state: 'ready',
  kind: 'raise',
  day: '2026-11-23',
  concern: 'ab'.repeat(32),
  number: 0,
  body: { v: 1, manifest: 'text' },
  chunks: hashes.map((each) => ({ hash: each, size: 10 })),
};

let outbox: MemoryOutbox;
let got: Set<string>;
let posted: { path: string; body: unknown; options: RequestInit }[];
let underWay: number;
let mostUnderWay: number;
/** What the server does instead of taking a chunk or a manifest. */
let onChunk: (hash: string, time: number) => Response | Error | null;
let onManifest: () => Response | Error | null;

beforeEach(async () => {
  outbox = memoryOutbox();
  for (const each of hashes) await outbox.keepChunk('m', each, new Uint8Array(10));
  await outbox.keep(message);
  got = new Set();
  posted = [];
  [underWay, mostUnderWay] = [0, 0];
  onChunk = () => null;
  onManifest = () => null;
  const times = new Map<string, number>();
  vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
    posted.push({ path, body: options.body, options });
    if (path === '/unseen/concerns') {
      return answerOr(onManifest(), () => Response.json({ missing: hashes.filter((each) => !got.has(each)) }));
    }
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await Promise.resolve();
    underWay -= 1;
    const name = path.split('/').at(-1) ?? '';
    times.set(name, (times.get(name) ?? 0) + 1);
    return answerOr(onChunk(name, times.get(name) ?? 0), () => {
      got.add(name);
      return Response.json({ complete: got.size === hashes.length });
    });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function answerOr(instead: Response | Error | null, otherwise: () => Response): Response {
  if (instead instanceof Error) throw instead;
  return instead ?? otherwise();
}

const refuse = (status: number, error: string) => Response.json({ error }, { status });
const chunksSent = () =>
  posted.filter(({ path }) => path.includes('/chunks/')).map(({ path }) => path.split('/').at(-1));

describe('uploading a message', () => {
  test('sends the manifest, then every chunk, three at a time, without cookie or referrer', async () => {
    const shares: number[] = [];
    await uploadMessage(outbox, message, (sent, all) => shares.push(sent / all));
    expect([...got].sort()).toEqual(hashes);
    expect(mostUnderWay).toBe(3);
    expect(posted[0]?.path).toBe('/unseen/concerns');
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    for (const { options } of posted) {
      expect(options).toMatchObject({ method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer' });
    }
  });

  test('sends only what is missing', async () => {
    got = new Set(hashes.slice(0, 5));
    const shares: number[] = [];
    await uploadMessage(outbox, message, (sent, all) => shares.push(sent / all));
    expect(chunksSent().sort()).toEqual(hashes.slice(5));
    expect(shares[0]).toBeCloseTo(5 / 7);
  });

  test('sends a chunk again whose connection was lost, and gives up after the third time', async () => {
    onChunk = (name, time) => (name === hash(2) && time < 3 ? new TypeError('network') : null);
    await uploadMessage(outbox, message);
    expect(chunksSent().filter((name) => name === hash(2))).toHaveLength(3);
    got = new Set();
    onChunk = (name) => (name === hash(3) ? new TypeError('network') : null);
    await expect(uploadMessage(outbox, message)).rejects.toBeInstanceOf(UploadInterruptedError);
  });

  test('what is refused was not taken; what was lost may have been', async () => {
    onManifest = () => refuse(409, 'stale-edition');
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ name: 'UnseenError', code: 'stale-edition' });
    onManifest = () => new TypeError('network');
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ name: 'UploadInterruptedError' });
    onManifest = () => new Response('<html>', { status: 200 });
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ name: 'UploadInterruptedError' });
    expect(chunksSent()).toEqual([]);
  });

  test('a server that asks for chunks that are not ours gets nothing, and one that never has enough is not believed', async () => {
    onManifest = () => Response.json({ missing: ['ff'.repeat(32)] });
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ name: 'UploadInterruptedError' });
    expect(chunksSent()).toEqual([]);
    onManifest = () => Response.json({ missing: [hash(0)] });
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ cause: { code: 'not-complete' } });
  });

  test('after a failure nothing more is begun', async () => {
    onChunk = (name) => (name === hash(0) ? refuse(404, 'not-listed') : null);
    await expect(uploadMessage(outbox, message)).rejects.toMatchObject({ cause: { code: 'not-listed' } });
    expect(chunksSent().length).toBeLessThanOrEqual(5);
    expect(underWay).toBe(0);
  });
});

describe('going on with an upload', () => {
  test('what has arrived is gone from the device', async () => {
    expect(await resumeUpload(outbox, message, () => undefined)).toEqual({ kind: 'sent' });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
  });

  test('what was interrupted, or came at a busy moment, stays', async () => {
    onChunk = () => new TypeError('network');
    expect(await resumeUpload(outbox, message, () => undefined)).toEqual({ kind: 'interrupted' });
    onManifest = () => refuse(503, 'busy');
    expect(await resumeUpload(outbox, message, () => undefined)).toEqual({ kind: 'interrupted' });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([1, 7]);
  });

  test('what the server takes no longer is gone from the device', async () => {
    onManifest = () => refuse(409, 'wrong-day');
    expect(await resumeUpload(outbox, message, () => undefined)).toEqual({ kind: 'too-late' });
    expect([outbox.messages.size, outbox.chunks.size]).toEqual([0, 0]);
  });
});
