import type { ActionFunctionArgs } from '@remix-run/node';
import { enrolKey } from '~/features/identified/enrolment/enrol-key.server';
import { enrolKeyBody } from '~/features/identified/enrolment/enrolment.schema';
import { answerWith, enrolmentDeps, methodNotAllowed, readJson } from './enrolment-answers.server';
import { requirePerson } from './guards.server';

export function loader(): Response {
  return methodNotAllowed();
}

/** Enrols a key for who is signed in (protocol 3): `{ generation }`. */
export async function action(args: ActionFunctionArgs): Promise<Response> {
  const { personNumber } = await requirePerson(args);
  const key = await readJson(args.request, enrolKeyBody);
  return answerWith(() => enrolKey(enrolmentDeps(args.context), { personNumber, key }));
}
