import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useLocation } from '@remix-run/react';
import { useEffect } from 'react';
import { SectionNav } from '~/ui/section-nav';
import { clearSignedInMark, markSignedIn } from '~/ui/signed-in-mark';
import { addDays, dayOf } from '~/platform/clock';
import { desksOf } from './desks';
import { identifiedWing, personOf } from './guards.server';
import { PageError } from './page-error';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const session = await identifiedWing(context).sessions.read(request);
  if (!session) return { signedIn: null };
  const { name, roles } = personOf(session);
  return {
    signedIn: {
      name,
      desks: desksOf(roles).map(({ to, label }) => ({ to, label })),
      // A session ends at midnight: the day before is its last.
      untilDay: addDays(dayOf(session.endsAt), -1),
    },
  };
}

/** What every page below `/in/` stands in: who is signed in, and the desks that are theirs. */
export default function SignedInLayout() {
  const { signedIn } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  const untilDay = signedIn?.untilDay;
  useEffect(() => {
    if (untilDay) markSignedIn(untilDay);
    else clearSignedInMark();
  }, [untilDay]);
  return (
    <>
      {signedIn && (
        <SectionNav
          label={`Signed in as ${signedIn.name}`}
          items={[
            { to: '/in/me', label: signedIn.name },
            { to: '/in/my-key', label: 'My enrolment' },
            ...signedIn.desks,
            { to: '/in/sign-out', label: 'Sign out' },
          ]}
          currentPath={pathname}
        />
      )}
      <Outlet />
    </>
  );
}

export { PageError as ErrorBoundary };
