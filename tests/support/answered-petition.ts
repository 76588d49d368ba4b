import { eq } from 'drizzle-orm';
import type { Actor } from '~/features/identified/desks/desk';
import { makePledge } from '~/features/identified/pledges/make-pledge.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { addDays } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import { person } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { acceptedPetition } from './accepted-petition';
import type { Colleague } from './colleagues';
import type { JourneyHouse } from './journey-house';
import { othersSign } from './others-sign';

const settings = demoSettings(demoCompany);

async function leaderOf({ database, address }: JourneyHouse): Promise<Actor> {
  const [row] = await database.identified
    .select()
    .from(person)
    .where(eq(person.email, address('leadership')));
  if (!row) throw new Error('nobody leads here');
  return { personNumber: row.personNumber, name: row.name, roles: ['leadership'] };
}

/** A petition that is open, counted and answered by leadership, without the pages on which that is done. */
export async function answeredPetition(
  house: JourneyHouse,
  { title, text, signers }: { title: string; text: ResponseText; signers: readonly Colleague[] },
): Promise<string> {
  const petitionId = await acceptedPetition(house, title);
  await house.publish();
  await othersSign(house, petitionId, signers);
  await house.publish();
  const { name: authorName } = await leaderOf(house);
  const day = dayIn(settings.timeZone, house.now());
  await inTransaction(house.database.identified, async (tx) => {
    const said = { petitionId, base: 0, text, authorName, reason: '', day };
    await appendEntry(tx, await publishResponse({ tx, settings }, said));
  });
  return petitionId;
}

/** A pledge in the response to a petition, due in a month; gives its name. */
export async function pledgeIn(
  house: JourneyHouse,
  petitionId: string,
  words: Pick<PledgeDocument, 'text' | 'howSeen' | 'witnessed'>,
): Promise<string> {
  const id = randomId();
  const actor = await leaderOf(house);
  const dueDay = addDays(dayIn(settings.timeZone, house.now()), 30);
  const clock = { now: house.now };
  const document = { ...words, dueDay, milestones: [], status: 'not-started' as const, evidence: [] };
  await makePledge(
    { db: house.database.identified, clock, settings },
    { actor, petitionId, id, words: document, owner: actor.personNumber },
  );
  return id;
}
