import { useLocation } from '@remix-run/react';
import { KeyRound, MessageCircleWarning, ScanEye, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { Shell, type NavItem } from '~/ui/shell';

/** Answered petitions stand among the petitions, filtered; the query is that of the list's own filter. */
const ANSWERS_PATH = '/petitions?show=answered';

const NAV: readonly NavItem[] = [
  { to: '/petitions', label: 'Petitions', icon: ScrollText },
  { to: '/programmes', label: 'Programmes', icon: ScanEye },
  { to: '/concerns', label: 'Concerns', icon: MessageCircleWarning },
  { to: '/my-key', label: 'My key', icon: KeyRound },
];

const FOOTER = [
  { to: ANSWERS_PATH, label: 'Answers' },
  { to: '/safety', label: 'Safety' },
  { to: '/promise', label: 'What we promise' },
  { to: '/help', label: 'Help' },
  { to: '/promise#source', label: 'Source' },
];

export function SiteShell({ children }: { children: ReactNode }) {
  const { pathname, search } = useLocation();
  return (
    <Shell nav={NAV} footer={FOOTER} accountPath="/in/me" address={pathname + search}>
      {children}
    </Shell>
  );
}
