import type { z } from 'zod';
import { ConcernError } from './concern-error';
import { isAcceptedDay, openRequest, RequestError } from './signed-request';

/** Where and when a signed request is opened. */
export interface SignedPlace {
  readonly organisation: string;
  /** Path that it was posted to. */
  readonly path: string;
  readonly now: Date;
}

/**
 * Opens a signed request of one form. Whose key it is, is NOT checked.
 * @param body attacker-controlled JSON
 * @returns the 32 bytes of the key, and what it asks
 * @throws ConcernError `malformed`, `bad-signature`, `wrong-day`
 */
export function openSigned<T extends { readonly day: string }>(
  body: unknown,
  schema: z.ZodType<T>,
  { organisation, path, now }: SignedPlace,
): { key: Uint8Array; asked: T } {
  const { key, request } = opened(body, { organisation, path });
  const asked = schema.safeParse(request);
  if (!asked.success) throw new ConcernError('malformed');
  if (!isAcceptedDay(asked.data.day, now)) throw new ConcernError('wrong-day');
  return { key, asked: asked.data };
}

function opened(body: unknown, place: { organisation: string; path: string }): ReturnType<typeof openRequest> {
  try {
    return openRequest(body, place);
  } catch (error) {
    if (error instanceof RequestError) throw new ConcernError(error.code, null, { cause: error });
    throw error;
  }
}
