import type { LoaderFunctionArgs } from '@remix-run/node';
import { similarPetitions } from '~/features/published/petitions/similar-petitions.queries.server';
import { publishedWing } from './guards.server';

/** JSON `{ petitions }`: those that may ask for the same as `?q=`. Asked while somebody types, without a cookie. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const petitions = await similarPetitions(db, new URL(request.url).searchParams.get('q') ?? '');
  return Response.json({ petitions }, { headers: { 'Cache-Control': 'no-store' } });
}
