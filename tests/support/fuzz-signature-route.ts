import type { AppLoadContext } from '@remix-run/node';
import fc from 'fast-check';
import { action } from '~/routes/unseen.signatures';
import { ManualClock } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';

/*
 * Throws anything whatever at the one route that takes something from somebody unknown. What it should say is written down
 * here a second time, by other means than the route's own: a body in the right form gets as far as the database, which has
 * no such petition; any other is refused before.
 */

const fieldOrder = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const coordinateOrder = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const fields = ['v', 'petition', 'register', 'edition', 'action', 'n', 'depth', 'root', 'nullifier', 'points'];
const mostBytes = 4096;

interface Answer {
  readonly status: number;
  readonly error: string;
}

/** What must be answered to a body. */
export function expectedAnswer(body: Uint8Array): Answer {
  if (body.length > mostBytes) return { status: 413, error: 'too-large' };
  return isWellFormed(parsed(body)) ? { status: 404, error: 'unknown-petition' } : { status: 400, error: 'malformed' };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function isWellFormed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.keys(value).sort().join() !== [...fields].sort().join()) return false;
  const body = value as Record<string, unknown>;
  const isWhole = (name: string, from: number, to: number) => {
    const number = body[name];
    return typeof number === 'number' && Math.trunc(number) === number && number >= from && number <= to;
  };
  const { petition, points } = body;
  const isName = typeof petition === 'string' && petition !== '' && petition.length <= 64 && !/[^\w-]/.test(petition);
  return (
    body['v'] === 1 &&
    isName &&
    isWhole('register', 1, 2 ** 31 - 1) &&
    isWhole('edition', 1, 2 ** 31 - 1) &&
    (body['action'] === 'sign' || body['action'] === 'withdraw') &&
    isWhole('n', 0, 999) &&
    isWhole('depth', 1, 32) &&
    isCanonical(body['root'], fieldOrder) &&
    isCanonical(body['nullifier'], fieldOrder) &&
    Array.isArray(points) &&
    points.length === 8 &&
    points.every((point) => isCanonical(point, coordinateOrder))
  );
}

/** The only spelling of a number is the one that it is printed with. */
function isCanonical(text: unknown, order: bigint): boolean {
  if (typeof text !== 'string' || text.length === 0 || text.length > 78) return false;
  if ([...text].some((letter) => letter < '0' || letter > '9')) return false;
  const number = BigInt(text);
  return number.toString() === text && number < order;
}

const number = (order: bigint) => fc.bigInt({ min: 0n, max: order - 1n }).map(String);

const wellFormed = fc.record({
  v: fc.constant(1),
  petition: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  register: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  edition: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  action: fc.constantFrom('sign', 'withdraw'),
  n: fc.integer({ min: 0, max: 999 }),
  depth: fc.integer({ min: 1, max: 32 }),
  root: number(fieldOrder),
  nullifier: number(fieldOrder),
  points: fc.array(number(coordinateOrder), { minLength: 8, maxLength: 8 }),
});

/** Spellings of numbers that are not their only one, numbers at the edges, and what is no number. */
const hostile = fc.oneof(
  fc.constantFrom('', '0', '00', '01', '+1', '-1', '-0', ' 1', '1 ', '1\n', '1.0', '1e3', '0x10', '١', 'NaN', '9'.repeat(78), '9'.repeat(79)), // prettier-ignore
  fc.constantFrom(fieldOrder, fieldOrder - 1n, fieldOrder + 1n, coordinateOrder, coordinateOrder - 1n).map(String),
  fc.constantFrom<unknown>(null, true, [], {}, -1, 0, 1, 1.5, 1e21, 2 ** 31, 2 ** 53, -0),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const withOneChange = fc
  .tuple(wellFormed, fc.constantFrom(...fields, 'extra', '__proto__', 'constructor', 'toString'), hostile)
  .map(([body, name, value]) => {
    const entries = Object.entries(body).filter(([field]) => field !== name);
    return `{${[...entries, [name, value] as const].map(([field, each]) => `${JSON.stringify(field)}:${JSON.stringify(each)}`).join()}}`;
  });

const withOnePointChanged = fc
  .tuple(wellFormed, fc.nat(8), hostile)
  .map(([body, place, value]) => JSON.stringify({ ...body, points: body.points.toSpliced(place, 1, value as string) }));

const withOneFieldLeftOut = fc
  .tuple(wellFormed, fc.constantFrom(...fields))
  .map(([body, name]) => JSON.stringify(Object.fromEntries(Object.entries(body).filter(([field]) => field !== name))));

/** Bytes of something well-formed with a few of them changed, taken away or put in. */
const withBytesChanged = fc
  .tuple(
    wellFormed,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('change', 'remove', 'insert'), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    }),
  ) // prettier-ignore
  .map(([body, changes]) => {
    const bytes = [...Buffer.from(JSON.stringify(body))];
    for (const [place, how, byte] of changes) {
      const at = place % (bytes.length + 1);
      if (how === 'insert') bytes.splice(at, 0, byte);
      else if (how === 'remove') bytes.splice(at, 1);
      else bytes[at] = byte;
    }
    return Uint8Array.from(bytes);
  });

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));

const body = fc.oneof(
  wellFormed.map((each) => bytesOf(JSON.stringify(each))),
  withOneChange.map(bytesOf),
  withOnePointChanged.map(bytesOf),
  withOneFieldLeftOut.map(bytesOf),
  withBytesChanged,
  fc.json().map(bytesOf),
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(wellFormed, fc.integer({ min: 3000, max: 6000 }))
    .map(([each, room]) => bytesOf(JSON.stringify(each).padEnd(room))),
);

export interface FuzzCount {
  readonly inputs: number;
  /** How many got as far as the database. */
  readonly wellFormed: number;
}

/** Throws inputs at the route until one is answered otherwise than it should be; then it throws, with the seed. */
export async function fuzzSignatureRoute({ inputs, seed }: { inputs: number; seed: number }): Promise<FuzzCount> {
  let asked = 0;
  let reached = 0;
  const property = fc.asyncProperty(body, async (bytes) => {
    const expected = expectedAnswer(bytes);
    const before = reached;
    const response = await action({
      request: new Request('http://localhost/unseen/signatures', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: bytes,
      }),
      context,
      params: {},
    });
    asked += 1;
    const { error } = (await response.json()) as { error: string };
    const isQuiet =
      response.headers.getSetCookie().length === 0 && response.headers.get('cache-control') === 'no-store';
    const isAsked = reached > before;
    if (
      response.status !== expected.status ||
      error !== expected.error ||
      !isQuiet ||
      isAsked !== (expected.status === 404)
    )
      throw new Error(`${String(response.status)} ${error}, not ${String(expected.status)} ${expected.error}`);
  });
  const context = {
    clock: new ManualClock('2026-01-01T00:00:00Z'),
    settings: { organisation: 'fuzz' },
    wing: {
      name: 'anonymous',
      db: databaseWithout(() => {
        reached += 1;
      }),
      verification: { verify: () => Promise.reject(new Error('nothing here can be proved')) },
      receipts: null,
    },
  } as unknown as AppLoadContext;
  await fc.assert(property, { numRuns: inputs, seed });
  return { inputs: asked, wellFormed: reached };
}

/** A database without any petition. */
function databaseWithout(onQuestion: () => void): AnonymousDatabase {
  const execute = () => {
    onQuestion();
    return Promise.resolve([{ id: null }]);
  };
  return { execute } as unknown as AnonymousDatabase;
}
