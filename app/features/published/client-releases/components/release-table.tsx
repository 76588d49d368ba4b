import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Table } from '~/ui/table';
import type { ClientRelease } from '../client-releases.queries.server';

export interface ReleaseTableProps {
  /** In the order of the ledger. */
  releases: readonly ClientRelease[];
  /** Digest of what this process serves. */
  served: string;
  now: string;
}

/** Every build of the client that was served here, newest first, with the manifest behind each. */
export function ReleaseTable({ releases, served, now }: ReleaseTableProps) {
  return (
    <Table
      caption="Releases, newest first"
      captionHidden
      columns={[
        {
          key: 'digest',
          header: 'Release',
          cell: ({ digest }) => (
            <>
              <a href={`/client-manifests/${digest}`}>
                <code className="digest">{digest.slice(0, 16)}…</code>
              </a>
              {digest === served && ' (served now)'}
            </>
          ),
        },
        { key: 'day', header: 'First served', cell: ({ day }) => <DateText day={day} now={now} /> },
        { key: 'entry', header: 'In the ledger', cell: entryWords },
        { key: 'files', header: 'Files', numeric: true, cell: ({ files }) => formatCount(files) },
        { key: 'differing', header: 'Differing from the one before', cell: differenceWords },
      ]}
      rows={[...releases].reverse()}
      rowKey={({ digest }) => digest}
      isLate={({ entry }) => entry === null}
    />
  );
}

function entryWords({ entry, signed }: ClientRelease): string {
  if (entry === null) return 'Not in the ledger';
  return signed ? `Entry ${formatCount(entry)}` : 'From the next publication on';
}

function differenceWords({ differing }: ClientRelease): string {
  return differing === null ? '–' : plural(differing, 'file');
}
