import type { ActionFunctionArgs } from '@remix-run/node';
import {
  fetchChunk,
  readConversation,
  writeMessage,
  type ConcernDeps,
} from '~/features/anonymous/concerns/reporter-requests.server';
import { answerUnseen } from './concern-refusals.server';
import { anonymousWing } from './guards.server';
import { unseenRefusal } from './unseen-json.server';

/** A manifest, escaped twice: as text in the request, which is text in the body. */
const maxBytes = 131_072;

const acts = new Map<string, (deps: ConcernDeps, body: unknown) => Promise<object>>([
  ['conversation', readConversation],
  ['message', writeMessage],
  ['chunk', fetchChunk],
]);

/** What a reporter asks, signed by the concern's key (protocol 7). No cookie, no session, nothing logged. */
export async function action({ request, context, params }: ActionFunctionArgs): Promise<Response> {
  const { db } = anonymousWing(context);
  const { clock, settings } = context;
  const act = acts.get(params['act'] ?? '');
  if (!act) return unseenRefusal(404, 'not-found');
  return answerUnseen(request, maxBytes, (json) => act({ db, clock, settings }, json));
}

/** There is nothing to read here. */
export function loader(): Response {
  return unseenRefusal(405, 'method-not-allowed');
}
