import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptOrganizerAct, type OrganizingDeps } from '~/features/anonymous/organizing/accept-organizer-act.server';
import { OrganizingError, type OrganizingErrorCode } from '~/features/anonymous/organizing/organizing-error';
import { readOwnPetition } from '~/features/anonymous/organizing/read-own-petition.server';
import { anonymousWing } from './guards.server';
import { readUnseenJson, unseenAnswer, unseenRefusal } from './unseen-json.server';

/** A whole petition that is sent in anew; a request to read is far smaller, and its gate knows. */
const maxBytes = 131_072;

const acts = new Map<string, (deps: OrganizingDeps, body: unknown) => Promise<object>>([
  ['read', readOwnPetition],
  ['acts', acceptOrganizerAct],
]);

/** What an unknown organizer asks and does, signed by the petition's own key (protocol 16). Nothing is logged. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { db } = anonymousWing(context);
  const { clock, settings } = context;
  const act = acts.get(params['act'] ?? '');
  if (!act) return unseenRefusal(404, 'not-found');
  const read = await readUnseenJson(request, maxBytes);
  if ('refused' in read) return read.refused;
  try {
    return unseenAnswer(200, await act({ db, clock, settings }, read.json));
  } catch (error) {
    if (!(error instanceof OrganizingError)) throw error;
    const { code, next } = error;
    return unseenAnswer(statuses[code], { error: code, ...(next === null ? {} : { next }) });
  }
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}

const statuses: Readonly<Record<OrganizingErrorCode, number>> = {
  malformed: 400,
  'wrong-day': 409,
  'unknown-petition': 404,
  'bad-signature': 403,
  'stale-number': 409,
  'too-many': 429,
  'not-now': 409,
  'said-already': 409,
  'unknown-other': 404,
};
