import type { ActionFunctionArgs } from '@remix-run/node';
import { ticketBody } from '~/features/identified/enrolment/enrolment.schema';
import { issueNonceByTicket } from '~/features/identified/enrolment/issue-nonce.server';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** A challenge for the person of a ticket: `{ nonce, reason }`. No session is asked for, and none is read. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { ticket } = await readJson(request, ticketBody);
  return answerWith(() => issueNonceByTicket(enrolmentDeps(context), { ticket }));
}
