import { createHash } from 'node:crypto';
import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { DrillManner } from '~/features/published/drill/drill-result';
import { seededBelow } from '~db/seed/seeded-random';

/** Somebody in the drill's company, with what her own device and her own memory hold. */
export interface Employee {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly unit: string;
  /** Of her present key. */
  readonly identity: SemaphoreIdentity;
  /** A key that she makes where the first is lost. */
  readonly secondIdentity: () => SemaphoreIdentity;
  /** Bytes of a file on her laptop, which the company's logger knows exactly. */
  readonly fileBytes: number;
  /** Letters of a text that she wrote on the laptop, which the logger has counted. */
  readonly textLetters: number;
}

/**
 * How somebody came to act; what an attacker may hope for depends on it. `as-advised`: enrolled long before, signed without
 * having signed in, as the site advises. `after-signing-in`: had signed in on the same device moments before, for something
 * else. `after-enrolling`: enrolled because of the petition, and signed as soon as the key stood on the register.
 * `after-leaving`: had left the company, and withdrew. `with-unit`: as advised, and disclosed the unit. `sponsor`: sponsored a petition
 * unseen. `started-petition`: started one without a name.
 */
export type Manner = DrillManner;

/** What the drill alone knows: who did what no row may say. By nullifier, or by a concern's public key, in hex. */
export interface Truth {
  readonly person: string;
  readonly manner: Manner;
  /** The petition; empty for a concern, and for a petition that was started without a name. */
  readonly petition: string;
  /** People among whom chance would find this one, where what was said in public leaves fewer than all. */
  readonly crowd?: number;
}

export type Random = (bound: number) => number;

/** Where a key comes from; only the weakened platform has another than random bits. */
export type KeySource = (personNumber: string, generation: number) => SemaphoreIdentity;

const units = [
  'Company / Sales',
  'Company / Works',
  'Company / Engineering / Storage',
  'Company / Engineering / Search',
];
const firstNames = [
  'Ada',
  'Bo',
  'Cleo',
  'Dara',
  'Emil',
  'Fay',
  'Gus',
  'Hana',
  'Ida',
  'Jon',
  'Kai',
  'Lea',
  'Max',
  'Nia',
];
const lastNames = ['Abel', 'Brand', 'Cole', 'Dorn', 'Ewen', 'Frost', 'Gray', 'Holm', 'Iqbal', 'Jung', 'Kern', 'Lund'];

/**
 * A company of so many. Its person numbers begin with `tag`, which occurs nowhere else, so that an attacker finds them in
 * raw files too. Keys are 128 random bits as on a device, drawn from the seed here so that a drill can be repeated.
 */
export function foundCompany(
  size: number,
  seed: string,
  keys: KeySource = keysFromRandomBits(seed),
): readonly Employee[] {
  const below = seededBelow(`${seed}/company`);
  const tag = tagOf(seed);
  return Array.from({ length: size }, (_, index) => {
    const personNumber = `${tag}${String(index + 1).padStart(5, '0')}`;
    const name = `${pick(firstNames, below)} ${pick(lastNames, below)}`;
    return {
      ...{ personNumber, name, unit: pick(units, below) },
      email: `${name.toLowerCase().replace(' ', '.')}.${String(index + 1)}@drill.example`,
      identity: keys(personNumber, 1),
      secondIdentity: () => keys(personNumber, 2),
      // No two alike: where sizes were not padded, each would give its owner away.
      fileBytes: 20_000 + Math.floor((below(1_000_000) * 180_000) / 1_000_000),
      textLetters: 200 + index * 3 + below(3),
    };
  });
}

/** What every person number of this drill begins with. */
export function tagOf(seed: string): string {
  return `Q${createHash('sha256').update(`${seed}/tag`).digest('hex').slice(0, 7).toUpperCase()}-`;
}

function keysFromRandomBits(seed: string): KeySource {
  return (personNumber, generation) =>
    identityFromEntropy(
      new Uint8Array(createHash('sha256').update(`${seed}/${personNumber}/${generation}`).digest().subarray(0, 16)),
    );
}

export function pick<T>(from: readonly T[], below: Random): T {
  const one = from[below(from.length)];
  if (one === undefined) throw new RangeError('There is nothing to pick from');
  return one;
}

/** `count` of them in random order; all where there are fewer. */
export function draw<T>(from: readonly T[], count: number, below: Random): T[] {
  const left = [...from];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [one] = left.splice(below(left.length), 1);
    return one as T;
  });
}
