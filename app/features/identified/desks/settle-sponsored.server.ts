import { and, asc, eq, gt } from 'drizzle-orm';
import { appearedChoices } from '~/features/published/figures/choice-figures.queries.server';
import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { transitions } from '~/features/published/petitions/petition';
import { offerSponsoring } from '~/features/published/petitions/sponsoring.server';
import { dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, person, petitionOrganizer } from '~db/schema/identified';
import { petition, publication } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { lapsedMail, sponsoredMail } from './sponsoring-mail';
import type { SettleDeps } from './settle-deps';

type Gathering = Pick<typeof petition.$inferSelect, 'id' | 'title' | 'textDigest' | 'sponsorsWanted'>;

/**
 * Hands petitions whose sponsors have appeared to the moderators, whose clock begins now; lets those lapse whose days were
 * over before a publication that found too few. Tells organizers who are known by name.
 */
export async function settleSponsored({ db, clock, publicUrl }: SettleDeps): Promise<void> {
  const day = dayOf(clock.now());
  const { id, title, textDigest, sponsorsWanted } = petition;
  const gathering = await db
    .select({ id, title, textDigest, sponsorsWanted })
    .from(petition)
    .where(eq(petition.state, 'gathering'))
    .orderBy(asc(petition.id));
  const ids = gathering.map((each) => each.id);
  // Once they have appeared they were enough: that some took it back since changes nothing.
  const appeared = await appearedChoices(db, 'sponsor', ids);
  for (const each of gathering) {
    await inTransaction(db, async (tx) => {
      const pinned = await pinnedThing(tx, 'sponsor', each.id);
      if (!pinned) await offerSponsoring(tx, { petitionId: each.id, textDigest: each.textDigest, day });
      else if (appeared.has(each.id)) await toModerators(tx, each, { day, publicUrl });
      else if (await publishedAfter(tx, pinned.untilDay)) await lapse(tx, each, publicUrl);
    });
  }
}

/** What came on the last day is counted by the publication after it: only when that is done is it known that it was too little. */
async function publishedAfter(tx: IdentifiedDatabase, untilDay: string): Promise<boolean> {
  const [later] = await tx
    .select({ number: publication.number })
    .from(publication)
    .where(and(gt(publication.day, untilDay), eq(publication.checkpointDone, true)))
    .limit(1);
  return later !== undefined;
}

async function toModerators(
  tx: IdentifiedDatabase,
  row: Gathering,
  { day, publicUrl }: { day: string; publicUrl: string },
): Promise<void> {
  if (!(await move(tx, row, 'sponsor', day))) return;
  // Who still has the page open is told that it is over.
  await tx
    .update(choiceSubject)
    .set({ untilDay: day })
    .where(and(eq(choiceSubject.kind, 'sponsor'), eq(choiceSubject.id, row.id), gt(choiceSubject.untilDay, day)));
  await tx.update(draft).set({ sponsorSecret: null }).where(eq(draft.petitionId, row.id));
  await tellOrganizers(tx, row, sponsoredMail({ ...row, publicUrl }));
}

/** The text is its author's again, as after a rejection. */
async function lapse(tx: IdentifiedDatabase, row: Gathering, publicUrl: string): Promise<void> {
  if (!(await move(tx, row, 'lapse'))) return;
  await tx.update(draft).set({ petitionId: null, sponsorSecret: null }).where(eq(draft.petitionId, row.id));
  await tellOrganizers(tx, row, lapsedMail({ ...row, publicUrl }));
}

/** @param submittedDay begins the moderators' clock @returns false where somebody else was first */
async function move(
  tx: IdentifiedDatabase,
  { id }: Gathering,
  event: 'sponsor' | 'lapse',
  submittedDay?: string,
): Promise<boolean> {
  const { from, to } = transitions[event];
  const moved = await tx
    .update(petition)
    .set({ state: to, ...(submittedDay !== undefined && { submittedDay }) })
    .where(and(eq(petition.id, id), eq(petition.state, from)))
    .returning({ id: petition.id });
  return moved.length > 0;
}

/** Nobody where the organizer is not known. */
async function tellOrganizers(tx: IdentifiedDatabase, { id }: Gathering, mail: { subject: string; body: string }) {
  const organizers = await tx
    .select({ recipient: person.email })
    .from(petitionOrganizer)
    .innerJoin(person, eq(person.personNumber, petitionOrganizer.personNumber))
    .where(and(eq(petitionOrganizer.petitionId, id), eq(person.status, 'active')));
  for (const { recipient } of organizers) await queueMail(tx, { recipient, ...mail });
}
