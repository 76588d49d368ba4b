import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptCorroboration } from '~/features/anonymous/corroborations/accept-corroboration.server';
import {
  CorroborationError,
  type CorroborationErrorCode,
} from '~/features/anonymous/corroborations/corroboration-error';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A corroboration with its proof has about 1,200 bytes. */
const maxBytes = 4096;

/** Saying something of a summary (protocol 7): JSON in, JSON out, no cookie, no session, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification } = anonymousWing(context);
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    const { acts } = await acceptCorroboration(
      { db, verification, clock: context.clock, settings: context.settings },
      read.json,
    );
    return unseenAnswer(200, { acts });
  } catch (error) {
    if (!(error instanceof CorroborationError)) throw error;
    const { code, acts } = error;
    return unseenAnswer(statuses[code], { error: code, ...(acts === null ? {} : { acts }) });
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<CorroborationErrorCode, number>> = {
  malformed: 400,
  'unknown-summary': 404,
  'summary-closed': 409,
  'wrong-register': 422,
  'wrong-depth': 422,
  'zero-root': 422,
  'stale-edition': 409,
  'crowd-too-small': 409,
  'wrong-root': 422,
  'invalid-proof': 422,
  'stale-action': 409,
  busy: 503,
};
