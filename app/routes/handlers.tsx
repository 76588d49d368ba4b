import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CheckedHere } from '~/features/published/handlers/components/checked-here';
import { HandlersInForce, RetiredHandlers } from '~/features/published/handlers/components/handler-lists';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { dayOf } from '~/platform/clock';
import { EmptyState } from '~/ui/empty-state';
import { Facts } from '~/ui/facts';
import { Page, PageHeader, Section } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'Handlers · Round Robin' },
  { name: 'description', content: 'Who can read concerns, since when, who let them in, and how to check it.' },
];

export async function loader({ context }: LoaderFunctionArgs) {
  return {
    records: await readHandlerRecords(publishedWing(context).db),
    organisation: context.settings.organisation,
    today: dayOf(context.clock.now()),
  };
}

export default function Handlers() {
  const { records, organisation, today } = useLoaderData<typeof loader>();
  const isRetired = records.some(({ retiredDay }) => retiredDay !== null);
  return (
    <Page>
      <PageHeader
        title="Handlers"
        lead="Concerns are encrypted on your device, to the keys of these people and to yours. Nobody else can read them: no administrator, and nobody who has the database."
      />
      {records.length === 0 ? (
        <EmptyState title="There are no handlers yet">
          Until the first of them has made a key, no concern can be raised: there would be nobody to read it.
        </EmptyState>
      ) : (
        <>
          <CheckedHere organisation={organisation} />
          <Section title="Who handles concerns">
            <HandlersInForce records={records} today={today} />
          </Section>
        </>
      )}
      {isRetired && (
        <Section title="Who did before">
          <RetiredHandlers records={records} today={today} />
        </Section>
      )}
      <Section title="What you can rely on">
        <Facts stacked facts={WORDS} />
      </Section>
    </Page>
  );
}

const WORDS = [
  {
    term: 'How somebody becomes a handler',
    detail:
      'The company gives the role, in public. That alone lets nobody read anything: a handler whose key is in force has to compare the new key’s fingerprint and to sign for it. Every signature is in the ledger.',
  },
  {
    term: 'How the first was made known',
    detail:
      'Nobody could vouch for the first key: it signed for itself. So its fingerprint stands here, for its holder to read out and for everybody to compare. Your device remembers the first that it saw, and says so loudly if it is ever another.',
  },
  {
    term: 'What handlers see',
    detail:
      'What you write, and the files you add. Not who you are: nothing that reaches them says it. One of them can be kept from a concern that is about them.',
  },
  {
    term: 'What happens when a handler leaves',
    detail:
      'The key is retired at once: your device encrypts nothing more to it, and the server takes nothing more from it.',
  },
  {
    term: 'What a retired handler can still read',
    detail:
      'Everything that was encrypted to the key before, if they kept the key and have a copy of the database from that time. Reading cannot be taken back, by us or by anybody.',
  },
  {
    term: 'Is there a key that opens everything?',
    detail:
      'No. If every handler’s key were lost, concerns could be read with the words of who raised them, and by nobody else.',
  },
];

export { PageError as ErrorBoundary };
