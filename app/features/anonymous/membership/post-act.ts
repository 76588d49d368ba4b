import { z } from 'zod';

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

const refused = z.object({ error: z.string(), acts: z.int().min(0).optional() });

/**
 * Posts one act without cookie, session or referrer; once more at once after a lost connection, as the same act again gets
 * the same answer.
 * @param accepted reads the answer to an act that was taken
 * @throws SubmitError `connection-lost` when it is not known whether the act arrived, else the server's own code
 */
export async function postAct<T>(path: string, body: unknown, accepted: z.ZodType<T>): Promise<T> {
  try {
    return await post(path, body, accepted);
  } catch (error) {
    if (error instanceof SubmitError && error.code === 'connection-lost') return post(path, body, accepted);
    throw error;
  }
}

/** Bytes of a body: an act that brings a unit is as long as one that does not, whoever looks on. */
const paddedTo = 3072;

/** Spaces after it are part of no JSON. One with a very long path is longer. */
function padded(json: string): string {
  return json + ' '.repeat(Math.max(0, paddedTo - new TextEncoder().encode(json).length));
}

async function post<T>(path: string, body: unknown, accepted: z.ZodType<T>): Promise<T> {
  let answer: unknown;
  try {
    const response = await fetch(path, {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: padded(JSON.stringify(body)),
    });
    answer = await response.json();
  } catch {
    throw new SubmitError('connection-lost');
  }
  // First of all: a refusal may hold what an acceptance holds.
  const failure = refused.safeParse(answer);
  if (failure.success) throw new SubmitError(failure.data.error, failure.data.acts);
  const success = accepted.safeParse(answer);
  if (!success.success) throw new SubmitError('connection-lost');
  return success.data;
}
