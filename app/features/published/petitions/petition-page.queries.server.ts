import { and, asc, desc, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { deletion, edition, moderationAct, petition, petitionUpdate, publication } from '~db/schema/published';
import { reopenedDueDay } from '../answers/due.queries.server';
import {
  crowdOf,
  petitionFigures,
  petitionHistory,
  type Crowd,
  type PetitionFigures,
} from '../figures/figures.queries.server';
import { choiceFigures } from '../figures/choice-figures.queries.server';
import type { Figure } from '../figures/figure';
import type { AboutProgramme } from '../programmes/attachments';
import { attachmentsOf } from '../programmes/attachments.queries.server';
import { responseTo, type PublishedResponse } from '../responses/responses.queries.server';
import { hidesText, type RecordedAct } from './moderation';
import { organizingOf, type PetitionOrganizing } from './organizing.queries.server';
import { publicStates, type PetitionState, type PetitionText } from './petition';

export interface PetitionUpdate {
  readonly number: number;
  readonly day: string;
  readonly body: string;
}

export interface PublishedModeration {
  readonly number: number;
  readonly act: RecordedAct;
  readonly reasonCode: string;
  /** Null for an appeal whose petition’s text is shown to nobody: it would say the same. */
  readonly words: string | null;
  readonly moderatorName: string;
  readonly day: string;
  /** By when it had to be decided; null for an appeal, and for what was decided before this was kept. */
  readonly dueDay: string | null;
}

/** A petition with what was decided on it, without any number. */
export interface PetitionRecord {
  readonly id: string;
  readonly state: PetitionState;
  readonly text: PetitionText;
  /** Hex; what a signature binds to. */
  readonly textDigest: string;
  readonly organizerName: string;
  /** Path of the unit whose leadership is asked; null for the company’s. */
  readonly askedUnit: string | null;
  readonly submittedDay: string;
  readonly openedDay: string | null;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly criticalMass: number;
  /** Sponsors that it looked for before moderators read it; 0: none. */
  readonly sponsorsWanted: number;
  readonly threshold: number | null;
  readonly registerId: number | null;
  readonly moderation: readonly PublishedModeration[];
  /** Closed under its critical mass: its signatures were deleted. */
  readonly deleted: boolean;
  /** By when a demand that verdicts opened again is to be answered; null where none is open. */
  readonly reopenedDueDay: string | null;
}

export interface PetitionView extends Omit<PetitionRecord, 'text'> {
  /** Null where it was rejected for a reason that its very text would repeat. */
  readonly text: PetitionText | null;
  readonly updates: readonly PetitionUpdate[];
  readonly response: PublishedResponse | null;
  /** The programme that it is about, and the one that the response is. */
  readonly about: AboutProgramme | null;
  readonly responseAbout: AboutProgramme | null;
  /** Who organizes it, and what they did with it beside what they wrote. */
  readonly organizing: PetitionOrganizing;
  readonly figures: PetitionFigures | null;
  /** Day on which it appeared, where that took a critical mass; null before, and where it has none. */
  readonly countedSince: string | null;
  /** Keys that sponsored it; null where it looked for none. */
  readonly sponsors: Figure | null;
  readonly history: Awaited<ReturnType<typeof petitionHistory>>;
  readonly crowd: Crowd | null;
}

export type DeskView = Omit<PetitionView, 'text'> & Pick<PetitionRecord, 'text'>;

/** Any petition, whatever its state, or null. Who may see one that waits is for the caller to check. */
export async function petitionRecord(db: Database, id: string): Promise<PetitionRecord | null> {
  const [found] = await db
    .select({ row: petition, deletedDay: deletion.day, reopenedDueDay: reopenedDueDay(petition.id) })
    .from(petition)
    .leftJoin(deletion, eq(deletion.petitionId, petition.id))
    .where(eq(petition.id, id));
  if (!found) return null;
  const { row, deletedDay, reopenedDueDay: dueAgain } = found;
  const acts = await db
    .select()
    .from(moderationAct)
    .where(eq(moderationAct.petitionId, id))
    .orderBy(asc(moderationAct.number));
  const { title, demands, background, textDigest, ...others } = row;
  const { search: _, organizerKey: __, sponsorLink: ___, actsApplied: ____, ...rest } = others;
  return {
    ...rest,
    text: { title, demands, background },
    textDigest: toHex(textDigest),
    deleted: deletedDay !== null,
    reopenedDueDay: dueAgain,
    moderation: acts.map(({ number, act, reasonCode, reasonText, moderatorName, day, dueDay }) => ({
      number,
      act,
      reasonCode,
      words: reasonText,
      moderatorName,
      day,
      dueDay,
    })),
  };
}

function updatesOf(db: Database, petitionId: string): Promise<PetitionUpdate[]> {
  return db
    .select({ number: petitionUpdate.number, day: petitionUpdate.day, body: petitionUpdate.body })
    .from(petitionUpdate)
    .where(eq(petitionUpdate.petitionId, petitionId))
    .orderBy(asc(petitionUpdate.number));
}

interface Reading {
  readonly db: Database;
  readonly settings: Settings;
}

/** The figures of a petition that opened: count, history, crowd. The same work for one signature and for a million. */
async function petitionNumbers({ db, settings }: Reading, { id, registerId, criticalMass }: PetitionRecord) {
  if (registerId === null) return { figures: null, history: [], crowd: null, countedSince: null };
  const [figures, history, crowd] = await Promise.all([
    petitionFigures(db, settings, [id]),
    petitionHistory(db, settings, id),
    crowdOf(db, settings, registerId),
  ]);
  const countedSince = criticalMass > 0 ? (history[0]?.day ?? null) : null;
  return { figures: figures.get(id) ?? null, history, crowd, countedSince };
}

/** How many sponsored a petition, from as many on as it looked for; null where it looked for none. */
export async function sponsorFigure(
  { db, settings }: Reading,
  { id, sponsorsWanted }: Pick<PetitionRecord, 'id' | 'sponsorsWanted'>,
): Promise<Figure | null> {
  if (sponsorsWanted === 0) return null;
  return (await choiceFigures(db, settings, 'sponsor', [id])).get(id)?.total ?? null;
}

/** Everything on a petition's page, or null where there is none that anybody may read. */
export async function petitionView(reading: Reading, id: string): Promise<PetitionView | null> {
  const record = await petitionRecord(reading.db, id);
  if (!record || !publicStates.some((state) => state === record.state)) return null;
  const view = await withSurroundings(reading, record);
  const { state, moderation } = record;
  if (!hidesText({ state, reasonCodes: moderation.map(({ reasonCode }) => reasonCode) })) return view;
  return {
    ...view,
    text: null,
    moderation: moderation.map((each) => (each.act === 'appeal' ? { ...each, words: null } : each)),
  };
}

/** As {@link petitionView}, in any state and with its text: for its organizer. The caller checks who reads. */
export async function deskView(reading: Reading, id: string): Promise<DeskView | null> {
  const record = await petitionRecord(reading.db, id);
  return record && withSurroundings(reading, record);
}

async function withSurroundings(reading: Reading, record: PetitionRecord): Promise<DeskView> {
  const { db } = reading;
  const { id } = record;
  const [updates, response, abouts, responseAbouts, organizing, sponsors, numbers] = await Promise.all([
    updatesOf(db, id),
    responseTo(db, id),
    attachmentsOf(db, 'petition', [id]),
    attachmentsOf(db, 'response', [id]),
    organizingOf(reading, id),
    sponsorFigure(reading, record),
    petitionNumbers(reading, record),
  ]);
  return {
    ...record,
    updates,
    response,
    about: abouts.get(id) ?? null,
    responseAbout: responseAbouts.get(id) ?? null,
    organizing,
    sponsors,
    ...numbers,
  };
}

/**
 * Names of the files that make up the newest counted edition of a register. Every reader of a petition fetches them,
 * signer or not, so that fetching them says nothing (protocol 2).
 * @param options.units whether that is among them which says who is in which unit, as wherever a unit may be disclosed
 */
export async function registerFilesOf(
  db: Database,
  registerId: number,
  { units = false }: { readonly units?: boolean } = {},
): Promise<readonly string[]> {
  const [newest] = await db
    .select({ tiles: edition.tiles, upper: edition.upperFile, unitsFile: edition.unitsFile })
    .from(edition)
    .innerJoin(publication, eq(publication.number, edition.publication))
    .where(and(eq(edition.registerId, registerId), eq(publication.checkpointDone, true)))
    .orderBy(desc(edition.number))
    .limit(1);
  return newest ? [newest.upper, ...newest.tiles, ...(units ? [newest.unitsFile] : [])] : [];
}
