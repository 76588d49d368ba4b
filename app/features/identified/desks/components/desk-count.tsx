import { ForecastText, NextSteps } from '~/features/published/petitions/components/desk-outlook';
import { UnitShares } from '~/features/published/petitions/components/unit-shares';
import type { Outlook } from '~/features/published/petitions/desk-outlook.queries.server';
import { distanceWords, shownCount } from '~/features/published/petitions/petition-words';
import type { PetitionFigures } from '~/features/published/figures/figures.queries.server';
import { ButtonLink } from '~/ui/button';
import { HistoryChart, type HistoryDrawing } from '~/ui/history-chart';
import { Section } from '~/ui/page';

export interface DeskCountProps {
  petition: { id: string; figures: PetitionFigures | null };
  /** Null while there is no number to draw. */
  chart: HistoryDrawing | null;
  outlook: Outlook;
  today: string;
}

/** A petition in numbers, for who organizes it: the chart first, then the table behind it, then what to take away. */
export function DeskCount({ petition, chart, outlook, today }: DeskCountProps) {
  const { id, figures } = petition;
  return (
    <>
      <Section title="How it grew">
        <p>{distanceWords(figures)}</p>
        {chart && <HistoryChart history={chart} title="Signatures by day" />}
        <p className="cluster">
          <ButtonLink to={`/petitions/${id}/pack.zip`} tone="secondary" small download>
            Download the pack
          </ButtonLink>
          <span className="soft small">
            Text, count, history, news and answer as PDF, tables and JSON, with what proves the count. Anybody gets the
            same.
          </span>
        </p>
      </Section>
      <Section title="What you might do next">
        <NextSteps steps={outlook.steps} />
      </Section>
      <Section title="What to expect">
        <ForecastText forecast={outlook.forecast} today={today} />
      </Section>
      <Section title="Where signatures come from">
        <UnitShares units={outlook.units} count={shownCount(figures)} today={today} />
      </Section>
    </>
  );
}
