import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { petitionsOrganizedBy } from '~/features/identified/desks/organizer.queries.server';
import { isLocked } from '~/features/identified/drafts/draft';
import { stepHref } from '~/features/identified/drafts/draft-steps';
import { draftsOf } from '~/features/identified/drafts/drafts.queries.server';
import { Invitations } from '~/features/identified/organizing/components/invitations';
import { invitationsOf } from '~/features/identified/organizing/organizers.queries.server';
import { clarifyingOf } from '~/features/published/clarifications/clarifications.queries.server';
import { WaitingQuestions } from '~/features/published/clarifications/components/waiting-questions';
import { petitionFigures } from '~/features/published/figures/figures.queries.server';
import { shownCount, standingWords, uncountedWords } from '~/features/published/petitions/petition-words';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { SealList } from '~/ui/seal-list';
import { Table } from '~/ui/table';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'My petitions · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const [petitions, drafts, invitations] = await Promise.all([
    petitionsOrganizedBy(db, personNumber),
    draftsOf(db, personNumber),
    invitationsOf(db, personNumber),
  ]);
  const ids = petitions.map(({ id }) => id);
  const [figures, questions] = await Promise.all([petitionFigures(db, settings, ids), clarifyingOf(db, ids)]);
  return {
    today: dayOf(clock.now()),
    invitations: invitations.map(({ petitionId, title, invitedBy }) => ({ petitionId, title, invitedBy })),
    petitions: petitions.map((petition) => ({
      ...petition,
      figures: figures.get(petition.id) ?? null,
      clarifying: questions.get(petition.id) ?? null,
    })),
    companyDay: dayIn(settings.timeZone, clock.now()),
    drafts: drafts
      .filter((draft) => !isLocked(draft))
      .map(({ id, title, changedDay, petitionId }) => ({ id, title, changedDay, sentBack: petitionId !== null })),
  };
}

export default function OrganizerDesk() {
  const { today, companyDay, petitions, drafts, invitations } = useLoaderData<typeof loader>();
  const start = <ButtonLink to="/in/petitions/new">Start a petition</ButtonLink>;
  if (petitions.length === 0 && drafts.length === 0) {
    return (
      <Page>
        <PageHeader title="My petitions" />
        <Invitations invitations={invitations} />
        <EmptyState title="You have not started one yet" action={start}>
          It takes a title, what you ask, and why. It will carry your name; who signs it, nobody will know, you
          included.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader title="My petitions" actions={start} />
      <Invitations invitations={invitations} />
      <WaitingQuestions petitions={petitions} today={companyDay} />
      {petitions.length > 0 && (
        <SealList
          headingLevel={2}
          items={petitions.map((petition) => ({
            id: petition.id,
            to: `/in/desk/organizer/${petition.id}`,
            title: petition.title,
            state: <Standing petition={petition} today={today} companyDay={companyDay} />,
            count: shownCount(petition.figures),
            uncounted: uncountedWords(petition.state, petition.figures),
            threshold: petition.threshold ?? 0,
          }))}
        />
      )}
      {drafts.length > 0 && (
        <Section title="Drafts">
          <Table
            caption="Drafts, the one changed last first"
            captionHidden
            rows={drafts}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'title',
                header: 'Draft',
                cell: ({ id, title, sentBack }) => (
                  <>
                    <Link to={stepHref(id, 'title')}>{title === '' ? 'Without a title' : title}</Link>
                    {sentBack && <span className="soft"> (sent back by a moderator)</span>}
                  </>
                ),
              },
              {
                key: 'day',
                header: 'Changed',
                cell: ({ changedDay }) => <DateText day={changedDay} now={today} relative="also" />,
              },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

type Own = ReturnType<typeof useLoaderData<typeof loader>>['petitions'][number];

function Standing({ petition, today, companyDay }: { petition: Own; today: string; companyDay: string }) {
  const { tone, words } = standingWords(petition, today, companyDay);
  return <span className={tone === 'late' ? 'late' : undefined}>{words}</span>;
}

export { PageError as ErrorBoundary };
