import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import type { OfficeRecord } from '../record';
import { answerPlaces, inOneLine, pledgePlaces } from '../record-words';

interface NamedRecord {
  readonly name: string;
  readonly to: string;
  readonly record: OfficeRecord;
}

/** Records beside each other, every figure of each of them in the same type. */
export function RecordsTable({ records, header }: { records: readonly NamedRecord[]; header: string }) {
  return (
    <Table
      caption={header}
      captionHidden
      rows={records}
      rowKey={({ to }) => to}
      columns={[
        { key: 'name', header, cell: ({ name, to }) => <Link to={to}>{name}</Link> },
        { key: 'answers', header: 'Answers', cell: ({ record }) => inOneLine(answerPlaces, record.answers) },
        { key: 'pledges', header: 'Pledges', cell: ({ record }) => inOneLine(pledgePlaces, record.pledges) },
      ]}
    />
  );
}
