import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { EmptyList } from '~/features/published/petitions/components/empty-list';
import { ListControls } from '~/features/published/petitions/components/list-controls';
import { ListSteps, PetitionList } from '~/features/published/petitions/components/petition-list';
import { rankedMost } from '~/features/published/petitions/find-petitions.queries.server';
import { moderationFigures } from '~/features/published/figures/moderation-figures.queries.server';
import { ModerationRecord } from '~/features/published/petitions/components/moderation-record';
import { listChoices } from '~/features/published/petitions/list-choices.queries.server';
import { closingSoonDays, cursorText, listHref, parseListAddress } from '~/features/published/petitions/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { addDays, dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { Cluster, Page, PageHeader, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';

const PAGE_SIZE = 20;

export const meta: MetaFunction = () => [{ title: 'Petitions · Round Robin' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const asked = new URL(request.url);
  const { cursor, ...address } = parseListAddress(asked.searchParams);
  // One list has one address, which is short and can be passed on: a form sends its empty fields too.
  const own = listHref(address, cursor && cursorText(cursor));
  if (new URL(own, asked).search !== asked.search) throw redirect(own);
  const today = dayOf(clock.now());
  const closesBy = addDays(today, closingSoonDays);
  const [{ items, next, previous, cut }, choices, moderation] = await Promise.all([
    listPetitions({ db, settings }, { ...address, cursor, closesBy, size: PAGE_SIZE }),
    listChoices(db),
    moderationFigures(db, settings, clock.now()),
  ]);
  return {
    today,
    companyDay: dayIn(settings.timeZone, clock.now()),
    address,
    choices,
    moderation,
    items,
    ranked: cut && address.sort === 'relevance' ? rankedMost : null,
    next: next && listHref(address, next),
    previous: previous && listHref(address, previous),
  };
}

export default function Petitions() {
  const { today, companyDay, address, choices, moderation, items, ranked, next, previous } =
    useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Petitions"
        lead="Everybody may read them. Employees may sign them, unseen."
        actions={
          <Cluster>
            <ButtonLink to="/in/petitions/new" tone="secondary">
              Start a petition
            </ButtonLink>
            <ButtonLink to="/petitions/start" tone="quiet">
              Start one unseen
            </ButtonLink>
          </Cluster>
        }
      />
      <ListControls address={address} choices={choices} />
      {items.length === 0 ? (
        <EmptyList address={address} />
      ) : (
        <PetitionList petitions={items} today={today} companyDay={companyDay} headingLevel={2} />
      )}
      {ranked !== null && (
        <p className="soft small">
          {`Many petitions have these words: the ${formatCount(ranked)} newest of them were compared. More words, or another order, find the others.`}
        </p>
      )}
      <ListSteps previous={previous} next={next} />
      <Section title="Who lets petitions in">
        <Stack>
          <ModerationRecord figures={moderation} />
          <p className="soft small">
            <Link to="/petitions/rules">Rules, reasons and appeals</Link>
          </p>
        </Stack>
      </Section>
    </Page>
  );
}
