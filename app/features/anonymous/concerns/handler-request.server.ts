import { and, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import { toHex } from '~/crypto/hash';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import { holdConcerns, shareConcerns } from '../publication/action-lock.server';
import { ConcernError } from './concern-error';
import { openSigned } from './open-signed';

export interface HandlingDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** Who asks: all that this wing knows of a handler. */
export interface Handler {
  /** 32 bytes. */
  readonly fingerprint: Uint8Array;
  /** The same in hex. */
  readonly name: string;
}

/** One act below `/unseen/handling/`. */
export interface HandlingAct<T> {
  /** The last part of the path that it was posted to. */
  readonly act: string;
  readonly schema: z.ZodType<T>;
  /** Attacker-controlled JSON. */
  readonly body: unknown;
  /** Whether it deletes something, so that nobody else may be reading meanwhile. */
  readonly isAlone?: (asked: T) => boolean;
}

/**
 * Opens what a handler asks. That the key is a handler's is NOT checked.
 * @throws ConcernError `malformed`, `bad-signature`, `wrong-day`
 */
export function openForHandling<T extends { readonly day: string }>(
  { clock, settings }: HandlingDeps,
  { act, schema, body }: HandlingAct<T>,
): { key: Uint8Array; asked: T } {
  const place = { organisation: settings.organisation, path: `/unseen/handling/${act}`, now: clock.now() };
  return openSigned(body, schema, place);
}

/**
 * Does what a handler asks, in one transaction that shares or holds concerns: no cookie, only the signature of a key that is in
 * force at this moment. A retired one is nobody. That the key was rightly let in is checked by those who encrypt to it.
 * @throws ConcernError `malformed`, `bad-signature`, `wrong-day`, `not-a-handler`, and what `work` throws
 */
export function asHandler<T extends { readonly day: string }, R>(
  deps: HandlingDeps,
  request: HandlingAct<T>,
  work: (tx: AnonymousDatabase, handler: Handler, asked: T) => Promise<R>,
): Promise<R> {
  const { key, asked } = openForHandling(deps, request);
  return inTransaction(deps.db, async (tx) => {
    await (request.isAlone?.(asked) === true ? holdConcerns(tx) : shareConcerns(tx));
    const [row] = await tx
      .select({ fingerprint: handlerKey.fingerprint })
      .from(handlerKey)
      .where(and(eq(handlerKey.signingKey, key), isNull(handlerKey.retiredDay)));
    if (!row) throw new ConcernError('not-a-handler');
    return work(tx, { fingerprint: row.fingerprint, name: toHex(row.fingerprint) }, asked);
  });
}
