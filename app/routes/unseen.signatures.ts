import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptAction } from '~/features/anonymous/signatures/accept-action.server';
import { SignatureError, type SignatureErrorCode } from '~/features/anonymous/signatures/signature-error';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A signature with its proof has about 1,200 bytes, and half as many more with that of a unit, whose path may be long. */
const maxBytes = 8192;

/** Signing and withdrawing (protocol 4): JSON in, JSON out, no cookie, no session, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification, receipts } = anonymousWing(context);
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    const accepted = await acceptAction(
      { db, verification, receipts, clock: context.clock, settings: context.settings },
      read.json,
    );
    return unseenAnswer(200, { receipt: accepted.receipt, acts: accepted.acts });
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    const { code, acts } = error;
    return unseenAnswer(statuses[code], { error: code, ...(acts === null ? {} : { acts }) });
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<SignatureErrorCode, number>> = {
  malformed: 400,
  'unknown-petition': 404,
  'petition-not-open': 409,
  'wrong-register': 422,
  'wrong-depth': 422,
  'zero-root': 422,
  'stale-edition': 409,
  'crowd-too-small': 409,
  'wrong-root': 422,
  'unit-not-offered': 409,
  'wrong-unit-root': 422,
  'invalid-proof': 422,
  'unit-disclosed': 409,
  'stale-action': 409,
  busy: 503,
};
