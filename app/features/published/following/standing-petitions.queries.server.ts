import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { deletion, petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { petitionEnding } from '~db/schema/published-organizing';
import { reopenedDueDay } from '../answers/due.queries.server';
import { petitionFigures } from '../figures/figures.queries.server';
import { shownCount, standingWords } from '../petitions/petition-words';
import type { StandingPetition } from './standing-petition';

/** The newest day on which something happened to a petition that everybody could read of. No count is news. */
const newsDay = sql<string>`greatest(
  ${petition.openedDay}, ${petition.closedDay},
  (select max(day) from published.petition_update u where u.petition_id = ${petition.id}),
  (select max(day) from published.organizer_change o where o.petition_id = ${petition.id}),
  (select max(day) from published.merge_proposal m where m.petition_id = ${petition.id}),
  (select max(day) from published.petition_ending e where e.petition_id = ${petition.id} or e.into_id = ${petition.id}),
  (select max(day) from published.statement_revision s where s.kind = 'response' and s.id = ${petition.id})
)::text`;

/** Where every current petition stands, by its random name: those that are open, and those that closed and are not archived. */
export async function standingPetitionsOf(
  { db, settings }: { db: Database; settings: Settings },
  { today, companyDay }: { today: string; companyDay: string },
): Promise<readonly StandingPetition[]> {
  const { id, title, state, closesDay, closedDay, threshold } = petition;
  const rows = await db
    .select({
      ...{ id, title, state, closesDay, closedDay, threshold, newsDay },
      answeredDay: response.answeredDay,
      reopenedDueDay: reopenedDueDay(id),
      ended: petitionEnding.how,
      deleted: sql<boolean>`${deletion.petitionId} is not null`,
    })
    .from(petition)
    .leftJoin(response, eq(response.petitionId, id))
    .leftJoin(deletion, eq(deletion.petitionId, id))
    .leftJoin(petitionEnding, eq(petitionEnding.petitionId, id))
    .where(inArray(state, ['open', 'closed']))
    .orderBy(asc(id));
  const figures = await petitionFigures(
    db,
    settings,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const own = figures.get(row.id) ?? null;
    const { tone, words } = standingWords({ ...row, rejection: null, figures: own }, today, companyDay);
    return {
      ...{ id: row.id, title: row.title, tone, words, newsDay: row.newsDay },
      count: shownCount(own),
      threshold: row.threshold ?? 0,
    };
  });
}
