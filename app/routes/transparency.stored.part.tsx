import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useLocation } from '@remix-run/react';
import { StoredTableList } from '~/features/published/storage/components/stored-table-list';
import { storedPart, storedParts } from '~/features/published/storage/storage-words';
import type { StoredTable } from '~/features/published/storage/stored-tables';
import { Page, PageHeader } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import { PageError } from './page-error';
import { readStorage } from './stored-tables.server';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.title ?? 'What is stored'}: every table · Round Robin` },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const part = storedPart(params['part'] ?? '');
  if (!part) throw new Response('There is no such part.', { status: 404 });
  const { tables } = await readStorage(context);
  const own = tables.filter(({ schema }) => schema === part.schema);
  // As text: a long list of small things would cost more to hand over than all the rest of the page.
  return { title: part.title, words: part.words, tables: JSON.stringify(own) };
}

export default function StoredPartPage() {
  const { title, words, tables } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  return (
    <Page>
      <PageHeader title={title} lead={words} />
      <SectionNav label="What is stored" items={PARTS} currentPath={pathname} />
      <StoredTableList tables={JSON.parse(tables) as StoredTable[]} />
    </Page>
  );
}

const PARTS = [
  { to: '/transparency/stored', label: 'What is stored' },
  ...storedParts.map(({ schema, title }) => ({ to: `/transparency/stored/${schema}`, label: title })),
];

export { PageError as ErrorBoundary };
