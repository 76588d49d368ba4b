import { formatCount, plural, pluralWord } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { BarOf, shareOf } from '~/ui/share-table';
import { Table } from '~/ui/table';
import type { SignerUnitFigure } from '../../figures/signer-unit-figures.queries.server';

export interface SignerUnitsProps {
  /** By path; each as it was last released. */
  readonly units: readonly SignerUnitFigure[];
  readonly minimum: number;
  readonly today: string;
}

/** Where signatures come from, as far as signers said so and it can be shown: a sentence, the figures, and what is withheld. */
export function SignerUnits({ units, minimum, today }: SignerUnitsProps) {
  if (units.length === 0) {
    return (
      <p>
        Who signs may say in which unit they work. Nothing of that can be shown so far: a unit is shown once at least{' '}
        {formatCount(minimum)} who named it sign, and as many are left beside it.
      </p>
    );
  }
  const rows = [...units].sort((one, other) => other.signers - one.signers);
  const most = rows[0]?.signers ?? 0;
  return (
    <Stack gap="tight">
      <p>{summaryOf(rows)}</p>
      <Table
        caption="Signatures, by the unit that signers named"
        captionHidden
        columns={[
          {
            ...{ key: 'unit', header: 'Unit' },
            cell: ({ unit, signers }) => <BarOf share={shareOf(signers, most)}>{unit}</BarOf>,
          },
          { ...{ key: 'signers', header: 'Signatures', numeric: true }, cell: ({ signers }) => formatCount(signers) },
          { ...{ key: 'day', header: 'As of' }, cell: ({ day }) => <DateText day={day} now={today} /> },
        ]}
        rows={rows}
        rowKey={({ unit }) => unit}
      />
      <p className="small soft">
        Only signers who chose to say where they work. All others are withheld: who named no unit, and units that fewer
        than {formatCount(minimum)} named, or beside which so few would be left that they could be had by subtraction.
        Each figure stands until at least {formatCount(minimum)} more have named the unit, whoever withdraws meanwhile.
        Who named a larger unit is not counted in one that lies in it, nor the other way round.
      </p>
    </Stack>
  );
}

/** "7 signatures come from A, 4 from B and 3 from C, as far as signers said so." */
function summaryOf(rows: readonly SignerUnitFigure[]): string {
  const parts = rows.map(({ unit, signers }, place) =>
    place === 0
      ? `${plural(signers, 'signature')} ${pluralWord(signers, 'comes', 'come')} from ${unit}`
      : `${formatCount(signers)} from ${unit}`,
  );
  const last = parts.length > 1 ? parts.pop() : undefined;
  return `${parts.join(', ')}${last === undefined ? '' : ` and ${last}`}, as far as signers said so.`;
}
