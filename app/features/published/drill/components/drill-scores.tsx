import { Table } from '~/ui/table';
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
  return (
    <Table
      caption={mannerWords[manner]}
      captionHidden
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: 'attacker', header: 'Attacker', cell: ({ title }) => title },
        { key: 'named', header: 'Named the right person', numeric: true, cell: ({ named }) => hitsInWords(named) },
        {
          key: 'interval',
          header: 'With 95 % certainty (chance)',
          numeric: true,
          cell: ({ named }) => `${intervalInWords(named)} (${shareInWords(named.chance)})`,
        },
        ...(aboutSignatures
          ? [
              {
                key: 'signed',
                header: 'Named anybody who had signed (chance)',
                numeric: true,
                cell: ({ signed }: Row) => signed && `${intervalInWords(signed)} (${shareInWords(signed.chance)})`,
              },
            ]
          : []),
      ]}
    />
  );
}
