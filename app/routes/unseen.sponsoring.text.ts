import type { ActionFunctionArgs } from '@remix-run/node';
import {
  readSponsoredText,
  SponsoringError,
  type SponsoringErrorCode,
} from '~/features/anonymous/sponsoring/sponsored-text.queries.server';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A name and a secret. */
const maxBytes = 512;

/** A petition that looks for sponsors, to whoever has its link (protocol 11): JSON in, JSON out, no cookie, nothing logged. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db } = anonymousWing(context);
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    return unseenAnswer(200, await readSponsoredText(db, read.json));
  } catch (error) {
    if (!(error instanceof SponsoringError)) throw error;
    return unseenRefusal(statuses[error.code], error.code);
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<SponsoringErrorCode, number>> = {
  malformed: 400,
  'unknown-petition': 404,
  'sponsoring-over': 409,
};
