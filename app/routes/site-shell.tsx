import { useLocation } from '@remix-run/react';
import { KeyRound, MessageCircleWarning, MessageSquareReply, ScanEye, ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { Shell, type NavItem } from '~/ui/shell';

const NAV: readonly NavItem[] = [
  { to: '/petitions', label: 'Petitions', icon: ScrollText },
  { to: '/answers', label: 'Answers', icon: MessageSquareReply, also: ['/pledges', '/announcements', '/statements'] },
  { to: '/programmes', label: 'Programmes', icon: ScanEye },
  { to: '/concerns', label: 'Concerns', icon: MessageCircleWarning },
  { to: '/my-key', label: 'My key', icon: KeyRound },
];

const FOOTER = [
  { to: '/announcements', label: 'Announcements' },
  { to: '/following', label: 'Following' },
  { to: '/safety', label: 'Safety' },
  { to: '/promise', label: 'What we promise' },
  { to: '/transparency', label: 'Transparency' },
  { to: '/help', label: 'Help' },
  { to: '/promise#source', label: 'Source' },
];

export function SiteShell({ alarm, children }: { alarm?: ReactNode; children: ReactNode }) {
  const { pathname, search } = useLocation();
  return (
    <Shell nav={NAV} footer={FOOTER} accountPath="/in/me" address={pathname + search} alarm={alarm}>
      {children}
    </Shell>
  );
}
