import type { ActionFunctionArgs } from '@remix-run/node';
import { disputeEnrolment } from '~/features/identified/enrolment/dispute-enrolment.server';
import { disputeBody } from '~/features/identified/enrolment/enrolment.schema';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';
import { requirePerson } from './guards.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** Disputes a key enrolled in the name of who is signed in: `{}`. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { personNumber } = await requirePerson(args);
  const { generation } = await readJson(args.request, disputeBody);
  return answerWith(() => disputeEnrolment(enrolmentDeps(args.context), { personNumber, generation }));
}
