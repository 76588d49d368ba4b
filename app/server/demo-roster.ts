import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { demoPeople } from '~db/seed/demo-roster';

/** The demo's lower floors meet a roster that is not the demo's. */
export class ForeignRosterError extends Error {
  override readonly name = 'ForeignRosterError';
  constructor() {
    super(
      'DEMO=1 lowers the size of the crowd that people vanish in, so it serves the demo company only: ' +
        'there are other people on the roster of this database',
    );
  }
}

/** Refuses to go on if anybody is on the roster who does not belong to the demo company. @throws ForeignRosterError */
export async function refuseForeignRoster(db: IdentifiedDatabase): Promise<void> {
  const people = await db.select({ personNumber: person.personNumber, email: person.email }).from(person);
  const known = new Map(demoPeople.map((each) => [each.personNumber, each.email]));
  if (people.some(({ personNumber, email }) => known.get(personNumber) !== email)) throw new ForeignRosterError();
}
