import type { ActionFunctionArgs } from '@remix-run/node';
import { emptyBody } from '~/features/identified/enrolment/enrolment.schema';
import { issueNonce } from '~/features/identified/enrolment/issue-nonce.server';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';
import { requirePerson } from './guards.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** A challenge for a proof of possession, for who is signed in: `{ nonce }`. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { personNumber } = await requirePerson(args);
  await readJson(args.request, emptyBody);
  return answerWith(() => issueNonce(enrolmentDeps(args.context), { personNumber }));
}
