import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { ownSponsors, stopLookingForSponsors } from '~/features/identified/desks/own-sponsors.server';
import { sponsorPath } from '~/features/published/petitions/sponsor-link';
import { dayOf } from '~/platform/clock';
import { Button } from '~/ui/button';
import { CopyableText } from '~/ui/copyable-text';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requirePerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.petition.title ?? 'A petition'} · Sponsors · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePerson(args);
  const { clock, publicUrl } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  const found = await ownSponsors({ ...identifiedWing(args.context), clock }, { actor, petitionId });
  if (!found) throw new Response(null, { status: 404 });
  const { secret, ...petition } = found;
  return {
    petition,
    link: secret === null ? null : `${publicUrl}${sponsorPath(petitionId, secret)}`,
    today: dayOf(clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePerson(args);
  const petitionId = args.params['petitionId'] ?? '';
  const deps = { ...identifiedWing(args.context), clock: args.context.clock };
  // Somebody else's petition is, on this desk, as if it were not there.
  if (!(await organizes(deps.db, { petitionId, personNumber: actor.personNumber }))) {
    throw new Response(null, { status: 404 });
  }
  try {
    await stopLookingForSponsors(deps, { actor, petitionId });
    return redirect(`/in/desk/organizer/${petitionId}/sponsors`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ message }, { status });
  }
}

export default function SponsorsOfPetition() {
  const { petition, link, today } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { id, title, sponsorsWanted, untilDay, stopped } = petition;
  const wanted = formatCount(sponsorsWanted);
  const until = untilDay === null ? 'after the first publication' : <DateText day={untilDay} now={today} />;
  return (
    <Page width="reading">
      <PageHeader
        title="It looks for sponsors"
        state={<Link to={`/in/desk/organizer/${id}`}>{title}</Link>}
        lead={`Pass the link on to people you trust. With ${wanted} sponsors it goes to the moderators, and you get a mail.`}
      />
      {refused && <Notice tone="error" title={refused.message} />}
      <Stack gap="loose">
        {stopped ? (
          <Notice title="You no longer look for sponsors">
            The next publication decides: if enough have come by now it goes to the moderators, otherwise it ends here
            and your text is a draft again.
          </Notice>
        ) : link === null ? (
          <Notice title="The link is with who wrote it">Only the author’s draft keeps it. Ask them for it.</Notice>
        ) : (
          <>
            <CopyableText text={link} label="Link for sponsors" action="Copy the link" />
            <p>
              Whoever has all of it can read the petition and sponsor it, so send it where it is not read by others.
              What stands behind the # never reaches a server on the way.
            </p>
          </>
        )}
        <Facts
          stacked
          facts={[
            { term: 'Sponsors it waits for', detail: wanted },
            { term: 'Until', detail: until },
            {
              term: 'So far',
              detail: `Not known, not to you either. A number shows up when there are ${wanted}; who they are never does.`,
            },
          ]}
        />
        {!stopped && untilDay !== null && (
          <Section title="Stop looking">
            <Stack>
              <p>
                You can end it early, to change the text, say. Whoever has sponsored it by then still counts at the next
                publication.
              </p>
              <form method="post">
                <Button tone="grave">Stop looking for sponsors</Button>
              </form>
            </Stack>
          </Section>
        )}
      </Stack>
    </Page>
  );
}

export { PageError as ErrorBoundary };
