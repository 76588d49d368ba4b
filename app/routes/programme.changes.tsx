import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { PartChanges } from '~/features/published/programmes/components/part-changes';
import { stateWords } from '~/features/published/programmes/programme';
import { changedParts, changesBetween } from '~/features/published/programmes/programme-difference';
import { documentParts, partLabels } from '~/features/published/programmes/programme-fields';
import { programmeRevisions } from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Pagination } from '~/ui/pagination';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

/** Revisions on one page: each is compared with the one before it, word by word. */
const PAGE_SIZE = 10;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Changes of ${data?.name ?? 'a programme'} · Round Robin` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const id = params['programmeId'] ?? '';
  const query = new URL(request.url).searchParams;
  const revisions = await programmeRevisions(db, id);
  const newest = revisions.at(-1);
  if (!newest) throw new Response(null, { status: 404 });
  const part = documentParts.find((known) => known === query.get('field')) ?? null;
  const before = (revision: number) => revisions[revision - 2]?.document ?? null;
  const matching = revisions
    .filter(({ revision, document }) => part === null || changedParts(before(revision), document).includes(part))
    .reverse();
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query.get('page'))) || 1));
  return {
    id,
    name: newest.document.name,
    part,
    page,
    pages,
    revisions: matching
      .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
      .map(({ revision, document, author, reason, day, digest }) => ({
        ...{ revision, author, reason, day, digest, state: document.status },
        changes: changesBetween(before(revision), document).filter((change) => part === null || change.part === part),
      })),
    today: dayOf(context.clock.now()),
  };
}

export default function ProgrammeChanges() {
  const { id, name, part, page, pages, revisions, today } = useLoaderData<typeof loader>();
  const path = `/programmes/${id}/changes`;
  const query = part === null ? '?' : `?field=${part}&`;
  return (
    <Page width="reading">
      <PageHeader
        title={part === null ? 'What changed' : `What changed: ${partLabels[part]}`}
        state={<Link to={`/programmes/${id}`}>{name}</Link>}
        lead="Every revision with its reason and who published it. Nothing of it can be changed or taken away."
        actions={part !== null && <Link to={path}>All changes of the programme</Link>}
      />
      {revisions.length === 0 && (
        <EmptyState title="It has never been answered">No revision says anything about this question.</EmptyState>
      )}
      {revisions.map(({ revision, author, reason, day, digest, state, changes }) => (
        <Section key={revision} id={`revision-${String(revision)}`} title={`Revision ${String(revision)}`}>
          <Stack>
            <p className="soft small">
              {author}, <DateText day={day} now={today} relative="also" />. {stateWords[state]}.
            </p>
            <blockquote className="serif plain-words">“{reason}”</blockquote>
            <PartChanges changes={changes} first={revision === 1} filtered={part !== null} />
            <p className="soft small">
              In the ledger as <code className="digest">{digest}</code>
            </p>
          </Stack>
        </Section>
      ))}
      <Pagination page={page} pages={pages} href={(to) => `${path}${query}page=${String(to)}`} label="Revisions" />
    </Page>
  );
}

export { PageError as ErrorBoundary };
