import type { ActionFunctionArgs } from '@remix-run/node';
import { issueTicketBody } from '~/features/identified/enrolment/enrolment.schema';
import { issueTicket } from '~/features/identified/enrolment/issue-ticket.server';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';
import { requirePerson } from './guards.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** A ticket with which a phone may enrol one key for who is signed in: `{ ticket }`. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { personNumber } = await requirePerson(args);
  const { reason } = await readJson(args.request, issueTicketBody);
  return answerWith(() => issueTicket(enrolmentDeps(args.context), { personNumber, reason }));
}
