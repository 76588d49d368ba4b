import { createHash } from 'node:crypto';
import type { ActionFunctionArgs, AppLoadContext } from '@remix-run/node';
import fc from 'fast-check';
import { toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { encodeManifest } from '~/features/anonymous/concerns/manifest';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { ManualClock } from '~/platform/clock';
import { action as raise } from '~/routes/unseen.concerns';
import { action as asReporter } from '~/routes/unseen.concerns.act';
import { action as chunks } from '~/routes/unseen.concerns.chunks';
import { action as handling } from '~/routes/unseen.handling';

/*
 * Throws anything whatever at the routes that take something about concerns from somebody unknown. What is in the right form,
 * and rightly signed, must get as far as the database, which is not there; what is not must be refused before, in the words
 * of the protocol. Nothing may be neither.
 */

export const concernRoutes = ['concerns', 'concerns/chunks', 'concerns/:act', 'handling/:act'] as const;
export type ConcernRoute = (typeof concernRoutes)[number];

/** One request, and what must become of it where that is known. */
interface Thrown {
  readonly path: string;
  readonly body: Uint8Array;
  readonly must: 'reach' | 'be refused' | 'either';
}

const day = '2026-01-10';
const organisation = 'fuzz';
const key = signingKey(new Uint8Array(32).fill(7));
const concern = toHex(key.publicKey);
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));

const manifest = (number: number, sender: string) =>
  fc
    .tuple(fc.uniqueArray(hex, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 1_048_576 }))
    .map(([hashes, size]) =>
      encodeManifest({
        ...{ v: 1, concern, programme: null, number, sender, audience: 'all' },
        parts: hashes.map((hash, index) => ({ size: index === 0 ? Math.min(size, 131_072) : size, chunks: [hash] })),
      }),
    );

const decimal = fc.bigInt({ min: 0n, max: 2n ** 253n }).map(String);
const raising = manifest(0, 'reporter').chain((text) =>
  fc.record({
    ...{ v: fc.constant(1), manifest: fc.constant(text), day: fc.constant(day), slot: fc.nat(2) },
    ...{ register: fc.integer({ min: 1, max: 99 }), edition: fc.integer({ min: 1, max: 99 }), depth: fc.constant(17) },
    ...{ root: decimal, nullifier: decimal, points: fc.array(decimal, { minLength: 8, maxLength: 8 }) },
    salt: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((salt) => Buffer.from(salt).toString('base64url')),
  }),
);

const number = fc.nat(199);
const base64 = fc.uint8Array({ minLength: 3, maxLength: 90 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const requests: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  'concerns/conversation': fc.constant({}),
  'concerns/message': fc.integer({ min: 1, max: 199 }).chain((n) => manifest(n, 'reporter').map((text) => ({ manifest: text }))), // prettier-ignore
  'concerns/chunk': fc.record({ number, hash: hex }),
  'handling/list': fc.record({ after: fc.option(hex), limit: fc.integer({ min: 1, max: 50 }) }),
  'handling/conversation': fc.record({ concern: hex }),
  'handling/message': fc.integer({ min: 1, max: 199 }).chain((n) => manifest(n, concern).map((text) => ({ manifest: text }))), // prettier-ignore
  'handling/chunk': fc.record({ concern: hex, number, hash: hex }),
  'handling/read': fc.record({ concern: hex, number }),
  'handling/state': fc.record({ concern: hex, from: fc.constant('received'), to: fc.constant('closed'), reason: fc.constantFrom('resolved', 'rubbish') }), // prettier-ignore
  'handling/assign': fc.record({ concern: hex, to: fc.option(hex) }),
  'handling/labels': fc.record({ concern: hex, n: fc.nat(999), labels: base64 }),
  'handling/hide': fc.record({ concern: hex, from: hex }),
  'handling/grant': fc.record({ grants: fc.array(fc.record({ concern: hex, to: hex, bytes: base64 }), { minLength: 1, maxLength: 3 }) }), // prettier-ignore
};

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, true, [], {}, -1, 1.5, 2 ** 53, '', '0', ' ', 'ab'.repeat(33), 'A'.repeat(64)),
  fc.constantFrom<unknown>('2026-01-13', '2026-02-30', '2025-12-31', 'today', '__proto__', '\ud800'),
  fc.string(),
  fc.jsonValue({ maxDepth: 3 }),
);

const changed = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
  fc
    .tuple(arbitrary, fc.nat(), hostile, fc.constantFrom('replace', 'leave out', 'add'))
    .map(([value, place, other, how]): object => {
      const fields = Object.keys(value);
      const field = how === 'add' ? 'extra' : (fields[place % Math.max(1, fields.length)] ?? 'extra');
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
      return how === 'leave out' ? rest : { ...rest, [field]: other };
    });

/** Bytes of something well-formed with a few of them changed, taken away or put in. */
const damaged = (arbitrary: fc.Arbitrary<Uint8Array>) =>
  fc
    .tuple(arbitrary, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.nat(255)), { minLength: 1, maxLength: 3 }))
    .map(([bytes, changes]) => {
      const list = [...bytes];
      for (const [place, how, byte] of changes) list.splice(place % (list.length + 1), how === 0 ? 0 : 1, ...(how === 2 ? [] : [byte])); // prettier-ignore
      return Uint8Array.from(list);
    });

/** Nobody signs at random: these are refused whatever they say. */
const noise = fc.oneof(
  fc.json().map(bytesOf),
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(2_000).map((depth) => bytesOf('['.repeat(depth) + ']'.repeat(depth))),
);

