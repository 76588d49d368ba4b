import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { deletion, moderationAct, petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { petitionEnding } from '~db/schema/published-organizing';
import { reopenedDueDay } from '../answers/due.queries.server';
import type { PetitionFigures } from '../figures/figures.queries.server';
import { petitionFigures } from '../figures/figures.queries.server';
import { findPetitions, type FindQuery } from './find-petitions.queries.server';
import { textHidingCodes, textHidingStates } from './moderation';
import type { PetitionState } from './petition';
import { cursorOf } from './petition-list';
import type { Passage } from './search-passages';
import { foundPassages } from './search-passages.queries.server';

export interface PetitionSummary {
  readonly id: string;
  readonly state: PetitionState;
  /** Null where it was rejected for a reason that its very text would repeat. */
  readonly title: string | null;
  readonly organizerName: string;
  /** Path of the unit whose leadership is asked; null for the company’s. */
  readonly askedUnit: string | null;
  readonly openedDay: string | null;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly answeredDay: string | null;
  /** By when a demand that verdicts opened again is to be answered; null where none is open. */
  readonly reopenedDueDay: string | null;
  /** Why it was rejected, as a published code. */
  readonly rejection: string | null;
  /** Closed under its critical mass: its signatures were deleted. */
  readonly deleted: boolean;
  /** Its organizers ended it before its day. */
  readonly ended: 'retired' | 'merged' | null;
  readonly figures: PetitionFigures | null;
  /** What a search found in it; null where nothing was searched for. */
  readonly passages: FoundPassages | null;
}

export interface FoundPassages {
  /** The whole title, with the words that were searched for marked. */
  readonly title: readonly Passage[];
  /** Where else they stand, cut out of a demand or of the background; null where only the title has them. */
  readonly excerpt: readonly Passage[] | null;
}

export interface PetitionPage {
  readonly items: readonly PetitionSummary[];
  readonly next: string | null;
  readonly previous: string | null;
  /** So many match that only the newest were ranked. */
  readonly cut: boolean;
}

interface Reading {
  readonly db: Database;
  readonly settings: Settings;
}

/**
 * One page of the petitions that anybody may read: behind pages, the public interface and desks alike. Work grows neither
 * with the number of petitions nor with signatures. A cursor of another sort gives a page of no meaning.
 */
export async function listPetitions(reading: Reading, query: FindQuery): Promise<PetitionPage> {
  const { found, more, cut } = await findPetitions(reading.db, query);
  const backwards = query.cursor?.direction === 'before';
  const first = found[0];
  const last = found.at(-1);
  return {
    items: await summariesOf(
      reading,
      found.map(({ id }) => id),
      query.search,
    ),
    previous: first && (backwards ? more : query.cursor !== null) ? cursorOf('before', first.key, first.id) : null,
    next: last && (backwards || more) ? cursorOf('after', last.key, last.id) : null,
    cut,
  };
}

/** What lists say of these petitions, in this order. Who may see them is for the caller to know. */
async function summariesOf(
  { db, settings }: Reading,
  ids: readonly string[],
  search: string,
): Promise<PetitionSummary[]> {
  if (ids.length === 0) return [];
  const [rows, figures, passages] = await Promise.all([
    rowsOf(db, ids),
    petitionFigures(db, settings, ids),
    search === '' ? null : foundPassages(db, ids, search),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return { ...row, figures: figures.get(id) ?? null, passages: passages?.get(id) ?? null };
  });
}

function rowsOf(db: Database, ids: readonly string[]) {
  const hidden = and(
    inArray(petition.state, [...textHidingStates]),
    inArray(moderationAct.reasonCode, [...textHidingCodes]),
  );
  return db
    .select({
      id: petition.id,
      state: petition.state,
      title: sql<string | null>`case when ${hidden} then null else ${petition.title} end`,
      organizerName: petition.organizerName,
      askedUnit: petition.askedUnit,
      openedDay: petition.openedDay,
      closesDay: petition.closesDay,
      closedDay: petition.closedDay,
      answeredDay: response.answeredDay,
      reopenedDueDay: reopenedDueDay(petition.id),
      rejection: moderationAct.reasonCode,
      deleted: sql<boolean>`${deletion.petitionId} is not null`,
      ended: petitionEnding.how,
    })
    .from(petition)
    .leftJoin(moderationAct, and(eq(moderationAct.petitionId, petition.id), eq(moderationAct.act, 'reject')))
    .leftJoin(response, eq(response.petitionId, petition.id))
    .leftJoin(deletion, eq(deletion.petitionId, petition.id))
    .leftJoin(petitionEnding, eq(petitionEnding.petitionId, petition.id))
    .where(inArray(petition.id, [...ids]));
}
