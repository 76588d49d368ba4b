import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { answerInvitation } from '~/features/identified/organizing/answer-invitation.server';
import { invitationsOf } from '~/features/identified/organizing/organizers.queries.server';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { dayOf } from '~/platform/clock';
import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { Cluster, Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requirePerson } from './guards.server';
import { organizingRefusal } from './organizing-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'You are asked to organize · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const petitionId = args.params['petitionId'] ?? '';
  // A text that waits for moderators is read by who was asked, and only as long as they are.
  const invitation = (await invitationsOf(db, personNumber)).find((each) => each.petitionId === petitionId);
  const petition = invitation && (await petitionRecord(db, petitionId));
  if (!petition) throw new Response(null, { status: 404 });
  const { invitedBy, day } = invitation;
  return {
    ...{ invitedBy, day, text: petition.text, open: petition.openedDay !== null },
    today: dayOf(args.context.clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { clock, publicUrl } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  const act = (await args.request.formData()).get('act');
  if (act !== 'agree' && act !== 'decline') return data({ problem: 'Please choose one of the two.' }, { status: 400 });
  try {
    await answerInvitation({ db, clock, publicUrl }, { actor, petitionId, agrees: act === 'agree' });
    return redirect(act === 'agree' ? `/in/desk/organizer/${petitionId}` : '/in/desk/organizer');
  } catch (error) {
    const { status, message } = organizingRefusal(error);
    return data({ problem: message }, { status });
  }
}

export default function AskedToOrganize() {
  const { invitedBy, day, text, open, today } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page width="reading">
      <PageHeader
        title={text.title}
        state={
          <span>
            {invitedBy} asked you on <DateText day={day} now={today} /> to organize this with them
          </span>
        }
      />
      {problem && (
        <Notice tone="error" title="Nothing was changed">
          {problem}
        </Notice>
      )}
      <PetitionText text={text} />
      <Section title="Your answer">
        <Stack gap="loose">
          <p>
            If you agree, your name stands on this petition {open ? 'from now on' : 'when it opens'}, for everybody to
            read. It stays there as one who organized it even after you leave it. You can then do all that its
            organizers can; who signs it you will not know, as they do not.
          </p>
          <p>If you do not agree, nobody but those who asked you learns of it.</p>
          <form method="post">
            <Cluster>
              <Button name="act" value="agree">
                Organize it with them
              </Button>
              <Button name="act" value="decline" tone="secondary">
                Rather not
              </Button>
            </Cluster>
          </form>
        </Stack>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
