import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { newestAnnouncement } from '~/features/published/announcements/announcements.queries.server';
import { NewestAnnouncement } from '~/features/published/announcements/components/newest-announcement';
import { FindPetitions } from '~/features/published/petitions/components/find-petitions';
import { PetitionList } from '~/features/published/petitions/components/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { addDays, dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { Demands } from '~/ui/demands';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Cluster, Hero, Page, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';

const SHOWN = 8;

/** An announcement stands here for so long, unless a newer one takes its place. */
const ANNOUNCED_DAYS = 90;

export const meta: MetaFunction = () => [
  { title: 'Round Robin: petitions that nobody can see you sign' },
  {
    name: 'description',
    content: 'Petitions that leadership can count and must answer, on a platform that does not know who signed.',
  },
];

export async function loader({ context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const list = (filter: 'open' | 'awaiting', sort: 'newest' | 'longest') =>
    listPetitions({ db, settings }, { filter, sort, search: '', cursor: null, size: SHOWN });
  const [open, awaiting] = await Promise.all([list('open', 'newest'), list('awaiting', 'longest')]);
  const companyDay = dayIn(settings.timeZone, clock.now());
  const announcement = await newestAnnouncement(db, addDays(companyDay, -ANNOUNCED_DAYS));
  return {
    today: dayOf(clock.now()),
    companyDay,
    announcement,
    open,
    awaiting: awaiting.items.filter(({ state }) => state !== 'open'),
  };
}

export default function Home() {
  const { today, companyDay, announcement, open, awaiting } = useLoaderData<typeof loader>();
  return (
    <Page>
      <Hero title="Say it together. Nobody sees who.">
        Petitions that leadership can count and must answer, on a platform that does not know who signed.{' '}
        <Link to="/promise">See how that can be</Link>.
      </Hero>
      {announcement && <NewestAnnouncement announcement={announcement} today={companyDay} />}
      {open.items.length === 0 ? (
        <NothingOpen />
      ) : (
        <Stack>
          <h2>Open petitions</h2>
          <PetitionList petitions={open.items} today={today} companyDay={companyDay} />
        </Stack>
      )}
      {open.items.length > 0 && (
        <div className="section">
          <Cluster>
            {open.next && <ButtonLink to="/petitions">All open petitions</ButtonLink>}
            <ButtonLink to="/in/petitions/new" tone="secondary">
              Start a petition
            </ButtonLink>
            <ButtonLink to="/petitions/start" tone="quiet">
              Start one unseen
            </ButtonLink>
          </Cluster>
        </div>
      )}
      <Section title="Find petitions" id="find">
        <FindPetitions />
      </Section>
      {awaiting.length > 0 && (
        <Section title="Closed, and still waiting for an answer">
          <PetitionList petitions={awaiting} today={today} companyDay={companyDay} />
        </Section>
      )}
      <HowItWorks />
    </Page>
  );
}

function NothingOpen() {
  return (
    <EmptyState title="Nothing is open yet" action={<ButtonLink to="/in/petitions/new">Start a petition</ButtonLink>}>
      The first petition can be yours. It takes a title, what you ask, and a moderator who checks that it keeps to{' '}
      <Link to="/petitions/rules">the rules</Link>.
    </EmptyState>
  );
}

function HowItWorks() {
  return (
    <Section title="How it works">
      <Stack>
        <Demands demands={STEPS.map((text) => ({ text }))} />
        <p>
          <Link to="/promise">The whole of it, and what we cannot protect you from</Link>
        </p>
      </Stack>
    </Section>
  );
}

const STEPS = [
  'Once, long before: your device makes a key, and only its public half goes on the register of employees.',
  'You sign without signing in. Your device proves that a key on the register signed, without showing which.',
  'Signatures are counted together, in one batch. From a fixed number on, leadership owes an answer to every demand.',
];