const jsonOf = (value: unknown) => bytesOf(JSON.stringify(value));

function signed(path: string, request: object): unknown {
  const place = { organisation, path: `/unseen/${path}` };
  try {
    return signRequest(key, { ...place, request: { day, ...request } });
  } catch {
    // What JSON cannot say exactly, nobody can sign.
    return { v: 1, request: JSON.stringify(request), key: concern, signature: 'A'.repeat(86) };
  }
}

const at =
  (path: string) =>
  (must: Thrown['must']) =>
  (body: Uint8Array): Thrown => ({ path, body, must });

function thrownAt(route: ConcernRoute): fc.Arbitrary<Thrown> {
  if (route === 'concerns') {
    const here = at('concerns');
    return fc.oneof(
      raising.map(jsonOf).map(here('reach')),
      changed(raising).map(jsonOf).map(here('either')),
      damaged(raising.map(jsonOf)).map(here('either')),
      noise.map(here('be refused')),
    );
  }
  if (route === 'concerns/chunks') return chunk;
  const paths = Object.keys(requests).filter((path) => path.startsWith(route.split('/')[0] ?? ''));
  return fc.oneof(...paths.map((path) => thrownSigned(path, requests[path] ?? fc.constant({}))));
}

function thrownSigned(path: string, request: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Thrown> {
  const here = at(path);
  const whole = request.map((each) => jsonOf(signed(path, each)));
  return fc.oneof(
    { weight: 2, arbitrary: whole.map(here('reach')) },
    { weight: 2, arbitrary: changed(request).map((each) => here('either')(jsonOf(signed(path, each)))) },
    { weight: 1, arbitrary: damaged(whole).map(here('either')) },
    { weight: 1, arbitrary: request.map((each) => here('be refused')(jsonOf(signed(`${path}x`, each)))) },
    {
      weight: 4,
      arbitrary: changed(fc.constant(signed(path, {}) as object)).map((each) => here('either')(jsonOf(each))),
    },
    { weight: 6, arbitrary: noise.map(here('be refused')) },
  );
}

const segment = fc.oneof(
  fc.constantFrom('', '0', '-1', '00', '199', '1000', '%00', '..', 'x', 'ab'.repeat(32), 'AB'.repeat(32)),
  hex,
  fc.string({ maxLength: 70 }),
);
const chunk: fc.Arbitrary<Thrown> = fc.oneof(
  fc.tuple(fc.uint8Array({ maxLength: 200 }), number, hex).map(([body, n, name]): Thrown => {
    const hash = createHash('sha256').update(body).digest('hex');
    return { path: `concerns/chunks/${name}/${String(n)}/${hash}`, body, must: 'reach' };
  }),
  fc.tuple(fc.uint8Array({ maxLength: 200 }), segment, segment, hex).map(([body, name, n, hash]): Thrown => {
    const path = ['concerns/chunks', ...[name, n, hash].map(encodeURIComponent)].join('/');
    return { path, body, must: 'be refused' };
  }),
);

/** What the database that is not there answers. */
class ReachedError extends Error {
  override readonly name = 'ReachedError';
}

const reach = () => Promise.reject(new ReachedError());
const context = {
  clock: new ManualClock(`${day}T12:00:00Z`),
  settings: { organisation, minimum: 10 },
  wing: { name: 'anonymous', db: { transaction: reach, execute: reach }, verification: null, receipts: null },
} as unknown as AppLoadContext;

async function outcomeOf({ path, body }: Thrown): Promise<'reach' | Response> {
  const [what = '', act = '', ...rest] = path.split('/').map(decodeURIComponent);
  const isChunk = what === 'concerns' && act === 'chunks';
  const type = isChunk ? 'application/octet-stream' : 'application/json';
  const [concernName = '', n = '', hash = ''] = rest;
  const args: ActionFunctionArgs = {
    request: new Request('http://localhost/unseen', { method: 'POST', headers: { 'content-type': type }, body: Uint8Array.from(body) }), // prettier-ignore
    context,
    params: isChunk ? { concern: concernName, number: n, hash } : { act },
  };
  const route = what === 'handling' ? handling : isChunk ? chunks : act ? asReporter : raise;
  try {
    return await route(args);
  } catch (error) {
    if (error instanceof ReachedError) return 'reach';
    throw error;
  }
}

const codes = new Set(['400 malformed', '403 bad-signature', '409 wrong-day', '413 too-large', '422 wrong-hash']);

/** Throws inputs at one route until one is answered otherwise than it should be; then it throws, with the seed. */
export async function fuzzConcernRoute(
  route: ConcernRoute,
  { inputs, seed }: { inputs: number; seed: number },
): Promise<{ inputs: number; reached: number }> {
  let [asked, reached] = [0, 0];
  const property = fc.asyncProperty(thrownAt(route), async (thrown) => {
    const outcome = await outcomeOf(thrown);
    asked += 1;
    if (outcome === 'reach') {
      reached += 1;
      if (thrown.must === 'be refused') throw new Error('it reached the database');
      return;
    }
    const { error } = (await outcome.json()) as { error: string };
    const answer = `${String(outcome.status)} ${error}`;
    const isQuiet = outcome.headers.getSetCookie().length === 0 && outcome.headers.get('cache-control') === 'no-store';
    if (thrown.must === 'reach' || !codes.has(answer) || !isQuiet) throw new Error(answer);
  });
  await fc.assert(property, { numRuns: inputs, seed });
  return { inputs: asked, reached };
}
