import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ledgerKeys } from '~/features/published/ledger/ledger-keys.server';
import { CheckpointTable } from '~/features/published/witnesses/components/checkpoint-table';
import { stateOf } from '~/features/published/witnesses/open-witnessed';
import { newestCheckpoints } from '~/features/published/witnesses/witnesses.queries.server';
import { toHex } from '~/crypto/hash';
import { dayOf } from '~/platform/clock';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { Table } from '~/ui/table';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

/** How many checkpoints the page lists; all of them are in a file. */
const listed = 12;

export const meta: MetaFunction = () => [
  { title: 'The ledger · Round Robin' },
  {
    name: 'description',
    content: 'One public list that can only grow: how large it is, who signed that, how to check it.',
  },
];

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const checkpoints = await newestCheckpoints(db, listed);
  const [newest] = checkpoints;
  return {
    checkpoints: checkpoints.map(({ size, day, cosignedBy }) => ({ size, day, cosignedBy })),
    newest: newest && { size: newest.size, day: newest.day, root: toHex(stateOf(newest.note).root), note: newest.note },
    keys: (await ledgerKeys(db)).map(({ number, key, day }) => ({ number, key, day })),
    address: context.publicUrl,
    today: dayOf(context.clock.now()),
  };
}

export default function TransparencyLedger() {
  const { checkpoints, newest, keys, address, today } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="The ledger"
        lead="Whatever happens here that anybody may know is an entry in one list: signatures by their proofs, editions of the register, answers, pledges, acts of moderation, changes of settings. Entries are added and never changed, and at each publication the house signs how many there are and what they are."
      />
      {!newest ? (
        <EmptyState title="Nothing was signed yet">The first checkpoint comes with the first publication.</EmptyState>
      ) : (
        <>
          <Section title="As it stands" id="checkpoint">
            <Stack>
              <Facts
                facts={[
                  { term: 'Entries', detail: formatCount(newest.size) },
                  { term: 'Signed', detail: <DateText day={newest.day} now={today} relative="also" /> },
                  { term: 'Root', detail: <code translate="no">{newest.root}</code> },
                ]}
              />
              <Passage>
                <p>
                  The root is one number computed from all entries together: change, drop or insert any of them, and it
                  is another. This is what was signed, <a href="/ledger/checkpoint">as a file</a>:
                </p>
                <pre className="note" translate="no">
                  {newest.note}
                </pre>
                <p>
                  Keep a copy. Should this site ever show entries that do not begin with these, the copy proves it, and
                  nobody can say that you made it up: only the house can sign like this.
                </p>
              </Passage>
            </Stack>
          </Section>
          <Section title="Who saw it" id="seen">
            <Stack>
              <p>
                <Link to="/transparency/witnesses">Witnesses</Link> sign a checkpoint when it continues everything that
                they saw before: it covers every older entry too. These are the last ones.
              </p>
              <CheckpointTable rows={checkpoints} today={today} />
            </Stack>
          </Section>
        </>
      )}
      <Section title="How to check it" id="check">
        <HowToCheck address={address} />
      </Section>
      {keys.length > 0 && (
        <Section title="Keys that sign it" id="keys">
          <Table
            caption="Keys that sign the ledger"
            captionHidden
            rows={keys}
            rowKey={({ key }) => key}
            columns={[
              {
                key: 'number',
                header: 'Key',
                cell: ({ number }) => `${String(number)}${number === keys.length ? ',\u00a0in\u00a0force' : ''}`,
              },
              { key: 'day', header: 'Since', cell: ({ day }) => <DateText day={day} now={today} /> },
              { key: 'key', header: 'Public key', cell: ({ key }) => <code translate="no">{key}</code> },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

function HowToCheck({ address }: { address: string }) {
  return (
    <Passage>
      <p>
        <Link to="/transparency/audit">The audit</Link> reads every entry and counts everything again. To keep watch for
        longer, run <Link to="/transparency/witnesses#run">a witness</Link>. Both are programs of ours; whoever wants
        none of them finds everything in the formats of{' '}
        <abbr title="Community Cryptography Specification Project">C2SP</abbr>, for which others have written programs:
      </p>
      <ul>
        {FILES.map(([path, words]) => (
          <li key={path}>
            <code translate="no">{`${address}${path}`}</code>: {words}
          </li>
        ))}
      </ul>
      <p>Every byte of it is described in the protocol, which comes with the source.</p>
    </Passage>
  );
}

const FILES = [
  ['/ledger/checkpoint', 'the newest checkpoint, with the lines of all witnesses (tlog-checkpoint, tlog-cosignature)'],
  ['/ledger/tile/…', 'the tree and the entries, in tiles that never change (tlog-tiles)'],
  ['/ledger/checkpoints?from=0', 'every checkpoint there ever was'],
  ['/ledger/keys', 'the keys, each signed by the one before'],
  ['/ledger/witnesses', 'the witnesses and their keys'],
  ['/ledger/contradictions', 'what was signed and never was'],
] as const;

export { PageError as ErrorBoundary };
