import type { Role } from '../accounts/role';

/** Who acts: the signed-in person, as far as an act needs to know. */
export interface Actor {
  readonly personNumber: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export type DeskErrorCode =
  | 'not-allowed'
  | 'own-petition'
  | 'invited-to-organize'
  | 'asked-as-leadership'
  | 'appealed-against-you'
  | 'not-organizer'
  | 'not-a-leader';

/** Somebody may not do this, whoever may. Routes map the code to a status and to words. */
export class DeskError extends Error {
  constructor(readonly code: DeskErrorCode) {
    super(code);
    this.name = 'DeskError';
  }
}

/** @throws DeskError `not-allowed` unless the actor holds the role */
export function requireDesk(actor: Actor, role: Role): void {
  if (!actor.roles.includes(role)) throw new DeskError('not-allowed');
}
