import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { fingerprintGroups } from '~/features/published/handlers/fingerprint-groups';
import type { HandlerRecord } from '~/features/published/handlers/handler-record.schema';
import { pinRoot } from '~/features/published/handlers/pinned-root';
import { readHandlers } from '~/features/published/handlers/read-handlers';
import { newHandlerKey, organisation, signedAct, type TestHandlerKey } from '~tests/support/handler-house';

let served: () => Response;
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    expect([path, init.credentials, init.referrerPolicy]).toEqual(['/handlers.json', 'omit', 'no-referrer']);
    return Promise.resolve().then(() => served());
  });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const day = '2026-11-23';

function recordOf(key: TestHandlerKey, name: string, by: TestHandlerKey): HandlerRecord {
  const { fingerprint, signingKey, recipient } = key;
  const signature = signedAct(by, 'added', { fingerprint, name, day });
  const notRetired = { retiredDay: null, retiredBy: null, retiredSignature: null };
  return { fingerprint, name, signingKey, recipient, addedDay: day, addedBy: by.fingerprint, signature, ...notRetired };
}

const serve = (...records: readonly HandlerRecord[]) => {
  served = () => Response.json(records);
};

describe('reading the handlers on a device', () => {
  test('gives those whose chain holds, and remembers the first', async () => {
    const [one, two] = [await newHandlerKey(), await newHandlerKey()];
    serve(recordOf(one, 'One', one), recordOf(two, 'Two', one));
    const known = await readHandlers(organisation);
    expect(known.active.map(({ name }) => name)).toEqual(['One', 'Two']);
    expect(known).toMatchObject({ root: one.fingerprint, problems: [], formerRoot: null });
    expect([...stored.values()]).toEqual([one.fingerprint]);
    expect(await readHandlers(organisation)).toMatchObject({ problems: [], formerRoot: null });
  });

  test('finds a problem where the first is another than before, whole though the new chain is, until a person agrees', async () => {
    const [one, other] = [await newHandlerKey(), await newHandlerKey()];
    serve(recordOf(one, 'One', one));
    await readHandlers(organisation);
    serve(recordOf(other, 'One', other));
    for (let time = 0; time < 2; time++) {
      const known = await readHandlers(organisation);
      expect(known).toMatchObject({ root: other.fingerprint, formerRoot: one.fingerprint });
      expect(known.problems).toHaveLength(1);
    }
    serve();
    expect(await readHandlers(organisation)).toMatchObject({ root: null, formerRoot: one.fingerprint, active: [] });
    pinRoot(organisation, other.fingerprint);
    serve(recordOf(other, 'One', other));
    expect(await readHandlers(organisation)).toMatchObject({ problems: [], formerRoot: null });
  });

  test('remembers nothing of a chain that does not hold, of another organisation, or without storage', async () => {
    const [one, two] = [await newHandlerKey(), await newHandlerKey()];
    serve(recordOf(one, 'One', two));
    expect((await readHandlers(organisation)).problems).toHaveLength(1);
    expect(stored.size).toBe(0);
    serve(recordOf(one, 'One', one), recordOf(two, 'Two', two));
    const known = await readHandlers(organisation);
    expect(known.problems).toHaveLength(1);
    expect(known.active.map(({ name }) => name)).toEqual(['One']);
    expect(stored.size).toBe(0);
    serve(recordOf(one, 'One', one));
    expect((await readHandlers('elsewhere')).problems).toHaveLength(1);
    vi.stubGlobal('localStorage', undefined);
    expect(await readHandlers(organisation)).toMatchObject({ problems: [], formerRoot: null });
  });

  test.each<[string, () => Response, 'offline' | 'unreadable']>([
    [
      'nobody answers',
      () => {
        throw new TypeError('no connection');
      },
      'offline',
    ],
    ['the answer is a refusal', () => Response.json([], { status: 503 }), 'unreadable'],
    ['it is not JSON', () => new Response('<html>'), 'offline'],
    ['it is no list', () => Response.json({ active: [] }), 'unreadable'],
    ['a key is none', () => Response.json([{ fingerprint: toHex(randomBytes(32)) }]), 'unreadable'],
  ])('says so where %s', async (_, answer, code) => {
    // prettier-ignore
    served = answer;
    await expect(readHandlers(organisation)).rejects.toMatchObject({ name: 'HandlersReadError', code });
  });
});

test('a fingerprint is read out in eight groups of eight', () => {
  const fingerprint = toHex(randomBytes(32));
  const groups = fingerprintGroups(fingerprint);
  expect(groups.map(({ length }) => length)).toEqual(Array.from({ length: 8 }, () => 8));
  expect(groups.join('')).toBe(fingerprint);
});
