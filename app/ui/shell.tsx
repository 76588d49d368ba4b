import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from './link';
import { Logo } from './logo';
import { QuickExit } from './quick-exit';
import { useSignedInMark } from './signed-in-mark';

export interface NavItem {
  to: string;
  label: string;
  icon: LucideIcon;
  /** Other paths whose pages belong to it. */
  also?: readonly string[];
}

export interface ShellProps {
  /** At most five: with "Leave quickly" they fill the bar at the bottom of a phone. Only what leads somewhere. */
  nav: readonly NavItem[];
  footer: readonly { to: string; label: string }[];
  /** Where the mark "signed in here" leads. */
  accountPath: string;
  /** The address being shown, with its query, to mark its entry. */
  address: string;
  /** What has to be said before everything else, on every page. */
  alarm?: ReactNode;
  children: ReactNode;
}

const MAIN_ID = 'main';

/** The frame of every page but the neutral one: name, navigation, a way out, the page, the small print. */
export function Shell({ nav, footer, accountPath, address, alarm, children }: ShellProps) {
  const signedInHere = useSignedInMark();
  const current = currentEntry(nav, address);
  const main = useFocusOnNewPage(pathOf(address));
  return (
    <div className="shell">
      <a className="skip-link" href={`#${MAIN_ID}`}>
        Skip to the text
      </a>
      {alarm}
      <header className="shell__head">
        <div className="wrap">
          <Logo />
          <div className="shell__bar">
            <nav className="shell__nav" aria-label="Main">
              <ul>
                {nav.map((item) => (
                  <li key={item.to}>
                    <Link
                      to={item.to}
                      aria-current={item !== current ? undefined : item.to === address ? 'page' : 'true'}
                    >
                      <item.icon aria-hidden="true" />
                      {item.label}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
            <QuickExit />
          </div>
          {signedInHere && (
            <Link to={accountPath} className="shell__here">
              Signed in here
            </Link>
          )}
        </div>
      </header>
      <main ref={main} className="shell__main wrap" id={MAIN_ID} tabIndex={-1}>
        {children}
      </main>
      <footer className="shell__foot">
        <div className="wrap">
          <p>Round Robin counts who agrees without knowing who they are.</p>
          <ul>
            {footer.map((item) => (
              <li key={item.to}>
                <Link to={item.to}>{item.label}</Link>
              </li>
            ))}
          </ul>
        </div>
      </footer>
    </div>
  );
}

/**
 * A link followed without a new document would leave the focus on it: screen readers would say nothing and the keyboard
 * would start in the navigation. The first page keeps the browser's own focus.
 */
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    if (!window.location.hash) main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

/** The entry for what is shown: the very address, else the first one of whose paths the address lies on or below. */
function currentEntry(nav: readonly NavItem[], address: string): NavItem | undefined {
  const path = pathOf(address);
  const exact = nav.find((item) => item.to === address);
  const isBelow = (above: string) => path === above || path.startsWith(`${above}/`);
  return exact ?? nav.find((item) => [item.to, ...(item.also ?? [])].some(isBelow));
}

function pathOf(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}
