import { asc } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { organizerActDigest } from '~/crypto/organizing';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { answerMerge, proposeMerge, retirePetition } from '~/features/published/petitions/end-petition.server';
import { PetitionError } from '~/features/published/petitions/petition';
import { publishUpdate } from '~/features/published/petitions/post-update.server';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingOrganizerAct, waitingPetition } from '~db/schema/anonymous-organizing';
import { organizerAct } from '~db/schema/published-organizing';
import { attachment } from '~db/schema/published-programmes';
import { parseMergeAnswer } from '../organizing/organizer-act.schema';
import { rewriteHeldOrganizing } from './rewrite-organizing.server';
import type { UnseenRun } from './unseen-run';

/**
 * The unknown organizers' part of the second step of a publication, in the caller's transaction, which holds the acts: their
 * petitions come to the moderators together, sorted by their names, and what they did is public, sorted by petition.
 */
export async function publishOrganizing(tx: AnonymousDatabase, run: UnseenRun, settings: Settings): Promise<void> {
  if (!(await organizingPending(tx))) return;
  await publishOpenings(tx, run, settings);
  await publishActs(tx, run, settings);
  await rewriteHeldOrganizing(tx);
}

/** Whether any petition or act of an unknown organizer waits. */
export async function organizingPending(db: AnonymousDatabase): Promise<boolean> {
  const [opening] = await db.select({ id: waitingPetition.id }).from(waitingPetition).limit(1);
  if (opening) return true;
  const [act] = await db.select({ number: waitingOrganizerAct.number }).from(waitingOrganizerAct).limit(1);
  return act !== undefined;
}

async function publishOpenings(tx: AnonymousDatabase, { day }: UnseenRun, base: Settings): Promise<void> {
  const { moderationDays } = await currentSettings(tx, base);
  for (const row of await tx.select().from(waitingPetition).orderBy(asc(waitingPetition.id))) {
    const { id, organizerKey: key, title, demands, background, closesDay, criticalMass, askedUnit } = row;
    const { programmeId, programmeField: field, sponsorsWanted: wanted, sponsorLink: link } = row;
    await submitPetition(tx, {
      ...{ id, text: { title, demands, background, closesDay }, organizer: { key }, criticalMass, askedUnit },
      ...{ sponsors: link && { wanted, link }, moderationDays, day },
    });
    // The ledger learns of it when the petition opens.
    if (programmeId !== null) {
      await tx.insert(attachment).values({ subject: 'petition', subjectId: id, programmeId, field, day });
    }
  }
  await tx.delete(waitingPetition);
}

type Act = typeof waitingOrganizerAct.$inferSelect;

async function publishActs(tx: AnonymousDatabase, { day }: UnseenRun, { organisation }: Settings): Promise<void> {
  const acts = await tx
    .select()
    .from(waitingOrganizerAct)
    .orderBy(asc(waitingOrganizerAct.petitionId), asc(waitingOrganizerAct.number));
  for (const act of acts) {
    const { petitionId: petition, number, body, signature } = act;
    await tx.insert(organizerAct).values({ ...act, day });
    const text = toHex(organizerActDigest(organisation, { petition, number, act: act.act, body }));
    await appendEntry(tx, {
      ...{ v: 1, kind: 'organizer-act', petition, number, act: act.act, text, signature: toHex(signature), day },
    });
    await takeEffect(tx, act, day);
  }
  await tx.delete(waitingOrganizerAct);
}

/**
 * What an act does. One that can no longer be done, as the petition closed meanwhile, stands without effect: its number is
 * signed, so it cannot be left out. An appeal, and a text that is sent in anew, change the petition itself: that is done on
 * the other side, where petitions are changed (`applyOrganizerActs`).
 */
async function takeEffect(tx: AnonymousDatabase, { petitionId, act, body }: Act, day: string): Promise<void> {
  try {
    switch (act) {
      case 'update':
        await publishUpdate(tx, { petitionId, body, day });
        return;
      case 'retire':
        await retirePetition(tx, { petitionId, reason: body, day });
        return;
      case 'propose-merge':
        await proposeMerge(tx, { petitionId, intoId: body, day });
        return;
      case 'agree-merge':
      case 'decline-merge': {
        const { petition, reason } = parseMergeAnswer(body);
        const agrees = act === 'agree-merge';
        await answerMerge(tx, { petitionId: petition, intoId: petitionId, agrees, reason, day });
        return;
      }
      case 'appeal':
      case 'resubmit':
        return;
    }
  } catch (error) {
    if (!(error instanceof PetitionError)) throw error;
  }
}
