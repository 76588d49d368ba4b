import type { AppLoadContext } from '@remix-run/node';
import fc from 'fast-check';
import { ManualClock } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import {
  actRoutes,
  arePoints,
  coordinateOrder,
  eightPoints,
  fieldOrder,
  isCanonical,
  isWhole,
  number,
  type ActRoute,
} from './act-routes';

/*
 * Throws anything whatever at the routes that take an act of somebody unknown. What they should say is written down here a
 * second time, by other means than the routes' own: a body in the right form gets as far as the database, which has no such
 * petition or summary; any other is refused before.
 */

const fieldsOf = ({ subject, act, more }: ActRoute): string[] => [
  ...['v', subject, 'register', 'edition', act, 'n', 'depth', 'root', 'nullifier', 'points'],
  ...more.map(({ name }) => name),
];

interface Answer {
  readonly status: number;
  readonly error: string;
}

/** What must be answered to a body. */
export function expectedAnswer(route: ActRoute, body: Uint8Array): Answer {
  if (body.length > route.mostBytes) return { status: 413, error: 'too-large' };
  return isWellFormed(route, parsed(body))
    ? { status: 404, error: route.unknown }
    : { status: 400, error: 'malformed' };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function isWellFormed(route: ActRoute, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const body = value as Record<string, unknown>;
  const missing = route.more.filter(({ name, mayBeMissing }) => mayBeMissing === true && !Object.hasOwn(body, name));
  const fields = fieldsOf(route).filter((field) => !missing.some(({ name }) => name === field));
  if (Object.keys(body).sort().join() !== fields.sort().join()) return false;
  const name = body[route.subject];
  return (
    body['v'] === 1 &&
    typeof name === 'string' &&
    route.names.test(name) &&
    !name.endsWith('\n') &&
    isWhole(body['register'], 1, 2 ** 31 - 1) &&
    isWhole(body['edition'], 1, 2 ** 31 - 1) &&
    route.acts.some((act) => act === body[route.act]) &&
    isWhole(body['n'], 0, 999) &&
    !(body[route.act] === route.neverFirst && body['n'] === 0) &&
    (missing.length > 0 || mayBringUnit(route, body)) &&
    isWhole(body['depth'], 1, 32) &&
    isCanonical(body['root'], fieldOrder) &&
    isCanonical(body['nullifier'], fieldOrder) &&
    arePoints(body['points']) &&
    route.more.every((field) => missing.includes(field) || field.isRight(body[field.name]))
  );
}

const mayBringUnit = ({ unitFirstWith, act }: ActRoute, body: Record<string, unknown>) =>
  unitFirstWith === undefined || (body['n'] === 0 && body[act] === unitFirstWith);

const wellFormedOf = (route: ActRoute) =>
  route.unitFirstWith === undefined
    ? bodyOf(route)
    : fc.oneof(
        bodyOf({ ...route, more: [] }),
        bodyOf({ ...route, acts: [route.unitFirstWith] }).map((body) => ({ ...body, n: 0 })),
      );

const bodyOf = (route: ActRoute) =>
  fc.record({
    v: fc.constant(1),
    [route.subject]: fc.stringMatching(route.names),
    register: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    edition: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    [route.act]: fc.constantFrom(...route.acts),
    n: fc.integer({ min: 0, max: 999 }),
    depth: fc.integer({ min: 1, max: 32 }),
    root: number(fieldOrder),
    nullifier: number(fieldOrder),
    points: eightPoints,
    ...Object.fromEntries(route.more.map(({ name, values }) => [name, values])),
  });

/** Spellings of numbers that are not their only one, numbers at the edges, and what is no number. */
const hostile = fc.oneof(
  fc.constantFrom('', '0', '00', '01', '+1', '-1', '-0', ' 1', '1 ', '1\n', '1.0', '1e3', '0x10', '١', 'NaN', '9'.repeat(78), '9'.repeat(79)), // prettier-ignore
  fc.constantFrom(fieldOrder, fieldOrder - 1n, fieldOrder + 1n, coordinateOrder, coordinateOrder - 1n).map(String),
  fc.constantFrom<unknown>(null, true, [], {}, -1, 0, 1, 1.5, 1e21, 2 ** 31, 2 ** 53, -0),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));

