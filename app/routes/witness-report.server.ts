import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { witnessWords } from '~/features/published/choices/choice-words';
import { choiceFigures, choiceHistory, unitFigures } from '~/features/published/figures/choice-figures.queries.server';
import { crowdOf } from '~/features/published/figures/figures.queries.server';
import { publishedEdition } from '~/features/published/registers/editions.queries.server';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import { statusWords } from '~/features/published/pledges/pledge-words';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { drawSeries } from '~/ui/series-chart.server';

interface Reading {
  readonly db: Database;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** Everything that a pledge's page shows of its field witnesses, beside leadership's own word. @param id of the pledge */
export async function witnessReport(
  { db, clock, settings }: Reading,
  { id, witnessed }: { readonly id: string; readonly witnessed: PledgeDocument['witnessed'] },
) {
  const today = dayOf(clock.now());
  const [figures, history, units, pinned, revisions] = await Promise.all([
    choiceFigures(db, settings, 'witness', [id]),
    choiceHistory(db, settings, 'witness', id),
    unitFigures(db, settings, id),
    pinnedThing(db, 'witness', id),
    revisionsOf(db, 'pledge', id),
  ]);
  const crowd = pinned && today <= pinned.untilDay ? await crowdOf(db, settings, pinned.registerId) : null;
  const offered = crowd?.live.kind === 'shown';
  const edition = pinned && offered ? await publishedEdition(db, pinned.registerId, 'latest') : null;
  const { done, 'not-done': notDone } = witnessWords[witnessed];
  const said = revisions.filter(({ document }, index) => document.status !== revisions[index - 1]?.document.status);
  return {
    figures: figures.get(id),
    units,
    // Fewer than the smallest crowd: witnessing is not offered (protocol 2).
    witnessPath: offered ? `/pledges/${id}/witness` : null,
    // Every reader fetches them, witness or not, so that fetching them says nothing.
    registerFiles: edition ? [edition.upper, ...edition.tiles, edition.units] : [],
    drawing:
      history.length === 0
        ? null
        : drawSeries({
            labels: [done, notDone],
            points: history.map(({ day, choices }) => ({ day, counts: [choices.done ?? 0, choices['not-done'] ?? 0] })),
            marks: said.map(({ day, document }) => ({ day, words: statusWords[document.status] })),
            speaker: 'Leadership says',
            today,
          }),
    minimum: settings.minimum,
    today,
  };
}
