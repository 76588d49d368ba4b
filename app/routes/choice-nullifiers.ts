import type { LoaderFunctionArgs } from '@remix-run/node';
import { choiceKinds } from '~/features/published/choices/choice';
import {
  choiceNullifiers,
  choiceNullifiersVersion,
} from '~/features/published/figures/choice-nullifiers.queries.server';
import { publishedWing } from './guards.server';
import { nullifierFile } from './nullifier-file.server';

/** The published nullifiers of one thing that is chosen on, as bytes (see `choice-nullifiers.queries.server`). */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const kind = choiceKinds.find((each) => each === params['kind']);
  if (!kind) throw new Response('There is no such file.', { status: 404 });
  const subject = { kind, id: params['id'] ?? '' };
  const version = await choiceNullifiersVersion(db, subject);
  return nullifierFile(request, version, (publication) => choiceNullifiers(db, subject, publication));
}
