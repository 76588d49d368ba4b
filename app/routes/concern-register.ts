import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import { publishedWing } from './guards.server';

/** A day of this century: PostgreSQL has no year 0. */
const givenDay = z.iso.date().startsWith('20');

/** Which register the concerns of a day are pinned to (protocol 7). The same for everybody who asks. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const day = givenDay.safeParse(new URL(request.url).searchParams.get('day'));
  if (!day.success) return refuse(400, 'malformed');
  const pinned = await registerOfDay(db, day.data);
  if (!pinned) return refuse(404, 'no-register');
  return Response.json(pinned, { headers: { 'cache-control': 'public, max-age=5' } });
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { 'cache-control': 'no-store' } });
}
