import type { AppLoadContext } from '@remix-run/node';
import fc from 'fast-check';
import { action as ask } from '~/routes/unseen.questions';
import { ManualClock } from '~/platform/clock';
import { demoSettings } from '~/platform/settings';
import { demoCompany } from '~/platform/environment';

/*
 * Throws anything whatever at `/unseen/questions`. What it should say is written down here a second time, by other means
 * than the route's own: a body in the right form of an open day gets as far as the database, which has no such petition.
 */

const fields = ['about', 'body', 'day', 'depth', 'edition', 'nullifier', 'petition', 'points', 'register', 'root', 'slot', 'v']; // prettier-ignore
const fieldOrder = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const coordinateOrder = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const mostBytes = 8192;
const today = '2026-06-10';

/** Code points that nobody sees, or that make a text read otherwise than it stands. */
const hidden: readonly (readonly [number, number])[] = [
  ...([[0x00, 0x08], [0x0b, 0x1f], [0x7f, 0x9f], [0xad, 0xad], [0x61c, 0x61c], [0x180e, 0x180e]] as const),
  ...([[0x200b, 0x200b], [0x200e, 0x200f], [0x2028, 0x202e], [0x2060, 0x206f], [0xd800, 0xdfff]] as const),
  ...([[0xfeff, 0xfeff], [0xfff9, 0xffff], [0xe0000, 0xe0fff]] as const),
]; // prettier-ignore

const isHidden = (letter: string) => {
  const point = letter.codePointAt(0) ?? 0;
  return hidden.some(([from, to]) => from <= point && point <= to);
};

function isSound(text: unknown): boolean {
  if (typeof text !== 'string' || text.length < 10 || text.length > 1000) return false;
  if ([...text].some(isHidden) || text !== text.normalize('NFC')) return false;
  return !/^\s|\s$/.test(text) && text.split('\n').every((line) => !/\s$/.test(line));
}

/** The only spelling of a number is the one that it is printed with. */
function isCanonical(text: unknown, order: bigint): boolean {
  if (typeof text !== 'string' || text.length === 0 || text.length > 78) return false;
  if ([...text].some((letter) => letter < '0' || letter > '9')) return false;
  const number = BigInt(text);
  return number.toString() === text && number < order;
}

function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text) || text.endsWith('\n')) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isWellFormed(value: unknown): value is { readonly day: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (Object.keys(value).sort().join() !== fields.join()) return false;
  const body = value as Record<string, unknown>;
  const isWhole = (name: string, from: number, to: number) => {
    const number = body[name];
    return typeof number === 'number' && Math.trunc(number) === number && number >= from && number <= to;
  };
  const { petition, points } = body;
  return (
    body['v'] === 1 &&
    typeof petition === 'string' &&
    /^[A-Za-z0-9_-]{1,64}$/.test(petition) &&
    !petition.endsWith('\n') &&
    (body['about'] === 'petition' || body['about'] === 'response') &&
    isSound(body['body']) &&
    isDay(body['day']) &&
    isWhole('slot', 0, 2) &&
    isWhole('register', 1, 2 ** 31 - 1) &&
    isWhole('edition', 1, 2 ** 31 - 1) &&
    isWhole('depth', 1, 32) &&
    isCanonical(body['root'], fieldOrder) &&
    isCanonical(body['nullifier'], fieldOrder) &&
    Array.isArray(points) &&
    points.length === 8 &&
    points.every((point) => isCanonical(point, coordinateOrder))
  );
}

/** What must be answered to a body. */
export function expectedOfAsking(bytes: Uint8Array): { status: number; error: string } {
  if (bytes.length > mostBytes) return { status: 413, error: 'too-large' };
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    value = undefined;
  }
  if (!isWellFormed(value)) return { status: 400, error: 'malformed' };
  return value.day === today ? { status: 404, error: 'unknown-petition' } : { status: 409, error: 'wrong-day' };
}

const number = (order: bigint) => fc.bigInt({ min: 0n, max: order - 1n }).map(String);
const words = fc
  .tuple(
    fc.stringMatching(/^[A-Z][a-z ]{8,60}[a-z]\?$/),
    fc.constantFrom('', '\nAnd why?', '\n\nÜber was?', '\t– “so”?'),
  )
  .map((parts) => parts.join(''));

