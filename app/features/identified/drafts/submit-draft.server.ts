import { and, count, eq, inArray } from 'drizzle-orm';
import type { Role } from '~/features/identified/accounts/role';
import { petitionsUnderWay, underWayStates } from '~/features/published/petitions/petition';
import { termsBounds } from '~/features/published/petitions/asked-units.queries.server';
import { petitionSchema } from '~/features/published/petitions/petition.schema';
import { termsProblem } from '~/features/published/petitions/petition-terms';
import { randomId } from '~/features/published/petitions/random-id.server';
import { newSponsorSecret, sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';
import { resubmitPetition, submitPetition } from '~/features/published/petitions/submit-petition.server';
import { attachWaitingPetition, type About } from '~/features/published/programmes/attach.server';
import { isFieldName } from '~/features/published/programmes/programme-fields';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { draft, person, petitionOrganizer } from '~db/schema/identified';
import { petition } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { DraftError } from './draft';
import { termsOf } from './draft-steps';
import { requireUnlocked } from './save-draft.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Names a new petition; at random unless told otherwise, as only the demo's seeding does. */
  readonly newId?: () => string;
}

interface Author {
  readonly personNumber: string;
  /** Becomes public: the name under which the petition is started. */
  readonly name: string;
  readonly roles: readonly Role[];
}

/**
 * Hands a draft to the moderators, or lets it look for sponsors first: as a new petition, or once more if it was sent back,
 * then without looking for sponsors again. Returns the petition's id.
 * The draft is kept until it is decided.
 *
 * @throws DraftError `unknown-draft` unless the author's own; `locked` while it is moderated; `incomplete` if it breaks
 *   a rule of petitions; `too-many-petitions`
 * @throws ProgrammeError `unknown-programme`
 */
export function submitDraft(
  { db, clock, settings, newId = randomId }: Deps,
  { draftId, author }: { draftId: string; author: Author },
): Promise<string> {
  const day = dayOf(clock.now());
  return inTransaction(db, async (tx) => {
    // One at a time for each person, so that two sent at once cannot both be the last that is allowed.
    await tx.select().from(person).where(eq(person.personNumber, author.personNumber)).for('no key update');
    const row = await requireUnlocked(tx, { draftId, author: author.personNumber });
    const parsed = petitionSchema(day).safeParse(row);
    const bounds = await termsBounds(tx, settings);
    const terms = termsOf(row, bounds);
    if (!parsed.success || termsProblem(terms, bounds)) throw new DraftError('incomplete');
    await requireRoom(tx, author);
    const text = parsed.data;
    const { criticalMass, askedUnit, sponsorsWanted } = terms;
    if (row.petitionId !== null) {
      await resubmitPetition(tx, { id: row.petitionId, text, day, terms: { criticalMass, askedUnit } });
      await attachWaitingPetition(tx, { petitionId: row.petitionId, about: aboutOf(row), day });
      return row.petitionId;
    }
    const id = newId();
    const organizer = { name: author.name };
    const secret = sponsorsWanted > 0 ? newSponsorSecret() : null;
    const sponsors = secret === null ? null : { wanted: sponsorsWanted, link: sponsorLinkOf(secret) };
    const { moderationDays } = await currentSettings(tx, settings);
    await submitPetition(tx, { id, text, organizer, criticalMass, askedUnit, sponsors, moderationDays, day });
    await attachWaitingPetition(tx, { petitionId: id, about: aboutOf(row), day });
    await tx.insert(petitionOrganizer).values({ petitionId: id, personNumber: author.personNumber });
    await tx.update(draft).set({ petitionId: id, sponsorSecret: secret }).where(eq(draft.id, draftId));
    return id;
  });
}

function aboutOf({ programmeId, programmeField: field }: typeof draft.$inferSelect): About | null {
  return programmeId === null ? null : { programmeId, field: isFieldName(field) ? field : null };
}

/** @throws DraftError `too-many-petitions` where somebody organizes as many as one person may */
export async function requireRoom(
  tx: IdentifiedDatabase,
  { personNumber, roles }: Pick<Author, 'personNumber' | 'roles'>,
): Promise<void> {
  const [row] = await tx
    .select({ petitions: count() })
    .from(petitionOrganizer)
    .innerJoin(petition, eq(petition.id, petitionOrganizer.petitionId))
    .where(and(eq(petitionOrganizer.personNumber, personNumber), inArray(petition.state, [...underWayStates])));
  const room = roles.includes('organizer') ? petitionsUnderWay.organizer : petitionsUnderWay.everybody;
  if ((row?.petitions ?? 0) >= room) throw new DraftError('too-many-petitions');
}
