import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { edition, figure, publication } from '~db/schema/published';
import { figureOf, type Figure } from './figure';

/*
 * The only module that returns numbers about people or signatures (protocol 5). Everything here reads what the last
 * checkpoint covers, and costs the same for ten signatures and for a million: counts are kept, never counted.
 */

export interface PetitionFigures {
  readonly petitionId: string;
  readonly signers: Figure;
  /** Signers that oblige leadership to answer; null until the petition opens. */
  readonly threshold: number | null;
  /** Day on which the published count reached it. */
  readonly reachedDay: string | null;
  /** Day by which leadership must have answered. */
  readonly dueDay: string | null;
}

interface FiguresRow extends Record<string, unknown> {
  readonly id: string;
  readonly threshold: number | null;
  readonly critical_mass: number;
  readonly signers: number | null;
  readonly reached: string | null;
  readonly due: string | null;
}

/** Counts of petitions as last published. Ids without a petition are left out. */
export async function petitionFigures(
  db: Database,
  settings: Pick<Settings, 'minimum'>,
  petitionIds: readonly string[],
): Promise<ReadonlyMap<string, PetitionFigures>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await db.execute<FiguresRow>(sql`
    select p.id, p.threshold, p.critical_mass, f.signers, r.day::text as reached, r.due_day::text as due
    from json_array_elements_text(${JSON.stringify(petitionIds)}::json) as wanted (id)
    join published.petition p on p.id = wanted.id
    left join lateral (
      select signers from published.figure where petition_id = p.id order by day desc limit 1
    ) f on true
    left join published.threshold_reached r on r.petition_id = p.id`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        petitionId: row.id,
        signers: signersFigure(row, settings),
        threshold: row.threshold,
        reachedDay: row.reached,
        dueDay: row.due,
      },
    ]),
  );
}

/** Until its critical mass is reached nothing is known of a petition but that. */
function signersFigure(row: FiguresRow, { minimum }: Pick<Settings, 'minimum'>): Figure {
  return row.signers === null
    ? { kind: 'withheld', minimum: Math.max(minimum, row.critical_mass) }
    : figureOf(row.signers, minimum);
}

/**
 * A petition's count at the end of each day on which a publication changed it, oldest first; between two of them it
 * stood still. One number a day (protocol 5).
 */
export async function petitionHistory(
  db: Database,
  settings: Pick<Settings, 'minimum'>,
  petitionId: string,
): Promise<readonly { readonly day: string; readonly signers: Figure }[]> {
  const rows = await db
    .select({ day: figure.day, signers: figure.signers })
    .from(figure)
    .where(eq(figure.petitionId, petitionId))
    .orderBy(asc(figure.day));
  return rows.map(({ day, signers }) => ({ day, signers: figureOf(signers, settings.minimum) }));
}

/** What of {@link petitionHistory} may be shown, of several petitions: days with fewer than the minimum are left out. */
export async function shownHistories(
  db: Database,
  { minimum }: Pick<Settings, 'minimum'>,
  petitionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly { readonly day: string; readonly signers: number }[]>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await db.execute<{ id: string; days: { day: string; signers: number }[] }>(sql`
    select petition_id as id, json_agg(json_build_object('day', day::text, 'signers', signers) order by day) as days
    from published.figure
    where petition_id in (select json_array_elements_text(${JSON.stringify(petitionIds)}::json)) and signers >= ${minimum}
    group by petition_id`);
  return new Map(rows.map(({ id, days }) => [id, days]));
}

/** The crowd that a signer vanishes in. */
export interface Crowd {
  readonly registerId: number;
  readonly edition: number;
  /** Keys on the register. */
  readonly live: Figure;
  /** Active people on the roster. */
  readonly rosterSize: Figure;
  /** Hex of 32 bytes. */
  readonly groupRoot: string;
}

/** The newest edition of a register under a checkpoint; null while there is none. */
export async function crowdOf(
  db: Database,
  settings: Pick<Settings, 'minimum'>,
  registerId: number,
): Promise<Crowd | null> {
  const [newest] = await db
    .select({
      number: edition.number,
      live: edition.live,
      rosterSize: edition.rosterSize,
      groupRoot: edition.groupRoot,
    })
    .from(edition)
    .innerJoin(publication, and(eq(publication.number, edition.publication), eq(publication.checkpointDone, true)))
    .where(eq(edition.registerId, registerId))
    .orderBy(desc(edition.number))
    .limit(1);
  if (!newest) return null;
  return {
    registerId,
    edition: newest.number,
    live: figureOf(newest.live, settings.minimum),
    rosterSize: figureOf(newest.rosterSize, settings.minimum),
    groupRoot: toHex(newest.groupRoot),
  };
}
