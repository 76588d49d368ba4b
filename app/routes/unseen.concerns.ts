import type { ActionFunctionArgs } from '@remix-run/node';
import { acceptConcern } from '~/features/anonymous/concerns/accept-concern.server';
import { answerUnseen } from './concern-refusals.server';
import { anonymousWing } from './guards.server';
import { unseenRefusal } from './unseen-json.server';

/** The longest manifest has 32 KiB, and little of it is escaped. */
const maxBytes = 65_536;

/** Raising a concern (protocol 7): its manifest with a membership proof. No cookie, no session, nothing logged. */
export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, verification } = anonymousWing(context);
  const { clock, settings } = context;
  return answerUnseen(request, maxBytes, (json) => acceptConcern({ db, verification, clock, settings }, json));
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}
