import { asc } from 'drizzle-orm';
import { concernRelease, type ConcernCounts, type ConcernRelease } from '~/features/published/figures/concern-releases';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { concernAnswerDays, concernTally } from '~db/schema/anonymous-concerns';
import { concernFigure } from '~db/schema/published-concerns';

interface PlannedFigures {
  readonly programmeId: string;
  readonly release: ConcernRelease;
}

/** Writes what may newly be told of the concerns about each programme, with its entry in the ledger. */
export async function publishConcernFigures(
  tx: AnonymousDatabase,
  day: string,
  settings: Pick<Settings, 'minimum'>,
): Promise<void> {
  const planned = await plannedFigures(tx, day, settings);
  if (planned.length === 0) return;
  await tx.insert(concernFigure).values(planned.map(({ programmeId, release }) => ({ programmeId, day, ...release })));
  await appendEntries(
    tx,
    planned.map(({ programmeId: programme, release }) => ({
      ...{ v: 1, kind: 'concern-figures', programme, day },
      received: release.received ?? 'withheld',
      answered: release.answered ?? 'withheld',
      inTime: release.inTime ?? 'withheld',
      medianDays: release.medianDays ?? 'withheld',
    })),
  );
}

/** What a publication of this day would tell, in the order of programmes. Of each at most once a day. */
export async function plannedFigures(
  db: AnonymousDatabase,
  day: string,
  { minimum }: Pick<Settings, 'minimum'>,
): Promise<PlannedFigures[]> {
  const counts = await concernCounts(db);
  if (counts.size === 0) return [];
  const releases = await db
    .select()
    .from(concernFigure)
    .orderBy(asc(concernFigure.programmeId), asc(concernFigure.day));
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([programmeId, count]) => {
      const earlier = releases.filter((release) => release.programmeId === programmeId);
      if (earlier.some((release) => release.day >= day)) return [];
      const release = concernRelease(count, minimum, earlier);
      return release ? [{ programmeId, release }] : [];
    });
}

async function concernCounts(db: AnonymousDatabase): Promise<ReadonlyMap<string, ConcernCounts>> {
  const tallies = await db.select().from(concernTally);
  const days = await db.select().from(concernAnswerDays);
  const of = (programmeId: string, counted: (typeof tallies)[number]['counted']) =>
    tallies.find((tally) => tally.programmeId === programmeId && tally.counted === counted)?.concerns ?? 0;
  return new Map(
    [...new Set(tallies.map(({ programmeId }) => programmeId))].map((programmeId) => [
      programmeId,
      {
        received: of(programmeId, 'received'),
        answered: of(programmeId, 'answered'),
        inTime: of(programmeId, 'in-time'),
        medianDays: medianOf(days.filter((each) => each.programmeId === programmeId)),
      },
    ]),
  );
}

/** The middle one; of two, the longer. Null where there is none. */
function medianOf(counts: readonly { readonly days: number; readonly concerns: number }[]): number | null {
  const all = counts.reduce((sum, { concerns }) => sum + concerns, 0);
  let below = 0;
  for (const { days, concerns } of [...counts].sort((a, b) => a.days - b.days)) {
    below += concerns;
    if (below > all / 2) return days;
  }
  return null;
}
