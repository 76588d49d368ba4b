import { Card, CardNote } from '~/ui/card';
import { formatCount, plural } from '~/ui/count';
import { DateText, TimeText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { StateDot } from '~/ui/tag';
import type { WatchingWitness } from '../witnesses.queries.server';

export interface WitnessCardsProps {
  readonly witnesses: readonly WatchingWitness[];
  /** Entries under the newest checkpoint. */
  readonly size: number;
  readonly today: string;
  /** Now, as an ISO instant. */
  readonly now: string;
}

/** Who watches the ledger, and how far each of them has seen. */
export function WitnessCards({ witnesses, size, today, now }: WitnessCardsProps) {
  return (
    <div className="stack">
      {witnesses.map((witness) => (
        <Card key={witness.name} title={witness.runBy}>
          <Facts facts={factsOf(witness, { size, today, now })} />
          <CardNote>
            Its key, to hold against what its owner tells you: <code translate="no">{witness.key}</code>
          </CardNote>
        </Card>
      ))}
    </div>
  );
}

function factsOf(
  { name, addedDay, removedDay, last, cosigned }: WatchingWitness,
  { size, today, now }: Omit<WitnessCardsProps, 'witnesses'>,
) {
  return [
    { term: 'Name of its key', detail: name },
    { term: 'Since', detail: <DateText day={addedDay} now={today} /> },
    ...(removedDay === null
      ? [{ term: 'How far it has seen', detail: <Seen last={last} size={size} /> }]
      : [{ term: 'Until', detail: <DateText day={removedDay} now={today} /> }]),
    { term: 'Last seen, by its own clock', detail: last ? <TimeText instant={last.at} now={now} /> : 'never' },
    { term: 'Cosigned', detail: plural(cosigned, 'checkpoint') },
  ];
}

function Seen({ last, size }: { last: WatchingWitness['last']; size: number }) {
  if (last === null) return <StateDot state="over">nothing yet</StateDot>;
  if (last.size === size) return <StateDot state="on">all {formatCount(size)} entries</StateDot>;
  return (
    <StateDot state="over">
      {formatCount(last.size)} of {plural(size, 'entry', 'entries')}
    </StateDot>
  );
}
