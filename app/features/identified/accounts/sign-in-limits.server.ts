import { createHmac, randomBytes } from 'node:crypto';
import { minute } from '~/platform/clock';
import { AccountError } from './account-error';

/** At most `burst` at once; one more every `every` milliseconds. */
export interface Allowance {
  readonly burst: number;
  readonly every: number;
}

/** Codes for one e-mail address: enough for somebody whose mail is slow, too few to fill a colleague's inbox. */
export const codesPerAddress: Allowance = { burst: 8, every: 2 * minute };

/** Codes for everybody together, a process. */
export const codesInAll: Allowance = { burst: 1_200, every: minute / 1_200 };

/** Tries at codes for everybody together, a process. */
export const triesInAll: Allowance = { burst: 3_000, every: minute / 3_000 };

/** Most addresses remembered at once; beyond it the one that was quiet longest is forgotten. */
const remembered = 50_000;

export interface SignInLimits {
  /** Throws AccountError `too-many-requests`. */
  takeCode(email: string, now: Date): void;
  /** Throws AccountError `too-many-requests`. */
  takeTry(now: Date): void;
}

/**
 * Limits that keep no address: not a network address at all, and of an e-mail address a hash under a key that exists in this
 * process only and dies with it. A bucket that has run empty is forgotten. They know nothing of the roster, so that
 * they answer alike for addresses on it and for others.
 */
export function createSignInLimits(): SignInLimits {
  const key = randomBytes(32);
  const perAddress = new Buckets(codesPerAddress);
  const codes = new Bucket(codesInAll);
  const tries = new Bucket(triesInAll);
  return {
    takeCode(email, now) {
      const name = createHmac('sha256', key).update(email).digest('base64');
      if (!codes.fits(now) || !perAddress.named(name, now).fits(now)) throw new AccountError('too-many-requests');
    },
    takeTry(now) {
      if (!tries.fits(now)) throw new AccountError('too-many-requests');
    },
  };
}

/** A bucket that leaks evenly, kept as the moment at which it will have run empty. */
class Bucket {
  readonly #allowance: Allowance;
  #emptyAt = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Puts one in, if there is room. */
  fits(at: Date): boolean {
    const now = at.getTime();
    const { burst, every } = this.#allowance;
    const emptyAt = Math.max(this.#emptyAt, now) + every;
    if (emptyAt > now + burst * every) return false;
    this.#emptyAt = emptyAt;
    return true;
  }

  isEmpty(at: Date): boolean {
    return this.#emptyAt <= at.getTime();
  }
}

/** A bucket a name, the one that was quiet longest first. */
class Buckets {
  readonly #allowance: Allowance;
  readonly #byName = new Map<string, Bucket>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  named(name: string, now: Date): Bucket {
    const bucket = this.#byName.get(name) ?? new Bucket(this.#allowance);
    this.#byName.delete(name);
    this.#forget(now);
    this.#byName.set(name, bucket);
    return bucket;
  }

  #forget(now: Date): void {
    for (const [name, bucket] of this.#byName) {
      if (this.#byName.size < remembered && !bucket.isEmpty(now)) return;
      this.#byName.delete(name);
    }
  }
}
