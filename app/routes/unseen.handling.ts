import type { ActionFunctionArgs } from '@remix-run/node';
import { handlingActs } from '~/features/anonymous/concerns/handling-acts.server';
import { answerUnseen } from './concern-refusals.server';
import { anonymousWing } from './guards.server';
import { unseenRefusal } from './unseen-json.server';

/** Grants are the longest. */
const maxBytes = 1_310_720;

/** What a handler asks, signed by the handler's key (protocol 7). No cookie, no session, nothing logged. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { db } = anonymousWing(context);
  const { clock, settings } = context;
  const act = handlingActs.get(params['act'] ?? '');
  if (!act) return unseenRefusal(404, 'not-found');
  return answerUnseen(request, maxBytes, (json) => act({ db, clock, settings }, json));
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}
