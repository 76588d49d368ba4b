import type { LoaderFunctionArgs } from '@remix-run/node';
import { myEnrolment } from '~/features/identified/enrolment/enrolment.queries.server';
import { answerWith } from './enrolment-answers.server';
import { identifiedWing, requirePerson } from './guards.server';

/** What the server knows about the keys of who is signed in: `MyEnrolment`. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { personNumber } = await requirePerson(args);
  return answerWith(() => myEnrolment(identifiedWing(args.context).db, personNumber));
}
