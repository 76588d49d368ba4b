import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ProgrammeList } from '~/features/published/programmes/components/programme-list';
import { currentProgrammes } from '~/features/published/programmes/programmes.queries.server';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Programmes · Desk · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { roles } = await requireRole(args, 'leadership', 'handler', 'administrator');
  const programmes = await currentProgrammes(identifiedWing(args.context).db);
  return {
    programmes: programmes.map(({ id, document }) => ({ id, document })),
    writes: roles.includes('leadership'),
    asks: roles.includes('handler'),
    imports: roles.includes('leadership') || roles.includes('administrator'),
  };
}

export default function ProgrammesDesk() {
  const { programmes, writes, asks, imports } = useLoaderData<typeof loader>();
  const to = (id: string) => {
    if (writes) return `/in/desk/programmes/${id}`;
    return asks ? `/in/desk/programmes/${id}/questions` : `/programmes/${id}`;
  };
  return (
    <Page>
      <PageHeader
        title="Programmes"
        lead={
          writes
            ? 'Say of each programme what the register asks. What is left open says publicly since when.'
            : 'What the register holds. Handlers write what reporters are asked about each programme; leadership writes everything else.'
        }
        actions={
          <>
            {writes && <ButtonLink to="/in/desk/programmes/new">Enter a programme</ButtonLink>}
            {writes && (
              <ButtonLink to="/in/desk/programmes/documents" tone="secondary">
                Documents of reviews
              </ButtonLink>
            )}
            {imports && (
              <ButtonLink to="/in/desk/programmes/import" tone="secondary">
                Import from a file
              </ButtonLink>
            )}
          </>
        }
      />
      {programmes.length === 0 ? (
        <EmptyState title="No programme is on the register yet">
          Everything that monitors work belongs on it, from its announcement on.
        </EmptyState>
      ) : (
        <ProgrammeList programmes={programmes} to={to} />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
