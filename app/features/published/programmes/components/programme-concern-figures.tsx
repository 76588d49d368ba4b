import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Stack } from '~/ui/page';
import type { ConcernFigures } from '../../figures/concern-figures.queries.server';
import type { Figure } from '../../figures/figure';

/** How many concerns were raised about a programme and how they were answered, as far as numbers may be told. */
export function ProgrammeConcernFigures({
  figures,
  minimum,
  today,
}: {
  figures: ConcernFigures;
  minimum: number;
  today: string;
}) {
  const { received, answered, inTime, medianDays, day } = figures;
  const rule = `Numbers are told from ${formatCount(minimum)} up, and only where nobody can be made out by subtracting.`;
  if (day === null) return <p className="soft">{`No number can be told yet. ${rule}`}</p>;
  return (
    <Stack>
      <Facts
        facts={[
          { term: 'Received', detail: told(received, formatCount) },
          { term: 'Answered', detail: told(answered, formatCount) },
          { term: 'Answered in time', detail: told(inTime, formatCount) },
          { term: 'Days to the answer, the middle one', detail: told(medianDays, (days) => plural(days, 'day')) },
        ]}
      />
      <p className="soft small">
        {rule} Last told on <DateText day={day} now={today} />.
      </p>
    </Stack>
  );
}

function told(figure: Figure, words: (value: number) => string): string {
  return figure.kind === 'shown' ? words(figure.value) : 'not told';
}
