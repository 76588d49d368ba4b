import { isInventedAddress } from '~/features/identified/roster/roster';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';

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

/**
 * Refuses to go on if anybody is on the roster who could be a real person. The demo's administrator may import invented
 * people. @throws ForeignRosterError
 */
export async function refuseForeignRoster(db: IdentifiedDatabase): Promise<void> {
  const people = await db.select({ email: person.email }).from(person);
  if (people.some(({ email }) => !isInventedAddress(email))) throw new ForeignRosterError();
}
