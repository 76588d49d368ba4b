import { z } from 'zod';
import type { SignatureAction } from '~/crypto/semaphore/statement';

/** What the browser posts to `/unseen/signatures` (protocol 4). Scope and message are not sent: the server computes them. */
export interface ActionBody {
  readonly v: 1;
  readonly petition: string;
  readonly register: number;
  readonly edition: number;
  readonly action: SignatureAction;
  readonly n: number;
  readonly depth: number;
  readonly root: string;
  readonly nullifier: string;
  readonly points: readonly string[];
}

/** The answer to an accepted act: its receipt, and how many acts of this key stand on the petition by now. */
export interface AcceptedAction {
  readonly receipt: string;
  readonly acts: number;
}

/** Why an act was not taken. `acts` comes with `stale-action` only. */
export class SubmitError extends Error {
  override readonly name = 'SubmitError';
  constructor(
    readonly code: string,
    readonly acts: number | null = null,
  ) {
    super(code);
  }
}

const accepted = z.object({ receipt: z.string(), acts: z.int().min(1) });
const refused = z.object({ error: z.string(), acts: z.int().min(0).optional() });

/**
 * Posts one act without cookie, session or referrer. Posting the same act twice is harmless: the answer is the same.
 * @throws SubmitError `connection-lost` when it is not known whether the act arrived, else the server's own code
 */
export async function submitAction(body: ActionBody): Promise<AcceptedAction> {
  let answer: unknown;
  try {
    const response = await fetch('/unseen/signatures', {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    throw new SubmitError('connection-lost');
  }
  const success = accepted.safeParse(answer);
  if (success.success) return success.data;
  const failure = refused.safeParse(answer);
  throw failure.success ? new SubmitError(failure.data.error, failure.data.acts) : new SubmitError('connection-lost');
}
