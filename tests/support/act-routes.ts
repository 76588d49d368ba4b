import fc from 'fast-check';
import { action as choose } from '~/routes/unseen.choices';
import { action as corroborate } from '~/routes/unseen.corroborations';
import { action as sign } from '~/routes/unseen.signatures';

/* The routes that take an act of somebody unknown, and the form of their bodies, written down a second time. */

/** A field that only some acts have. */
interface Field {
  readonly name: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly isRight: (value: unknown) => boolean;
  readonly mayBeMissing?: boolean;
}

export interface ActRoute {
  readonly action: typeof sign;
  /** The field that names what the act is about, how such names look, and one that does not occur. */
  readonly subject: string;
  readonly names: RegExp;
  readonly unknown: string;
  /** The field that says what one does, and what one can do. */
  readonly act: string;
  readonly acts: readonly string[];
  readonly mostBytes: number;
  readonly more: readonly Field[];
  /** The act that takes back: never the first of a key. */
  readonly neverFirst?: string;
  /** The act that a unit comes with, and only where it is the first of a key; any where it is left out. */
  readonly unitFirstWith?: string;
}

export const fieldOrder = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
export const coordinateOrder = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
export const number = (order: bigint) => fc.bigInt({ min: 0n, max: order - 1n }).map(String);
export const eightPoints = fc.array(number(coordinateOrder), { minLength: 8, maxLength: 8 });

const kindIs = (kind: string): Field => ({
  name: 'kind',
  values: fc.constant(kind),
  isRight: (value) => value === kind,
});

const revision: Field = {
  name: 'revision',
  values: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  isRight: (value) => isWhole(value, 1, 2 ** 31 - 1),
};

const unit: Field = {
  name: 'unit',
  values: fc.record({
    path: fc.constantFrom('Works', 'Works / Storage', 'Zürich', '技術 / 倉庫', '😀'),
    root: number(fieldOrder),
    points: eightPoints,
  }),
  mayBeMissing: true,
  isRight: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    if (Object.keys(value).sort().join() !== 'path,points,root') return false;
    const { path, root, points } = value as Record<string, unknown>;
    return isPath(path) && isCanonical(root, fieldOrder) && arePoints(points);
  },
};

/** Text that a database can hold: no control characters, no half of a pair. */
function isPath(text: unknown): boolean {
  if (typeof text !== 'string' || text.length === 0 || text.length > 1000) return false;
  return [...text].every((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code >= 32 && (code < 127 || code > 159) && (code < 0xd800 || code > 0xdfff);
  });
}

const choiceRoute = {
  action: choose,
  subject: 'id',
  names: /^[A-Za-z0-9_-]{1,64}$/,
  unknown: 'unknown-subject',
  act: 'choice',
  mostBytes: 8192,
} as const;

export const actRoutes = {
  signatures: {
    action: sign,
    subject: 'petition',
    names: /^[A-Za-z0-9_-]{1,64}$/,
    unknown: 'unknown-petition',
    act: 'action',
    acts: ['sign', 'withdraw'],
    mostBytes: 8192,
    more: [unit],
    unitFirstWith: 'sign',
  },
  corroborations: {
    action: corroborate,
    subject: 'summary',
    names: /^[a-z2-7]{26}$/,
    unknown: 'unknown-summary',
    act: 'choice',
    acts: ['me-too', 'saw-it', 'contradicts'],
    mostBytes: 4096,
    more: [],
  },
  'choices?verdict': {
    ...choiceRoute,
    names: /^[A-Za-z0-9_-]{1,64}\.[1-9][0-9]{0,2}$/,
    acts: ['answered', 'partly', 'not'],
    more: [kindIs('verdict'), revision],
  },
  'choices?witness': { ...choiceRoute, acts: ['done', 'not-done'], more: [kindIs('witness'), revision, unit] },
  'choices?support': {
    ...choiceRoute,
    acts: ['support', 'none'],
    more: [kindIs('support'), revision],
    neverFirst: 'none',
  },
} as const satisfies Readonly<Record<string, ActRoute>>;

export function isWhole(number: unknown, from: number, to: number): boolean {
  return typeof number === 'number' && Math.trunc(number) === number && number >= from && number <= to;
}

export function arePoints(points: unknown): boolean {
  return Array.isArray(points) && points.length === 8 && points.every((point) => isCanonical(point, coordinateOrder));
}

/** The only spelling of a number is the one that it is printed with. */
export function isCanonical(text: unknown, order: bigint): boolean {
  if (typeof text !== 'string' || text.length === 0 || text.length > 78) return false;
  if ([...text].some((letter) => letter < '0' || letter > '9')) return false;
  const number = BigInt(text);
  return number.toString() === text && number < order;
}
