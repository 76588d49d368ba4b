import type { Role } from '~/features/identified/accounts/role';

export interface Desk {
  readonly to: string;
  readonly label: string;
  /** What is done there, for somebody who has not been there yet. */
  readonly about: string;
  /** Any of these sits there. */
  readonly roles: readonly Role[];
}

const desks: readonly Desk[] = [
  {
    to: '/in/desk/organizer',
    label: 'My petitions',
    about: 'Your drafts, what waits for moderation, and how your open petitions are doing.',
    roles: ['employee'],
  },
  {
    to: '/in/desk/leadership',
    label: 'Answers due',
    about: 'Petitions and summaries that reached their threshold, by the date on which an answer is due.',
    roles: ['leadership'],
  },
  {
    to: '/in/desk/pledges',
    label: 'Pledges',
    about: 'What leadership promised in its responses: make a pledge, say how it goes, change it in public.',
    roles: ['leadership'],
  },
  {
    to: '/in/desk/moderation',
    label: 'Moderation',
    about: 'Petitions and appeals that wait for a decision with a public reason, most pressing first.',
    roles: ['moderator'],
  },
  {
    to: '/in/desk/moderation/questions',
    label: 'Questions to moderate',
    about: 'Questions that colleagues asked unseen, to be accepted or rejected, with a public reason.',
    roles: ['moderator'],
  },
  {
    to: '/in/desk/leadership/questions',
    label: 'Questions asked',
    about: 'What colleagues ask under petitions and responses, most supported first.',
    roles: ['leadership'],
  },
  {
    to: '/in/desk/announcements',
    label: 'Announcements',
    about: 'Words to all staff alike, on a page and, at most once a day, by mail.',
    roles: ['leadership'],
  },
  {
    to: '/in/desk/concerns',
    label: 'Concerns',
    about: 'What colleagues raised: read, answered and closed with your handler’s key, on your device.',
    roles: ['handler'],
  },
  {
    to: '/in/desk/programmes',
    label: 'Programmes',
    about: 'What the register says of each programme that monitors work, and what reporters are asked about it.',
    roles: ['leadership', 'handler', 'administrator'],
  },
  {
    to: '/in/desk/handlers',
    label: 'Handlers’ keys',
    about: 'Your key to concerns, who asks to be let in, and whose keys are in force.',
    roles: ['handler'],
  },
  {
    to: '/in/admin/roster',
    label: 'Roster',
    about: 'Bring the company’s list of employees up to date from a file.',
    roles: ['administrator'],
  },
  {
    to: '/in/admin/roles',
    label: 'Roles',
    about: 'Who moderates, who answers, who administers. Every change is public.',
    roles: ['administrator'],
  },
  {
    to: '/in/admin/settings',
    label: 'Settings',
    about: 'Thresholds and time limits of later petitions. Every change is public.',
    roles: ['administrator'],
  },
  {
    to: '/in/admin/calendar',
    label: 'Calendar',
    about: 'Holidays of the company: due days are counted in working days. Every change is public.',
    roles: ['administrator'],
  },
  {
    to: '/in/admin/witnesses',
    label: 'Witnesses',
    about: 'Who watches the ledger from outside with a key of their own. Every change is public.',
    roles: ['administrator'],
  },
  {
    to: '/in/admin/access-log',
    label: 'Access log',
    about: 'Who of the staff looked at whose data, and what for.',
    roles: ['administrator'],
  },
];

/** For whoever was named to review an answer, in whatever role: shown while there is one. */
export const reviewsDesk: Desk = {
  to: '/in/desk/reviews',
  label: 'Answers to review',
  about: 'What leadership is going to answer, and asks you to read before it is published.',
  roles: ['employee'],
};

/** The desks that somebody with these roles may sit at. */
export function desksOf(roles: readonly Role[]): readonly Desk[] {
  return desks.filter((desk) => desk.roles.some((role) => roles.includes(role)));
}
