/**
 * Why somebody may not moderate a petition: they organize it, are invited to, answer for what it asks, or made the decision
 * that was appealed against.
 */
export type Conflict = 'organizer' | 'invited' | 'addressee' | 'decided';

/** A moderator, as far as their sides go. */
export interface Moderator {
  readonly personNumber: string;
  readonly name: string;
  /** Where they stand on the organisation chart. */
  readonly unitPath: string;
  /** Whether they hold the role of leadership too. */
  readonly leads: boolean;
}

/** A petition, as far as somebody can have a side in it. */
export interface Sides {
  /** Unit whose leadership is asked; null for the company's. */
  readonly askedUnit: string | null;
  /** Person numbers. Of a petition whose organizer is unknown there are none, here and anywhere. */
  readonly organizers: ReadonlySet<string>;
  readonly invited: ReadonlySet<string>;
  /** Who made the rejection that was appealed against; null where none was. The number is missing for an old one. */
  readonly rejectedBy: { readonly personNumber: string | null; readonly name: string } | null;
}

/** Why a moderator may not decide on a petition, the strongest reason first; null where they may. */
export function conflictOf(moderator: Moderator, sides: Sides): Conflict | null {
  const { personNumber } = moderator;
  if (sides.organizers.has(personNumber)) return 'organizer';
  if (sides.invited.has(personNumber)) return 'invited';
  if (moderator.leads && isAsked(moderator.unitPath, sides.askedUnit)) return 'addressee';
  return sides.rejectedBy !== null && isSame(moderator, sides.rejectedBy) ? 'decided' : null;
}

/** Whether leadership of a unit is asked: of the very unit, or of one above it. All of leadership where the company's is. */
function isAsked(unitPath: string, askedUnit: string | null): boolean {
  return askedUnit === null || askedUnit === unitPath || askedUnit.startsWith(`${unitPath} / `);
}

/** What was decided before persons were kept goes by the public name: two people of one name both stand back. */
function isSame({ personNumber, name }: Moderator, decided: NonNullable<Sides['rejectedBy']>): boolean {
  return decided.personNumber === null ? decided.name === name : decided.personNumber === personNumber;
}

/** What stands in the queue and in place of the form. */
export const conflictWords: Readonly<
  Record<Conflict, { readonly title: string; readonly body: string; readonly short: string }>
> = {
  organizer: {
    title: 'This is your own petition',
    body: 'Another moderator decides on it.',
    short: 'Yours: somebody else decides',
  },
  invited: {
    title: 'You are invited to organize this petition',
    body: 'Another moderator decides on it. If you decline the invitation, you may.',
    short: 'You are invited to organize it',
  },
  addressee: {
    title: 'This petition asks you, as leadership',
    body: 'Whoever is asked does not decide whether it may be asked. Another moderator does.',
    short: 'It asks you, as leadership',
  },
  decided: {
    title: 'The appeal is against your decision',
    body: 'Another moderator decides on it.',
    short: 'Against your own decision',
  },
};
