import { asc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { mergeProposal, organizerChange, petitionEnding } from '~db/schema/published-organizing';
import { petitionFigures, type PetitionFigures } from '../figures/figures.queries.server';
import type { MergeStep } from './ending';
import type { OrganizerChange } from './organizers';

/** Why a petition ends, or ended, before its day. */
export interface PetitionEnd {
  readonly petitionId: string;
  readonly how: 'retired' | 'merged';
  readonly intoId: string | null;
  readonly intoTitle: string | null;
  readonly reason: string;
  readonly day: string;
}

/** Who organizes a petition by name, since it opened: all changes, in their order. */
export function organizerChangesOf(
  db: Database,
  ids: readonly string[],
): Promise<(OrganizerChange & { petitionId: string })[]> {
  return db
    .select()
    .from(organizerChange)
    .where(inArray(organizerChange.petitionId, [...ids]))
    .orderBy(asc(organizerChange.petitionId), asc(organizerChange.number));
}

/** What was proposed and answered about merging petitions into others, in its order. */
export function mergeStepsOf(db: Database, ids: readonly string[]): Promise<MergeStep[]> {
  return db
    .select()
    .from(mergeProposal)
    .where(inArray(mergeProposal.petitionId, [...ids]))
    .orderBy(asc(mergeProposal.petitionId), asc(mergeProposal.number));
}

const into = alias(petition, 'into_petition');

/** Endings of petitions, by the petition. */
export async function endingsOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, PetitionEnd>> {
  const rows = await db
    .select({
      petitionId: petitionEnding.petitionId,
      how: petitionEnding.how,
      intoId: petitionEnding.intoId,
      intoTitle: into.title,
      reason: petitionEnding.reason,
      day: petitionEnding.day,
    })
    .from(petitionEnding)
    .leftJoin(into, eq(into.id, petitionEnding.intoId))
    .where(inArray(petitionEnding.petitionId, [...ids]));
  return new Map(rows.map((row) => [row.petitionId, row]));
}

/** A petition that was merged into another one, with its own count. */
export interface MergedPetition {
  readonly id: string;
  readonly title: string;
  readonly organizerName: string;
  readonly openedDay: string | null;
  readonly reason: string;
  readonly day: string;
  readonly figures: PetitionFigures | null;
}

/**
 * Petitions that were merged into this one, the first first, each with what is published of its own count. The counts are
 * never added up: who signed both would be counted twice, and nobody knows who did.
 */
async function mergedInto(
  { db, settings }: { db: Database; settings: Settings },
  intoId: string,
): Promise<MergedPetition[]> {
  const rows = await db
    .select({
      id: petition.id,
      title: petition.title,
      organizerName: petition.organizerName,
      openedDay: petition.openedDay,
      reason: petitionEnding.reason,
      day: petitionEnding.day,
    })
    .from(petitionEnding)
    .innerJoin(petition, eq(petition.id, petitionEnding.petitionId))
    .where(eq(petitionEnding.intoId, intoId))
    .orderBy(asc(petitionEnding.day), asc(petition.id));
  const figures = await petitionFigures(
    db,
    settings,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, figures: figures.get(row.id) ?? null }));
}

export interface PetitionOrganizing {
  readonly changes: readonly OrganizerChange[];
  readonly merging: readonly (MergeStep & { intoTitle: string })[];
  readonly ending: PetitionEnd | null;
  readonly merged: readonly MergedPetition[];
}

/** Everything that organizers did with one petition beside what they wrote, as its page shows it. */
export async function organizingOf(
  reading: { db: Database; settings: Settings },
  id: string,
): Promise<PetitionOrganizing> {
  const { db } = reading;
  const [changes, merging, endings, merged] = await Promise.all([
    organizerChangesOf(db, [id]),
    mergeStepsOf(db, [id]),
    endingsOf(db, [id]),
    mergedInto(reading, id),
  ]);
  const titles = await titlesOf(
    db,
    merging.map(({ intoId }) => intoId),
  );
  return {
    changes,
    merging: merging.map((step) => ({ ...step, intoTitle: titles.get(step.intoId) ?? '' })),
    ending: endings.get(id) ?? null,
    merged,
  };
}

async function titlesOf(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: petition.id, title: petition.title })
    .from(petition)
    .where(inArray(petition.id, [...ids]));
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** Proposals to merge other petitions into this one that wait for its organizers. */
export async function proposalsTo(
  db: Database,
  intoId: string,
): Promise<{ id: string; title: string; organizerName: string; day: string }[]> {
  const candidates = await db
    .selectDistinct({ id: mergeProposal.petitionId })
    .from(mergeProposal)
    .where(eq(mergeProposal.intoId, intoId));
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ id }) => id);
  const [steps, endings, rows] = await Promise.all([
    mergeStepsOf(db, ids),
    endingsOf(db, ids),
    db
      .select({ id: petition.id, title: petition.title, organizerName: petition.organizerName, state: petition.state })
      .from(petition)
      .where(inArray(petition.id, ids))
      .orderBy(asc(petition.id)),
  ]);
  return rows.flatMap(({ id, title, organizerName, state }) => {
    const last = steps.filter(({ petitionId }) => petitionId === id).at(-1);
    const waits = last?.act === 'proposed' && last.intoId === intoId && state === 'open' && !endings.has(id);
    return waits ? [{ id, title, organizerName, day: last.day }] : [];
  });
}