function bodiesOf(route: ActRoute): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const wellFormed = wellFormedOf(route);
  const fields = fieldsOf(route);
  const withOneChange = fc
    .tuple(wellFormed, fc.constantFrom(...fields, 'extra', '__proto__', 'constructor', 'toString'), hostile)
    .map(([body, name, value]) => {
      const entries: (readonly [string, unknown])[] = Object.entries(body).filter(([field]) => field !== name);
      const all = [...entries, [name, value] as const];
      return `{${all.map(([field, each]) => `${JSON.stringify(field)}:${JSON.stringify(each)}`).join()}}`;
    });
  const withOnePointChanged = fc
    .tuple(wellFormed, fc.nat(8), hostile)
    .map(([body, place, value]) =>
      JSON.stringify({ ...body, points: (body.points ?? []).toSpliced(place, 1, value as string) }),
    );
  // The same within a unit, where the act has one.
  const withAUnitChanged = fc
    .tuple(wellFormed, fc.constantFrom('path', 'root', 'points', 'more'), hostile)
    .map(([body, name, value]) => JSON.stringify({ ...body, unit: { ...unitOf(body), [name]: value } }));
  const withOneFieldLeftOut = fc
    .tuple(wellFormed, fc.constantFrom(...fields))
    .map(([body, name]) =>
      JSON.stringify(Object.fromEntries(Object.entries(body).filter(([field]) => field !== name))),
    );
  return fc.oneof(
    wellFormed.map((each) => bytesOf(JSON.stringify(each))),
    withOneChange.map(bytesOf),
    withOnePointChanged.map(bytesOf),
    withAUnitChanged.map(bytesOf),
    withOneFieldLeftOut.map(bytesOf),
    fc.tuple(wellFormed, changes).map(([each, made]) => withBytesChanged(each, made)),
    fc.json().map(bytesOf),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
    fc
      .tuple(wellFormed, fc.integer({ min: route.mostBytes - 1100, max: route.mostBytes + 2000 }))
      .map(([each, room]) => bytesOf(JSON.stringify(each).padEnd(room))),
  );
}

const unitOf = (body: object): object => ('unit' in body ? (body.unit as object) : {});

const changes = fc.array(fc.tuple(fc.nat(), fc.constantFrom('change', 'remove', 'insert'), fc.nat(255)), {
  minLength: 1,
  maxLength: 4,
});

/** Bytes of something well-formed with a few of them changed, taken away or put in. */
function withBytesChanged(body: object, made: readonly (readonly [number, string, number])[]): Uint8Array<ArrayBuffer> {
  const bytes = [...Buffer.from(JSON.stringify(body))];
  for (const [place, how, byte] of made) {
    const at = place % (bytes.length + 1);
    if (how === 'insert') bytes.splice(at, 0, byte);
    else if (how === 'remove') bytes.splice(at, 1);
    else bytes[at] = byte;
  }
  return Uint8Array.from(bytes);
}

export interface FuzzCount {
  readonly inputs: number;
  /** How many got as far as the database. */
  readonly wellFormed: number;
}

/** Throws inputs at a route until one is answered otherwise than it should be; then it throws, with the seed. */
export async function fuzzActRoute(
  name: keyof typeof actRoutes,
  { inputs, seed }: { inputs: number; seed: number },
): Promise<FuzzCount> {
  const route: ActRoute = actRoutes[name];
  let asked = 0;
  let reached = 0;
  const property = fc.asyncProperty(bodiesOf(route), async (bytes) => {
    const expected = expectedAnswer(route, bytes);
    const before = reached;
    const response = await route.action({
      request: new Request(`http://localhost/unseen/${name}`, {
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

/** A database without any petition or summary. */
function databaseWithout(onQuestion: () => void): AnonymousDatabase {
  const execute = () => {
    onQuestion();
    return Promise.resolve([{ id: null }]);
  };
  return { execute } as unknown as AnonymousDatabase;
}
