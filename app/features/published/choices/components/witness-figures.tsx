import type { ReactNode } from 'react';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { SeriesChart, type SeriesDrawing } from '~/ui/series-chart';
import { BarOf, percent, shareOf, ShareTable } from '~/ui/share-table';
import { Table } from '~/ui/table';
import type { ChoiceFigures, UnitFigures } from '../../figures/choice-figures.queries.server';
import type { Witnessed } from '../../pledges/pledge';
import { witnessWords } from '../choice-words';
import { saidTogether, shownChoices } from '../shown-choices';

export interface WitnessFiguresProps {
  readonly witnessed: Witnessed;
  /** Leadership's own word for where the pledge stands, as a sentence or two. */
  readonly leadershipSays: ReactNode;
  readonly figures: ChoiceFigures | undefined;
  /** Over time; null while nothing is shown. */
  readonly drawing: SeriesDrawing | null;
  readonly units: readonly UnitFigures[];
  readonly minimum: number;
  readonly today: string;
}

/** What employees see of a pledge, beside what leadership says of it: now, over time, and by unit where large enough. */
export function WitnessFigures(props: WitnessFiguresProps) {
  const { witnessed, leadershipSays, figures, drawing, units, minimum, today } = props;
  const words = witnessWords[witnessed];
  const choices = shownChoices(figures, words);
  return (
    <Stack>
      <div className="beside">
        <div>
          <h3>Leadership says</h3>
          {leadershipSays}
        </div>
        <div>
          <h3>Employees see</h3>
          {choices ? (
            <>
              <ShareTable caption="What employees see" of="Employees say" counted="How many" rows={choices} />
              <p>{saidTogether(choices, 'said what they see')}</p>
            </>
          ) : (
            <p>Fewer than {formatCount(minimum)} employees have said what they see, so nothing is shown of it yet.</p>
          )}
        </div>
      </div>
      {drawing && <SeriesChart drawing={drawing} title="What employees see, by day" />}
      {units.length > 0 && (
        <Stack gap="tight">
          <h3>By unit</h3>
          <Table
            caption="What employees see, by the unit that they named"
            captionHidden
            columns={[
              {
                ...{ key: 'unit', header: 'Unit' },
                cell: ({ unit, done, notDone }) => <BarOf share={shareOf(done, done + notDone)}>{unit}</BarOf>,
              },
              { ...{ key: 'done', header: words.done, numeric: true }, cell: ({ done }) => formatCount(done) },
              {
                ...{ key: 'share', header: 'Share', numeric: true },
                cell: ({ done, notDone }) => percent(shareOf(done, done + notDone)),
              },
              {
                ...{ key: 'not', header: words['not-done'], numeric: true },
                cell: ({ notDone }) => formatCount(notDone),
              },
              { ...{ key: 'day', header: 'As of' }, cell: ({ day }) => <DateText day={day} now={today} /> },
            ]}
            rows={units}
            rowKey={({ unit }) => unit}
          />
          <p className="small soft">
            Only employees who chose to say where they work, and only units that at least {formatCount(minimum)} named.
            A unit’s figures stand until at least {formatCount(minimum)} more have named it.
          </p>
        </Stack>
      )}
    </Stack>
  );
}
