import { and, asc, ne, or, sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import { choiceSubject } from '~db/schema/published-choices';
import { choiceKinds } from '../choices/choice';
import {
  choiceFigures,
  hasAppeared,
  unitFiguresOf,
  type ChoiceFigures,
} from '../figures/choice-figures.queries.server';
import { shownValue } from '../figures/figure';
import type { ChoiceItem } from './public-data.schema';
import { pageSizes, placeAfter, publicPage, type PublicPage } from './public-page';
import type { Reading } from './reading';

/** Everything that employees choose on, with what is shown of it, by kind and name. @param after attacker-controlled */
export async function publicChoices(reading: Reading, after: string | null): Promise<PublicPage<ChoiceItem>> {
  const place = placeAfter(after, ['text', 'text']);
  const { kind, id, revision, registerId: register, textDigest, untilDay: until } = choiceSubject;
  const rows = await reading.db
    .select({ kind, id, revision, register, textDigest, until })
    .from(choiceSubject)
    .where(
      and(
        place ? sql`(${kind}, ${id}) > (${place[0]}, ${place[1]})` : undefined,
        // A petition that looks for sponsors is for people with its link: even its name is in no list before they are enough.
        or(ne(kind, 'sponsor'), hasAppeared(kind, id)),
      ),
    )
    .orderBy(asc(kind), asc(id))
    .limit(pageSizes.short + 1);
  const named = (wanted: ChoiceKind) => rows.filter((row) => row.kind === wanted).map((row) => row.id);
  const [units, ...figures] = await Promise.all([
    unitFiguresOf(reading.db, reading.settings, named('witness')),
    ...choiceKinds.map(async (each) => choiceFigures(reading.db, reading.settings, each, named(each))),
  ]);
  const figuresOf = new Map(choiceKinds.map((each, index) => [each, figures[index]]));
  return publicPage(rows, pageSizes.short, {
    keyOf: (row) => [row.kind, row.id],
    itemOf: ({ textDigest: digest, ...row }): ChoiceItem => ({
      ...row,
      text: toHex(digest),
      ...countsOf(figuresOf.get(row.kind)?.get(row.id)),
      units: row.kind === 'witness' ? [...(units.get(row.id) ?? [])] : [],
    }),
  });
}

function countsOf(figures: ChoiceFigures | undefined): Pick<ChoiceItem, 'total' | 'choices'> {
  const total = figures ? shownValue(figures.total) : null;
  if (!figures || total === null) return { total: null, choices: null };
  const shown = Object.entries(figures.choices).map(([choice, figure]) => [choice, shownValue(figure) ?? 0] as const);
  return { total, choices: Object.fromEntries(shown) };
}