const wellFormed = fc.record({
  ...{ v: fc.constant(1), petition: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
  ...{ about: fc.constantFrom('petition', 'response'), body: words },
  ...{ day: fc.constantFrom(today, today, today, '2026-06-09', '2026-06-11'), slot: fc.integer({ min: 0, max: 2 }) },
  ...{ register: fc.integer({ min: 1, max: 2 ** 31 - 1 }), edition: fc.integer({ min: 1, max: 2 ** 31 - 1 }) },
  ...{ depth: fc.integer({ min: 1, max: 32 }), root: number(fieldOrder), nullifier: number(fieldOrder) },
  points: fc.array(number(coordinateOrder), { minLength: 8, maxLength: 8 }),
});

const hostile = fc.oneof(
  fc.constantFrom('', '0', '00', '01', '+1', '-1', ' 1', '1\n', '1e3', '0x10', '١', '9'.repeat(78), '2026-6-10', '2026-02-30'), // prettier-ignore
  fc.constantFrom(fieldOrder, fieldOrder - 1n, fieldOrder + 1n, coordinateOrder, coordinateOrder - 1n).map(String),
  fc.constantFrom<unknown>(null, true, [], {}, -1, 0, 1, 2, 3, 1.5, 1e21, 2 ** 31, 2 ** 53, -0),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A question with a letter put into it somewhere, seen or unseen; or made long. */
const hostileWords = fc.oneof(
  fc
    .tuple(
      words,
      fc.nat(),
      fc.oneof(
        fc.constantFrom('\u200b', '\u202e', '\u00ad', '\ufeff', '\u0301', '\r', ' \n', '\u0000', '\ud83d', '🙂'),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
    ) // prettier-ignore
    .map(([text, at, letter]) => `${text.slice(0, at % text.length)}${letter}${text.slice(at % text.length)}`),
  fc.tuple(words, fc.integer({ min: 980, max: 1020 })).map(([text, length]) => text.padEnd(length, 'x')),
);

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const json = (body: object) => bytesOf(JSON.stringify(body));

const bodies: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
  wellFormed.map(json),
  fc.tuple(wellFormed, hostileWords).map(([each, body]) => json({ ...each, body })),
  fc
    .tuple(wellFormed, fc.constantFrom(...fields, 'extra', 'toString'), hostile)
    .map(([each, name, value]) => json({ ...each, [name]: value })),
  fc
    .tuple(wellFormed, fc.nat(8), hostile)
    .map(([each, place, value]) => json({ ...each, points: each.points.toSpliced(place, 1, value as string) })),
  fc
    .tuple(wellFormed, fc.constantFrom(...fields))
    .map(([each, name]) => json(Object.fromEntries(Object.entries(each).filter(([field]) => field !== name)))),
  fc.json().map(bytesOf),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
  fc
    .tuple(wellFormed, fc.integer({ min: 8100, max: 8300 }))
    .map(([each, room]) => bytesOf(JSON.stringify(each).padEnd(room))),
);

/** Throws inputs at the route until one is answered otherwise than it should be; then it throws, with the seed. */
export async function fuzzAsking({ inputs, seed }: { inputs: number; seed: number }): Promise<{ reached: number }> {
  let reached = 0;
  const execute = () => Promise.resolve([{ state: null, answered: false }]);
  const context = {
    clock: new ManualClock(`${today}T12:00:00Z`),
    settings: demoSettings(demoCompany),
    wing: { name: 'anonymous', db: { execute }, verification: { verify: () => Promise.reject(new Error('unproved')) } },
  } as unknown as AppLoadContext;
  const property = fc.asyncProperty(bodies, async (body) => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request('http://localhost/unseen/questions', { method: 'POST', headers, body });
    const answer = await ask({ request, context, params: {} });
    const { error } = (await answer.json()) as { error: string };
    const expected = expectedOfAsking(body);
    if (answer.status !== expected.status || error !== expected.error) {
      throw new Error(`${String(answer.status)} ${error} instead of ${String(expected.status)} ${expected.error}`);
    }
    if (expected.status === 404) reached += 1;
  });
  await fc.assert(property, { numRuns: inputs, seed });
  return { reached };
}
