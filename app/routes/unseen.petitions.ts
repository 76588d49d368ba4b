import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptOpening } from '~/features/anonymous/organizing/accept-opening.server';
import { OpeningError, type OpeningErrorCode } from '~/features/anonymous/organizing/opening-error';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A whole petition and a proof: what `limits` lets in. */
const maxBytes = 131_072;

/** Starting a petition unseen (protocol 16): JSON in, JSON out, no cookie, no session, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification } = anonymousWing(context);
  const { clock, settings } = context;
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    await acceptOpening({ db, verification, clock, settings }, read.json);
    return unseenAnswer(200, {});
  } catch (error) {
    if (!(error instanceof OpeningError)) throw error;
    return unseenRefusal(statuses[error.code], error.code);
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<OpeningErrorCode, number>> = {
  malformed: 400,
  'key-used': 409,
  'wrong-day': 409,
  'unknown-programme': 404,
  'unknown-unit': 404,
  'wrong-register': 422,
  'wrong-depth': 422,
  'zero-root': 422,
  'stale-edition': 409,
  'crowd-too-small': 409,
  'wrong-root': 422,
  'invalid-proof': 422,
  'slot-used': 409,
  busy: 503,
};
