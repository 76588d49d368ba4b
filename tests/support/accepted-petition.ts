import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { addDays, dayOf } from '~/platform/clock';
import { petition } from '~db/schema/published';
import type { JourneyHouse } from './journey-house';

/** A petition that a moderator has accepted: the next publication opens it. */
export async function acceptedPetition(
  { database, now }: JourneyHouse,
  title: string,
  criticalMass = 3,
): Promise<string> {
  const id = randomBytes(12).toString('base64url');
  const day = dayOf(now());
  await submitPetition(database.identified, {
    id,
    text: {
      title,
      demands: ['Pause the recording on every laptop.', 'Publish who can read the recordings.'],
      background: 'Since April a program on our laptops has recorded **what we type**.',
      closesDay: addDays(day, 30),
    },
    organizer: { name: 'Oona Organizer' },
    criticalMass,
    ...{ askedUnit: null, sponsors: null, moderationDays: 3 },
    day,
  });
  await database.identified.update(petition).set({ state: 'accepted' }).where(eq(petition.id, id));
  return id;
}
