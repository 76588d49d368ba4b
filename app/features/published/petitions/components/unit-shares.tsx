import { Count, formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Table } from '~/ui/table';
import type { SignerUnitFigure } from '../../figures/signer-unit-figures.queries.server';

export interface UnitSharesProps {
  units: readonly SignerUnitFigure[];
  /** The published count; null where none is shown, and then nothing of units is either. */
  count: number | null;
  today: string;
}

/** Where signatures come from, as an organizer sees it: what everybody sees, largest first. */
export function UnitShares({ units, count, today }: UnitSharesProps) {
  if (count === null || units.length === 0) {
    return (
      <p className="soft">
        {count === null
          ? 'Nothing is shown of units as long as no number is.'
          : 'No unit can be shown. Signers name theirs only if they choose to, and a group that is too small, or beside which one would be, is never shown, to you neither.'}
      </p>
    );
  }
  const rows = [...units].sort((a, b) => b.signers - a.signers || (a.unit < b.unit ? -1 : 1));
  const first = rows[0];
  return (
    <>
      <p>
        {first &&
          `${first.unit}: ${plural(first.signers, 'signature')}${rows.length > 1 ? `, and ${plural(rows.length - 1, 'other unit')}` : ''}. All others, of ${formatCount(count)} together, named no unit or are in one that cannot be shown.`}
      </p>
      <Table
        caption="Signatures by unit, the largest first"
        captionHidden
        rows={rows}
        rowKey={({ unit }) => unit}
        columns={[
          { key: 'unit', header: 'Unit', cell: ({ unit }) => unit },
          { key: 'signers', header: 'Named it', numeric: true, cell: ({ signers }) => <Count value={signers} /> },
          { key: 'day', header: 'As of', cell: ({ day }) => <DateText day={day} now={today} /> },
        ]}
      />
    </>
  );
}
