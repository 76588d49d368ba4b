import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import type { PetitionFigures } from '../../figures/figures.queries.server';
import { organizersFrom } from '../organizers';
import type { MergedPetition, PetitionEnd, PetitionOrganizing } from '../organizing.queries.server';
import { shownCount, startedBy } from '../petition-words';

/** Why a petition ends, or ended, before its day, and where it goes on. Stands at the top of its page. */
export function EndingNotice({
  ending,
  state,
  today,
  owed = false,
}: {
  ending: PetitionEnd;
  state: string;
  today: string;
  /** Leadership owes it an answer: ending it changes nothing of that. */
  owed?: boolean;
}) {
  const { how, intoId, intoTitle, reason, day } = ending;
  const on = <DateText day={day} now={today} />;
  return (
    <Notice
      title={
        how === 'merged' && intoId !== null ? (
          <>
            Merged into <Link to={`/petitions/${intoId}`}>{intoTitle}</Link>
          </>
        ) : (
          <>Its organizers retired it on {on}</>
        )
      }
    >
      <blockquote className="serif">“{reason}”</blockquote>
      {how === 'merged' && (
        <p>
          The organizers of both agreed to it on {on}. Signatures stay where they are: the count of this one stands
          here, and whoever wants to be counted there signs there.
        </p>
      )}
      {state === 'open' && <p>It closes with the next publication. What is signed until then counts.</p>}
      {owed && <p>The answer that leadership owes it is owed all the same.</p>}
    </Notice>
  );
}

/** Petitions that were merged into this one, each with its own count, and why there is no sum. */
export function MergedHere({
  merged,
  figures,
  today,
}: {
  merged: readonly MergedPetition[];
  figures: PetitionFigures | null;
  today: string;
}) {
  if (merged.length === 0) return null;
  const rows = [
    { id: '', title: null, count: shownCount(figures), day: null },
    ...merged.map(({ id, title, figures: own, day }) => ({ id, title, count: shownCount(own), day })),
  ];
  return (
    <Section title="Merged into this one" id="merged">
      <Stack>
        <p>
          Each keeps its own count. The numbers are never added up: somebody may have signed both, and nobody can know
          who did, so no sum of them would be true.
        </p>
        <Table
          caption="This petition and those merged into it, each with its own count"
          captionHidden
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'title',
              header: 'Petition',
              cell: ({ id, title }) =>
                title === null ? 'This petition' : <Link to={`/petitions/${id}`}>{title}</Link>,
            },
            {
              key: 'count',
              header: 'Signatures of its own',
              cell: ({ count }) =>
                count === null ? <span className="soft">not shown</span> : plural(count, 'signature'),
            },
            {
              key: 'day',
              header: 'Merged',
              cell: ({ day }) =>
                day === null ? <span className="soft">goes on</span> : <DateText day={day} now={today} />,
            },
          ]}
        />
      </Stack>
    </Section>
  );
}

/** Who organizes a petition now, and who did, where that is not only who started it. */
export function OrganizersLine({
  organizerName,
  organizing,
}: {
  organizerName: string;
  organizing: Pick<PetitionOrganizing, 'changes'>;
}) {
  if (organizing.changes.length === 0) return <span>Started by {startedBy({ organizerName })}</span>;
  const { now, before } = organizersFrom(organizerName, organizing.changes);
  return (
    <span>
      Started by {startedBy({ organizerName })}. Organized by {listed(now)}
      {before.length > 0 && <>; before, by {listed([...new Set(before)])}</>}
    </span>
  );
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function listed(names: readonly string[]): string {
  return list.format(names);
}
