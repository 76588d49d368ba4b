import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { PetitionText } from '~/features/published/petitions/petition';
import { addDays } from '~/platform/clock';
import type { IdentifiedDatabase } from '../identified-client';
import { petition } from '../schema/published';

/** What every petition from this factory says. */
export const factoryText: PetitionText = {
  title: 'Stop the recording of keystrokes',
  demands: ['Stop recording what people type.', 'Say who has read what was recorded so far.'],
  background: 'For some months a program on our laptops has recorded what we type. **Nobody asked us.**',
};

const daysOpen = 90;

/** Puts a petition into the courtyard that the next publication opens. */
export async function addAcceptedPetition(
  db: IdentifiedDatabase,
  { id, day, criticalMass = 10 }: { id: string; day: string; criticalMass?: number },
): Promise<void> {
  await db.insert(petition).values({ ...columns(id, day), state: 'accepted', criticalMass });
}

/** Puts a petition into the courtyard that is open, pinned to a register, as if it had come there by itself. */
export async function addOpenPetition(
  db: IdentifiedDatabase,
  { id, registerId, day, criticalMass = 10 }: { id: string; registerId: number; day: string; criticalMass?: number },
): Promise<void> {
  const opened = { openedDay: day, registerId, threshold: 500 };
  await db.insert(petition).values({ ...columns(id, day), ...opened, state: 'open', criticalMass });
}

function columns(id: string, day: string) {
  return {
    id,
    title: factoryText.title,
    demands: [...factoryText.demands],
    background: factoryText.background,
    textDigest: petitionTextDigest(factoryText),
    organizerName: 'Olga Organizer',
    submittedDay: day,
    closesDay: addDays(day, daysOpen),
  };
}
