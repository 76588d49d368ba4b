/** Roles that an administrator grants, in the order in which they are shown. */
export const grantableRoles = ['organizer', 'leadership', 'moderator', 'handler', 'administrator'] as const;
export type GrantableRole = (typeof grantableRoles)[number];

/** What somebody may do. Every active person is an employee; that is never granted and never withdrawn. */
export type Role = 'employee' | GrantableRole;

/** What each role is for, as people read it. */
export const roleWords: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  employee: { name: 'Employee', may: 'Signs, withdraws and starts petitions.' },
  organizer: { name: 'Organizer', may: 'Keeps up to twenty petitions waiting or open at once.' },
  leadership: { name: 'Leadership', may: 'Answers petitions in the company’s name.' },
  moderator: {
    name: 'Moderator',
    may: 'Accepts, sends back or rejects petitions, and decides on appeals against others, with public reasons.',
  },
  handler: { name: 'Concern handler', may: 'Reads and answers concerns, in their own browser.' },
  administrator: { name: 'Administrator', may: 'Keeps the roster, the roles and the settings.' },
};

export function isGrantableRole(value: string): value is GrantableRole {
  return (grantableRoles as readonly string[]).includes(value);
}
