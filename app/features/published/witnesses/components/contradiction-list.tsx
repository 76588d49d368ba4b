import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Notice } from '~/ui/notice';
import { Passage } from '~/ui/passage';
import { Stack } from '~/ui/page';

/** A checkpoint that the ledger's key signed, beside what the ledger is. */
export interface ShownContradiction {
  readonly note: string;
  readonly reportedBy: string;
  readonly day: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Root of this ledger over as many entries, in hex; null where it has fewer. */
  readonly ourRoot: string | null;
}

export interface ContradictionListProps {
  readonly contradictions: readonly ShownContradiction[];
  /** Entries that this ledger has. */
  readonly size: number;
  readonly today: string;
}

/** Every proof that two histories were signed, whole, so that anybody can check it. */
export function ContradictionList({ contradictions, size, today }: ContradictionListProps) {
  return (
    <Stack gap="loose">
      <Notice tone="error" title="The key of this house has signed histories that cannot both be true">
        <p>
          Somebody was shown another ledger than the one that you see here. Nobody in the house can take this notice
          away, and it stands on every page.
        </p>
      </Notice>
      {contradictions.map((contradiction) => (
        <Proof key={contradiction.note} contradiction={contradiction} size={size} today={today} />
      ))}
      <Passage>
        <h3>What can be the reason</h3>
        <p>
          Entries were changed or taken away afterwards. Or somebody was given a history of their own. Or the database
          was lost and an older copy of it brought back: then what came in between is gone, and whoever runs this house
          has to say so. The signatures alone do not tell which of these it was; that they contradict each other, they
          prove.
        </p>
        <h3>What you can do</h3>
        <p>
          Keep both texts. Ask the witnesses what they saw. Do not rely on a count, an answer or a register that stands
          here until it is explained. Your receipts keep their worth: they were signed for you.
        </p>
      </Passage>
    </Stack>
  );
}

function Proof({
  contradiction,
  size: ours,
  today,
}: {
  contradiction: ShownContradiction;
  size: number;
  today: string;
}) {
  const { note, reportedBy, day, size, root, ourRoot } = contradiction;
  return (
    <div className="stack">
      <Facts
        facts={[
          { term: 'Handed in', detail: <DateText day={day} now={today} /> },
          { term: 'Seen by', detail: reportedBy || 'nobody whom this house knows as a witness' },
          { term: 'It signed', detail: <Root size={size} root={root} /> },
          {
            term: 'Yet this ledger',
            detail: ourRoot ? (
              <Root size={size} root={ourRoot} />
            ) : (
              `has no more than ${plural(ours, 'entry', 'entries')}`
            ),
          },
        ]}
      />
      <pre className="note" translate="no">
        {note}
      </pre>
    </div>
  );
}

function Root({ size, root }: { size: number; root: string }) {
  return (
    <>
      {formatCount(size)} entries with the root <code translate="no">{root}</code>
    </>
  );
}
