import type { ActionFunctionArgs } from '@remix-run/node';
import { enrolByTicket } from '~/features/identified/enrolment/enrol-key.server';
import { enrolByTicketBody } from '~/features/identified/enrolment/enrolment.schema';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** Enrols a key for the person of a ticket: `{ generation }`. No session is asked for, and none is read. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const key = await readJson(request, enrolByTicketBody);
  return answerWith(() => enrolByTicket(enrolmentDeps(context), { key }));
}
