import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptChoice } from '~/features/anonymous/choices/accept-choice.server';
import { ChoiceError, type ChoiceErrorCode } from '~/features/anonymous/choices/choice-error';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A choice with its proof has about 1,200 bytes, with a unit's twice as many. */
const maxBytes = 8192;

/** Verdicts, field witnesses and support of questions (protocol 11): JSON in, JSON out, no cookie, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification } = anonymousWing(context);
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    const { acts } = await acceptChoice(
      { db, verification, clock: context.clock, settings: context.settings },
      read.json,
    );
    return unseenAnswer(200, { acts });
  } catch (error) {
    if (!(error instanceof ChoiceError)) throw error;
    const { code, acts } = error;
    return unseenAnswer(statuses[code], { error: code, ...(acts === null ? {} : { acts }) });
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<ChoiceErrorCode, number>> = {
  malformed: 400,
  'unknown-subject': 404,
  'choice-closed': 409,
  'text-changed': 409,
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
