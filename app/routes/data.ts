import type { LoaderFunctionArgs } from '@remix-run/node';
import { publicData } from '~/features/published/public-data/public-data.server';
import { UnknownPlaceError } from '~/features/published/public-data/public-page';
import { publishedWing } from './guards.server';
import { publicAnswer, publicHeaders } from './public-answer.server';

/** One page of one list of public data, for whoever counts again (protocol 13). The same for everybody. */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const kind = params['kind'] ?? '';
  const read = Object.hasOwn(publicData, kind) ? publicData[kind] : undefined;
  if (!read) return refusal('unknown-list', 404);
  try {
    const page = await read({ db, settings: context.settings }, new URL(request.url).searchParams.get('after'));
    return await publicAnswer(request, JSON.stringify(page), 'application/json');
  } catch (error) {
    if (error instanceof UnknownPlaceError) return refusal('unknown-place', 400);
    throw error;
  }
}

function refusal(error: string, status: number): Response {
  return Response.json({ error }, { status, headers: { ...publicHeaders, 'cache-control': 'no-store' } });
}
