import { Outlet } from '@remix-run/react';
import { SiteShell } from './site-shell';

/** The frame around every page but the neutral one. Reads nothing: who is signed in is no business of these pages. */
export default function Site() {
  return (
    <SiteShell>
      <Outlet />
    </SiteShell>
  );
}
