import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ProgrammeList } from '~/features/published/programmes/components/programme-list';
import { programmeStates, stateWords } from '~/features/published/programmes/programme';
import { currentProgrammes } from '~/features/published/programmes/programmes.queries.server';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Page, PageHeader } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import { publishedWing } from './guards.server';

export const meta: MetaFunction = () => [{ title: 'Programmes · Round Robin' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const asked = new URL(request.url).searchParams.get('state');
  const state = programmeStates.find((known) => known === asked) ?? null;
  const programmes = await currentProgrammes(db, state);
  return { state, programmes: programmes.map(({ id, document }) => ({ id, document })) };
}

const filterPath = (state: string | null) => (state === null ? '/programmes' : `/programmes?state=${state}`);

export default function Programmes() {
  const { state, programmes } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Programmes"
        lead="Every programme that monitors work here: what it collects, who can read it, how long it is kept, which reviews were done. What nobody has answered says so."
        actions={
          <ButtonLink to="/programmes/compare" tone="secondary">
            Compare two
          </ButtonLink>
        }
      />
      <SectionNav
        label="Which programmes"
        currentPath={filterPath(state)}
        items={[
          { to: filterPath(null), label: 'All' },
          ...programmeStates.map((each) => ({ to: filterPath(each), label: stateWords[each] })),
        ]}
      />
      {programmes.length === 0 ? (
        <EmptyState title={state === null ? 'No programme is on the register yet' : 'No programme stands there'}>
          {state === null
            ? 'Leadership enters each programme that monitors work. If you know of one that is missing, raise a concern or start a petition.'
            : 'Look among all of them.'}
        </EmptyState>
      ) : (
        <ProgrammeList programmes={programmes} />
      )}
      <p className="soft small section">
        The whole register as a file: <a href="/programmes.json">programmes.json</a>, and{' '}
        <a href="/programmes.schema.json">its schema</a>.
      </p>
    </Page>
  );
}
