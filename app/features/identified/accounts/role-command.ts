import type { RoleChange } from './change-role.server';
import { grantableRoles, isGrantableRole } from './role';

export const roleCommandUsage = `Usage: npm run grant-role -- [--withdraw] PERSON ROLE
  PERSON  employee number, as on the roster
  ROLE    ${grantableRoles.join(', ')}`;

/** What the command was asked to do, in the name of whoever runs the machine; null if it does not make sense. */
export function parseRoleChange(
  words: readonly string[],
): (RoleChange & { readonly act: 'grant' | 'withdraw' }) | null {
  const act = words[0] === '--withdraw' ? 'withdraw' : 'grant';
  const [personNumber, role, ...more] = act === 'withdraw' ? words.slice(1) : words;
  if (!personNumber || personNumber.startsWith('-') || !role || !isGrantableRole(role) || more.length > 0) return null;
  return { act, actor: 'setup', personNumber, role };
}
