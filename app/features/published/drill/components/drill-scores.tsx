import { Stack } from '~/ui/page';
import { Table, type Column } from '~/ui/table';
import { isBetterThanChance, type DrillManner, type DrillRate, type DrillResult } from '../drill-result';
import { hitsInWords, intervalInWords, mannerWords, shareInWords } from '../drill-words';

interface Row {
  readonly name: string;
  readonly title: string;
  readonly named: DrillRate;
  readonly signed: DrillRate | null;
}

/** What every attacker found out about those who acted in one manner; `onlyFound`: those attackers who found something. */
export function DrillScores({
  attackers,
  manner,
  onlyFound = false,
}: Pick<DrillResult, 'attackers'> & { manner: DrillManner; onlyFound?: boolean }) {
  const all = attackers.flatMap(({ name, title, scores }): Row[] => {
    const score = scores.find((each) => each.manner === manner);
    return score ? [{ name, title, named: score.named, signed: score.signed }] : [];
  });
  const found = ({ named, signed }: Row) =>
    isBetterThanChance(named) || (signed !== null && isBetterThanChance(signed));
  const rows = onlyFound ? all.filter(found) : all;
  const aboutSignatures = rows.some(({ signed }) => signed !== null);
  if (rows.length === 0) return <p className="soft">Nobody did better than chance.</p>;
  const [first] = rows;
  return (
    <Stack>
      <p className="soft">
        By chance {shareInWords(first?.named.chance ?? 0)} of those named would be the right person
        {first?.signed ? ` and ${shareInWords(first.signed.chance)} anybody who had signed. ` : '. '}
        Ranges hold the true share in 95 of 100 cases.
      </p>
      <Table
        caption={mannerWords[manner]}
        captionHidden
        narrow
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: 'attacker', header: 'Attacker', cell: ({ title }) => title },
          { key: 'named', header: 'Right person', numeric: true, cell: ({ named }) => <Named {...named} /> },
          ...(aboutSignatures ? [anySigner] : []),
        ]}
      />
    </Stack>
  );
}

const anySigner: Column<Row> = {
  key: 'signed',
  header: 'Any signer',
  numeric: true,
  cell: ({ signed }) => signed && <span className="whole">{intervalInWords(signed)}</span>,
};

function Named(rate: DrillRate) {
  return (
    <>
      <span className="whole">{hitsInWords(rate)}</span> <span className="soft whole">({intervalInWords(rate)})</span>
    </>
  );
}
