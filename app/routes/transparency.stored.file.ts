import type { LoaderFunctionArgs } from '@remix-run/node';
import { readStorage } from './stored-tables.server';

/** Every column with its purpose, and every right, for programs. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  return Response.json(
    { v: 1, ...(await readStorage(context)) },
    { headers: { 'cache-control': 'public, no-cache', 'access-control-allow-origin': '*' } },
  );
}
