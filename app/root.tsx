import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration, useLocation, useMatches } from '@remix-run/react';
import newsreader from '@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2?url';
import publicSans from '@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2?url';
import { forwardRef, type ReactNode } from 'react';
import { useNonce } from './nonce';
import { PageError } from './routes/page-error';
import { SiteShell } from './routes/site-shell';
import styles from './styles/index.css?url';
import { LinkElementProvider, type LinkProps } from './ui/link';

export const meta: MetaFunction = () => [{ title: 'Round Robin' }];

export const links: LinksFunction = () => [
  { rel: 'preload', href: publicSans, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'preload', href: newsreader, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: styles },
];

/** The document. Reads no session and no cookie: it is the same for everybody. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const neutral = useIsNeutral();
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        {!neutral && (
          <>
            <meta name="theme-color" content="#fbf8f1" media="(prefers-color-scheme: light)" />
            <meta name="theme-color" content="#12181e" media="(prefers-color-scheme: dark)" />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          </>
        )}
        <Meta />
        <Links />
      </head>
      <body>
        <LinkElementProvider value={SiteLink}>{children}</LinkElementProvider>
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <SiteShell>
      <PageError />
    </SiteShell>
  );
}

/**
 * The router's link, except across the border of the signed-in pages: there the document starts afresh, so that nothing
 * a signed-in page had in memory is still there when somebody signs.
 */
const SiteLink = forwardRef<HTMLAnchorElement, LinkProps>(function SiteLink(props, ref) {
  const { pathname } = useLocation();
  return <Link ref={ref} reloadDocument={isSignedInPath(pathname) !== isSignedInPath(props.to)} {...props} />;
});

function isSignedInPath(path: string): boolean {
  return path.startsWith('/in/');
}

/** A route with `handle = { neutral: true }` shows nothing of this place, not even its mark in the tab. */
function useIsNeutral(): boolean {
  return useMatches().some(({ handle }) => typeof handle === 'object' && handle !== null && 'neutral' in handle);
}
