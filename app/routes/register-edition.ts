import type { LoaderFunctionArgs } from '@remix-run/node';
import { publishedEdition } from '~/features/published/registers/editions.queries.server';
import { publishedWing } from './guards.server';

/** Registers and editions are numbered from 1, in one spelling each. */
const numbered = /^[1-9][0-9]{0,8}$/;

/** An edition that counts (protocol 2). A numbered one never changes; `latest` may, at any publication. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const { id = '', number = '' } = params;
  const latest = number === 'latest';
  const known = numbered.test(id) && (latest || numbered.test(number));
  const document = known ? await publishedEdition(db, Number(id), latest ? number : Number(number)) : null;
  if (!document)
    return Response.json({ error: 'no-edition' }, { status: 404, headers: { 'cache-control': 'no-store' } });
  const caching = latest ? 'public, max-age=5' : 'public, max-age=31536000, immutable';
  return Response.json(document, { headers: { 'cache-control': caching } });
}
