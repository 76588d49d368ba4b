import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ContradictionSection } from '~/features/published/contradictions/components/contradiction-section';
import { readReference } from '~/features/published/contradictions/contradiction.schema';
import { contradictionsOf } from '~/features/published/contradictions/contradictions.queries.server';
import { StatementRevisions } from '~/features/published/statements/components/statement-revisions';
import { statementHistory } from '~/features/published/statements/statement-history.queries.server';
import { placeOf } from '~/features/published/statements/statement-places.queries.server';
import { revisedWords, statementKindWords } from '~/features/published/statements/statement-words';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `${statementKindWords[data.kind]}: every revision` : 'A statement'} · Round Robin` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const reference = readReference(`${params['kind'] ?? ''}/${params['id'] ?? ''}/1`);
  if (!reference) throw new Response(null, { status: 404 });
  const { kind, id } = reference;
  const upTo = readReference(`${kind}/${id}/${new URL(request.url).searchParams.get('up-to') ?? ''}`)?.revision ?? null;
  const [revisions, place, contradictions] = await Promise.all([
    statementHistory(db, kind, id, upTo),
    placeOf(db, kind, id),
    contradictionsOf(db, kind, id),
  ]);
  if (revisions.length === 0) throw new Response(null, { status: 404 });
  return {
    kind,
    place,
    revisions,
    contradictions,
    today: dayIn(context.settings.timeZone, context.clock.now()),
  };
}

export default function Statement() {
  const { kind, place, revisions, contradictions, today } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="What was said, and when"
        state={
          <>
            <span>{statementKindWords[kind]}</span>
            {place && <Link to={place.path}>{place.title}</Link>}
          </>
        }
        lead={`${revisedWords(revisions.length)}. Every revision stands here for good, with its reason: nobody can change one or take it away.`}
      />
      <ContradictionSection contradictions={contradictions} today={today} />
      <StatementRevisions revisions={revisions} today={today} />
    </Page>
  );
}

export { PageError as ErrorBoundary };
