import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { momentsOf, storedParts } from '~/features/published/storage/storage-words';
import { Card } from '~/ui/card';
import { plural } from '~/ui/count';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Grid, Page, PageHeader, Section, Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { PageError } from './page-error';
import { readStorage } from './stored-tables.server';

export const meta: MetaFunction = () => [
  { title: 'What is stored · Round Robin' },
  {
    name: 'description',
    content: 'Every column of every table, why it exists, how long it is kept and who may see it.',
  },
];

export async function loader({ context }: LoaderFunctionArgs) {
  const { tables, unexplained, gone, differences } = await readStorage(context);
  const parts = storedParts.map(({ schema, title, words }) => {
    const own = tables.filter((table) => table.schema === schema);
    const columns = own.reduce((sum, table) => sum + table.columns.length, 0);
    return { schema, title, words, tables: own.length, columns, moments: momentsOf(own) };
  });
  return { parts, problems: [...unexplained.map(unexplainedWords), ...gone.map(goneWords), ...differences] };
}

const unexplainedWords = (name: string) => `${name} exists, and nobody has explained it`;
const goneWords = (name: string) => `${name} is explained, and does not exist`;

export default function TransparencyStored() {
  const { parts, problems } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="What is stored"
        lead="Every column of every table: why it exists, how long a value is kept, who is shown it, and which part of the site may read or change it."
      />
      <Stack>
        <Passage>
          <p>
            This page is not written by hand. Its words are those that the source must give for every column; its
            columns and rights are those that the database has, looked up within the last minute. Where the two differ,
            it stands here.
          </p>
        </Passage>
        <Agreement problems={problems} />
      </Stack>
      <Section title="The parts" id="parts">
        <Grid>
          {parts.map(({ schema, title, words, tables, columns }) => (
            <Card key={schema} title={<Link to={`/transparency/stored/${schema}`}>{title}</Link>}>
              <p>{words}</p>
              <p className="soft">
                {plural(tables, 'table')}, {plural(columns, 'column')}
              </p>
            </Card>
          ))}
        </Grid>
      </Section>
      <Section title="Moments" id="moments">
        <Passage>
          <p>
            A time of day would tell who came just before what appeared. These columns can hold one; all others know a
            day at most.
          </p>
          <ul>
            {parts.map(({ schema, title, moments }) => (
              <li key={schema}>
                {title}: {moments.length === 0 ? 'none' : moments.join(', ')}.
              </li>
            ))}
          </ul>
          <p>
            Those about people say when something ends or may be sent, never when something was done. A publication’s is
            the hour on the schedule. A witness’s is what its own clock said when it signed.
          </p>
        </Passage>
      </Section>
      <Section title="Outside the tables" id="outside">
        <Passage>
          <p>
            The server’s log has a line for a start, a stop and each failure, by kind: no address, no page, no person.
            Beside it lie the keys that the server signs with, and the passwords with which its parts reach the
            database. What is written to disk along the way (the database’s journal, copies for a backup) is measured by
            the <Link to="/transparency/drill">leak drill</Link>.
          </p>
          <p>
            Your device keeps your key, encrypted, your receipts, and a mark that somebody is signed in. A cookie exists
            below /in/ only, while you are signed in. What is stored about you stands on{' '}
            <Link to="/in/me#stored">your page</Link>, and so does who looked at it.
          </p>
        </Passage>
      </Section>
      <Section title="For programs" id="programs">
        <p>
          <a href="/transparency/stored.json">All of it as a file</a>
        </p>
      </Section>
    </Page>
  );
}

function Agreement({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0)
    return (
      <Notice tone="success" title="The database is what the source says">
        <p>
          Every column is explained, every role may do exactly what is declared. The server starts with nothing else.
        </p>
      </Notice>
    );
  return (
    <Notice tone="warn" title="The database is not what the source says">
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Notice>
  );
}

export { PageError as ErrorBoundary };
