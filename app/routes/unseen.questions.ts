import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptQuestion } from '~/features/anonymous/questions/accept-question.server';
import { AskingError, type AskingErrorCode } from '~/features/anonymous/questions/asking-error';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A thousand characters of up to six bytes each in JSON, and a proof. */
const maxBytes = 8192;

/** Asking a question (protocol 12): JSON in, JSON out, no cookie, no session, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification } = anonymousWing(context);
  const { clock, settings } = context;
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    await acceptQuestion({ db, verification, clock, settings }, read.json);
    return unseenAnswer(200, {});
  } catch (error) {
    if (!(error instanceof AskingError)) throw error;
    return unseenRefusal(statuses[error.code], error.code);
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<AskingErrorCode, number>> = {
  malformed: 400,
  'wrong-day': 409,
  'unknown-petition': 404,
  'petition-not-open': 409,
  'no-response': 409,
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
