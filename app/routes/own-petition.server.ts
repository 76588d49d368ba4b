import type { LoaderFunctionArgs } from '@remix-run/node';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { identifiedWing, requirePerson } from './guards.server';

/** A petition that the visitor organizes; somebody else's is, on this desk, as if it were not there (404). */
export async function readOwnPetition(args: Pick<LoaderFunctionArgs, 'request' | 'context' | 'params'>) {
  const actor = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const petitionId = args.params['petitionId'] ?? '';
  const own = await organizes(db, { petitionId, personNumber: actor.personNumber });
  const petition = own ? await petitionRecord(db, petitionId) : null;
  if (!petition) throw new Response(null, { status: 404 });
  return { actor, db, petition };
}
