import type { LoaderFunctionArgs } from '@remix-run/node';
import { everyAccessTo } from '~/features/identified/access-log/access-log.queries.server';
import { publicAbout } from '~/features/identified/accounts/public-about.queries.server';
import { storedAbout } from '~/features/identified/accounts/stored-about.queries.server';
import { dayOf } from '~/platform/clock';
import { identifiedWing, requirePerson } from './guards.server';

/** What is stored about the person who asks, what of it is public, and every look of the staff at it, with names: a file. */
export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const tables = await storedAbout(db, person);
  const looks = await everyAccessTo(db, person.personNumber);
  const isPublic = await publicAbout(db, person);
  const day = dayOf(args.context.clock.now());
  return new Response(`${JSON.stringify({ storedOn: day, looks, public: isPublic, tables }, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="what-is-stored-about-me-${day}.json"`,
      'Cache-Control': 'no-store',
    },
  });
}
