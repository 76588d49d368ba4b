import type { LoaderFunctionArgs } from '@remix-run/node';
import { checkpointsFrom } from '~/features/published/ledger/ledger-files.queries.server';
import { publishedWing } from './guards.server';
import { publicAnswer, publicHeaders } from './public-answer.server';

/** Every checkpoint there was, from a size on: for whoever checks that each continues the one before (protocol 6). */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const from = new URL(request.url).searchParams.get('from') ?? '0';
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(from)) {
    const headers = { ...publicHeaders, 'cache-control': 'no-store' };
    return Response.json({ error: 'no-size' }, { status: 400, headers });
  }
  return publicAnswer(request, JSON.stringify(await checkpointsFrom(db, Number(from))), 'application/json');
}
