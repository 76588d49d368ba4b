import { useLocation } from '@remix-run/react';
import { KeyRound, MessageSquareQuote, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { Shell, type NavItem } from '~/ui/shell';

const NAV: readonly NavItem[] = [
  { to: '/petitions', label: 'Petitions', icon: ScrollText },
  { to: '/answers', label: 'Answers', icon: MessageSquareQuote },
  { to: '/in/key', label: 'My key', icon: KeyRound },
];

const FOOTER = [
  { to: '/safety', label: 'Safety' },
  { to: '/promise', label: 'What we promise' },
  { to: '/help', label: 'Help' },
  { to: '/promise#source', label: 'Source' },
];

export function SiteShell({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  return (
    <Shell nav={NAV} footer={FOOTER} accountPath="/in/key" currentPath={pathname}>
      {children}
    </Shell>
  );
}
