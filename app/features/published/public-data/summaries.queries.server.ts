import { asc, gt } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { summary } from '~db/schema/published-concerns';
import { shownValue, type Figure } from '../figures/figure';
import { summaryFigures } from '../figures/summary-figures.queries.server';
import type { SummaryItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

/** Every summary with what is shown of its corroborations, by name. @param after attacker-controlled */
export async function publicSummaries(
  { db, settings }: Reading,
  after: string | null,
): Promise<PublicPage<SummaryItem>> {
  const [place = ''] = placeAfter(after, ['text']) ?? [];
  const { id, title, body, programmeId: programme, field, registerId: register } = summary;
  const { threshold, responseDays, handler, signature, day } = summary;
  const rows = await db
    .select({ id, title, body, programme, field, register, threshold, responseDays, handler, signature, day })
    .from(summary)
    .where(gt(id, place))
    .orderBy(asc(id))
    .limit(pageSizes.long + 1);
  const figures = await summaryFigures(
    db,
    settings,
    rows.map((row) => row.id),
  );
  return publicPage(rows, pageSizes.long, {
    keyOf: (row) => [row.id],
    itemOf: (row): SummaryItem => {
      const shown = figures.get(row.id);
      const value = (figure: Figure | undefined) => (figure ? shownValue(figure) : null);
      return {
        ...row,
        handler: toHex(row.handler),
        signature: toHex(row.signature),
        choices: {
          'me-too': value(shown?.choices['me-too']),
          'saw-it': value(shown?.choices['saw-it']),
          contradicts: value(shown?.choices.contradicts),
        },
        reached: shown?.reachedDay ?? null,
        due: shown?.dueDay ?? null,
      };
    },
  });
}
