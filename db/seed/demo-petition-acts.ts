import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { Role } from '~/features/identified/accounts/role';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { saveDraft } from '~/features/identified/answering/write-draft.server';
import { appealOwnPetition } from '~/features/identified/desks/appeal-own-petition.server';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import type { Actor } from '~/features/identified/desks/desk';
import { postOwnUpdate } from '~/features/identified/desks/post-own-update.server';
import { createDraft, saveDraft as savePetition } from '~/features/identified/drafts/save-draft.server';
import { submitDraft } from '~/features/identified/drafts/submit-draft.server';
import { decisionSchema } from '~/features/published/petitions/moderation.schema';
import { appealSchema, updateSchema } from '~/features/published/petitions/petition.schema';
import { addDays, dayOf } from '~/platform/clock';
import { pastUrl, type DemoHouse } from './demo-house';
import type { DemoDay, DemoDecision, DemoPetition } from './demo-petitions';
import { demoAbouts, demoResponseAbout } from './demo-programmes';
import { demoPeople, demoRoles, holderOf, type DemoPerson } from './demo-roster';

/** A person of the demo with the roles that they hold. */
export function actorOf(person: DemoPerson): Actor {
  const held = demoRoles.filter(({ person: holder }) => holder === person).map(({ role }): Role => role);
  return { personNumber: person.personNumber, name: person.name, roles: [...new Set<Role>(['employee', ...held])] };
}

/** Who started a petition of the demo. */
export function organizerOf(petition: DemoPetition): DemoPerson {
  const organizer = demoPeople.find(({ name }) => name === petition.organizer);
  if (!organizer) throw new RangeError(`${petition.organizer} is not on the demo's roster`);
  return organizer;
}

/** Writes a petition and hands it to the moderators. @param today the day that is being lived */
export async function submit(house: DemoHouse, petition: DemoPetition, today: DemoDay): Promise<void> {
  const { identified: db, clock, settings } = house;
  const author = actorOf(organizerOf(petition));
  const { title, demands, background } = petition.text;
  const own = { author: author.personNumber };
  const draftId = await createDraft({ db, clock }, { ...own, title });
  const closesDay = addDays(dayOf(clock.now()), petition.closes - today);
  const patch = { demands: [...demands], background, closesDay, ...demoAbouts[petition.name] };
  await savePetition({ db, clock }, { ...own, draftId, patch });
  await submitDraft({ db, clock, settings, newId: () => petition.id }, { draftId, author });
}

/** Decides on a waiting petition, or on an appeal, in a moderator's name. */
export async function decide(
  house: DemoHouse,
  { id, text }: DemoPetition,
  { reasonCode, words }: DemoDecision,
  moderator: DemoPerson = holderOf('moderator'),
): Promise<void> {
  const textDigest = toHex(petitionTextDigest(text));
  await decidePetition(
    { db: house.identified, clock: house.clock, settings: house.settings, publicUrl: pastUrl },
    {
      actor: { ...actorOf(moderator), roles: ['employee', 'moderator'] },
      petitionId: id,
      decision: decisionSchema.parse({ reasonCode, words, textDigest }),
    },
  );
}

/** Appeals against a rejection, in the organizer's name. */
export async function appeal(house: DemoHouse, petition: DemoPetition, words: string): Promise<void> {
  await appealOwnPetition(
    { db: house.identified, clock: house.clock },
    { actor: actorOf(organizerOf(petition)), petitionId: petition.id, words: appealSchema.parse({ words }).words },
  );
}

/** Posts news in the organizer's name. */
export async function update(house: DemoHouse, petition: DemoPetition, body: string): Promise<void> {
  const actor = actorOf(organizerOf(petition));
  await postOwnUpdate(
    { db: house.identified, clock: house.clock },
    { actor, petitionId: petition.id, body: updateSchema.parse({ body }).body },
  );
}

/** Writes leadership's response and publishes it. */
export async function answer(house: DemoHouse, { id, response }: DemoPetition): Promise<void> {
  if (!response) return;
  const { identified: db, clock, settings } = house;
  const deps = { db, clock, settings, publicUrl: pastUrl };
  const actor = actorOf(holderOf('leadership'));
  const { body, items } = response.text;
  const draftId = await startDraft(deps, { actor, subjects: [{ subject: 'petition', id }] });
  const written = items.map((item) => item ?? { answer: null, reason: '' });
  const words = {
    ...{ body, petitions: [{ petitionId: id, items: written }], reason: '', announce: 'no' as const },
    ...{ programmeId: demoResponseAbout.programmeId, programmeField: demoResponseAbout.field },
  };
  const version = await saveDraft(deps, { actor, draftId, version: 1, words });
  await publishDraft(deps, { actor, draftId, version });
}
