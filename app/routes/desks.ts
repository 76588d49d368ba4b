import type { Role } from '~/features/identified/accounts/role';

export interface Desk {
  readonly to: string;
  readonly label: string;
  /** What is done there, for somebody who has not been there yet. */
  readonly about: string;
  readonly role: Role;
}

const desks: readonly Desk[] = [
  {
    to: '/in/desk/organizer',
    label: 'My petitions',
    about: 'Your drafts, what waits for moderation, and how your open petitions are doing.',
    role: 'employee',
  },
  {
    to: '/in/desk/leadership',
    label: 'Answers due',
    about: 'Petitions that reached their threshold, by the date on which an answer is due.',
    role: 'leadership',
  },
  {
    to: '/in/desk/moderation',
    label: 'Moderation',
    about: 'Petitions that wait to be accepted, sent back or rejected, with a public reason.',
    role: 'moderator',
  },
  {
    to: '/in/admin/roster',
    label: 'Roster',
    about: 'Bring the company’s list of employees up to date from a file.',
    role: 'administrator',
  },
  {
    to: '/in/admin/roles',
    label: 'Roles',
    about: 'Who moderates, who answers, who administers. Every change is public.',
    role: 'administrator',
  },
  {
    to: '/in/admin/settings',
    label: 'Settings',
    about: 'Thresholds and time limits of later petitions. Every change is public.',
    role: 'administrator',
  },
  {
    to: '/in/admin/access-log',
    label: 'Access log',
    about: 'Who of the staff looked at whose data, and what for.',
    role: 'administrator',
  },
];

/** The desks that somebody with these roles may sit at. */
export function desksOf(roles: readonly Role[]): readonly Desk[] {
  return desks.filter((desk) => roles.includes(desk.role));
}
