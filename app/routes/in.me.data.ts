import type { LoaderFunctionArgs } from '@remix-run/node';
import { storedAbout } from '~/features/identified/accounts/stored-about.queries.server';
import { dayOf } from '~/platform/clock';
import { identifiedWing, requirePerson } from './guards.server';

/** What is stored about the person who asks, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const tables = await storedAbout(identifiedWing(args.context).db, person);
  const day = dayOf(args.context.clock.now());
  return new Response(`${JSON.stringify({ storedOn: day, tables }, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="what-is-stored-about-me-${day}.json"`,
      'Cache-Control': 'no-store',
    },
  });
}
