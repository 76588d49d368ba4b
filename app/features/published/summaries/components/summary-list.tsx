import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import { AboutProgrammeLink } from '../../programmes/components/about-programme';
import type { SummaryInList } from '../summaries.queries.server';
import { summaryStanding } from '../summary-words';

interface SummaryListProps {
  readonly summaries: readonly SummaryInList[];
  readonly today: string;
  readonly caption: string;
  /** Where each leads. */
  readonly to?: (id: string) => string;
}

/** Summaries with where they stand. Numbers are those that may be shown. */
export function SummaryList({ summaries, today, caption, to = summaryPath }: SummaryListProps) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={summaries}
      rowKey={({ id }) => id}
      isLate={(each) => summaryStanding(each, today).tone === 'late'}
      columns={[
        { key: 'title', header: 'Summary', cell: ({ id, title }) => <Link to={to(id)}>{title}</Link> },
        {
          key: 'programme',
          header: 'Programme',
          cell: ({ programme }) => (programme ? <AboutProgrammeLink about={programme} /> : '–'),
        },
        { key: 'day', header: 'Published', cell: ({ day }) => <DateText day={day} now={today} /> },
        {
          key: 'standing',
          header: 'Where it stands',
          cell: (each) => {
            const { tone, words } = summaryStanding(each, today);
            return <span className={tone === 'late' ? 'late' : undefined}>{words}</span>;
          },
        },
      ]}
    />
  );
}

/** Where a summary is read. */
export function summaryPath(id: string): string {
  return `/summaries/${id}`;
}
