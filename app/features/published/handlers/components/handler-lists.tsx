import { DateText } from '~/ui/date-text';
import { Table } from '~/ui/table';
import type { HandlerRecord } from '../handler-record.schema';
import { Fingerprint } from './fingerprint';

interface HandlerListProps {
  readonly records: readonly HandlerRecord[];
  readonly today: string;
}

/** Keys in force: whose, since when, and who let them in. */
export function HandlersInForce({ records, today }: HandlerListProps) {
  return (
    <Table
      caption="Keys to which concerns are encrypted"
      captionHidden
      rows={records.filter(({ retiredDay }) => retiredDay === null)}
      rowKey={({ fingerprint }) => fingerprint}
      columns={[
        { key: 'name', header: 'Handler', cell: ({ name }) => name },
        { key: 'since', header: 'Since', cell: ({ addedDay }) => <DateText day={addedDay} now={today} /> },
        { key: 'by', header: 'Let in by', cell: (record) => whoLetIn(record, records) },
        { key: 'key', header: 'Fingerprint', cell: ({ fingerprint }) => <Fingerprint fingerprint={fingerprint} /> },
      ]}
    />
  );
}

/** Keys that were in force once. */
export function RetiredHandlers({ records, today }: HandlerListProps) {
  return (
    <Table
      caption="Keys to which nothing is encrypted any more"
      captionHidden
      rows={records.filter(({ retiredDay }) => retiredDay !== null)}
      rowKey={({ fingerprint }) => fingerprint}
      columns={[
        { key: 'name', header: 'Handler', cell: ({ name }) => name },
        {
          key: 'time',
          header: 'In force',
          cell: ({ addedDay, retiredDay }) => (
            <>
              <DateText day={addedDay} now={today} /> to <DateText day={retiredDay ?? addedDay} now={today} />
            </>
          ),
        },
        { key: 'by', header: 'Retired by', cell: (record) => whoRetired(record, records) },
        { key: 'key', header: 'Fingerprint', cell: ({ fingerprint }) => <Fingerprint fingerprint={fingerprint} /> },
      ]}
    />
  );
}

function whoLetIn({ addedBy, fingerprint, name }: HandlerRecord, records: readonly HandlerRecord[]): string {
  if (addedBy === fingerprint) return 'Nobody: it was the first';
  const by = nameOf(addedBy, records);
  return by === name ? 'An earlier key of theirs' : by;
}

function whoRetired({ retiredBy, name }: HandlerRecord, records: readonly HandlerRecord[]): string {
  if (retiredBy === 'office' || retiredBy === null) return 'The end of role or employment';
  const by = nameOf(retiredBy, records);
  return by === name ? 'Themselves' : by;
}

function nameOf(fingerprint: string, records: readonly HandlerRecord[]): string {
  return records.find((record) => record.fingerprint === fingerprint)?.name ?? 'Nobody on this list';
}
