import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { emptyWords, ListControls } from '~/features/published/petitions/components/list-controls';
import { ListSteps, PetitionList } from '~/features/published/petitions/components/petition-list';
import { listHref, parseListAddress } from '~/features/published/petitions/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => [{ title: 'Petitions · Round Robin' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const { cursor, ...address } = parseListAddress(new URL(request.url).searchParams);
  const { items, next, previous } = await listPetitions({ db, settings }, { ...address, cursor, size: PAGE_SIZE });
  return {
    today: dayOf(clock.now()),
    companyDay: dayIn(settings.timeZone, clock.now()),
    address,
    items,
    next: next && listHref(address, next),
    previous: previous && listHref(address, previous),
  };
}

export default function Petitions() {
  const { today, companyDay, address, items, next, previous } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Petitions"
        lead="Everybody may read them. Employees may sign them, unseen."
        actions={
          <ButtonLink to="/in/petitions/new" tone="secondary">
            Start a petition
          </ButtonLink>
        }
      />
      <ListControls address={address} />
      {items.length === 0 ? (
        <Nothing address={address} />
      ) : (
        <PetitionList petitions={items} today={today} companyDay={companyDay} headingLevel={2} />
      )}
      <ListSteps previous={previous} next={next} />
    </Page>
  );
}

function Nothing({
  address: { filter, search },
}: {
  address: ReturnType<typeof useLoaderData<typeof loader>>['address'];
}) {
  if (search === '') {
    return (
      <EmptyState title={emptyWords[filter]}>
        You can <Link to="/in/petitions/new">start a petition</Link>, or look at{' '}
        <Link to={listHref({ filter: 'all', sort: 'newest', search: '' })}>all of them</Link>.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`Nothing was found for “${search}”`}>
      Fewer or other words may find more.{' '}
      {filter !== 'all' && (
        <Link to={listHref({ filter: 'all', sort: 'relevance', search })}>Look among all petitions</Link>
      )}
    </EmptyState>
  );
}
