import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { InvitedList, LeaveForm, OrganizerList } from '~/features/identified/organizing/components/organizer-list';
import { inviteOrganizer, takeBackInvitation } from '~/features/identified/organizing/invite-organizer.server';
import { leavePetition } from '~/features/identified/organizing/leave-petition.server';
import { inviteSchema } from '~/features/identified/organizing/organizing';
import { activeOrganizers, invitedTo } from '~/features/identified/organizing/organizers.queries.server';
import { dayOf } from '~/platform/clock';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { organizingRefusal } from './organizing-refusals';
import { readOwnPetition } from './own-petition.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.title ?? 'A petition'} · Organizers · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { actor, db, petition } = await readOwnPetition(args);
  const { id, openedDay, text } = petition;
  const [organizers, invited] = [await activeOrganizers(db, id), await invitedTo(db, id)];
  return {
    ...{ id, title: text.title, openedDay },
    organizers: organizers.map(({ personNumber, name, email }) => ({
      ...{ personNumber, name, email },
      isYou: personNumber === actor.personNumber,
    })),
    invited: invited.map(({ personNumber, name, email, day }) => ({ personNumber, name, email, day })),
    today: dayOf(args.context.clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, db, petition } = await readOwnPetition(args);
  const { clock, publicUrl } = args.context;
  const deps = { db, clock, publicUrl };
  const form = Object.fromEntries(await args.request.formData());
  const about = { actor, petitionId: petition.id };
  try {
    switch (form['act']) {
      case 'look-at-leaving':
        return data({ looked: true, problem: null, email: '' });
      case 'leave':
        await leavePetition(deps, about);
        return redirect('/in/desk/organizer');
      case 'take-back':
        await takeBackInvitation(deps, { ...about, personNumber: wordOf(form, 'personNumber', 100) });
        break;
      default: {
        const asked = inviteSchema.safeParse(form);
        if (!asked.success) return data(problemOf(form, asked.error.issues[0]?.message ?? ''), { status: 400 });
        await inviteOrganizer(deps, { ...about, ...asked.data });
      }
    }
    return redirect(`/in/desk/organizer/${petition.id}/organizers`);
  } catch (error) {
    const { status, message } = organizingRefusal(error);
    return data(problemOf(form, message), { status });
  }
}

function problemOf(form: Record<string, FormDataEntryValue>, problem: string) {
  return { looked: false, problem, email: wordOf(form, 'email', 254) };
}

function wordOf(form: Record<string, FormDataEntryValue>, name: string, longest: number): string {
  const value = form[name];
  return typeof value === 'string' ? value.slice(0, longest) : '';
}

export default function Organizers() {
  const { id, title, openedDay, organizers, invited, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Who organizes it"
        state={<Link to={`/in/desk/organizer/${id}`}>{title}</Link>}
        lead="All organizers can do the same: post news, answer leadership, end the petition, ask others to join."
      />
      {answer?.problem && (
        <Notice tone="error" title="Nothing was changed">
          {answer.problem}
        </Notice>
      )}
      <Section title="Now">
        <OrganizerList organizers={organizers} />
      </Section>
      <Section title="Ask a colleague">
        <Stack gap="loose">
          <p>
            They get a mail and decide. If they agree, their name stands on the petition
            {openedDay === null ? ', once it opens,' : ''} for everybody and for good; before that nothing is public.
          </p>
          <form method="post">
            <Stack>
              <Field
                label="Their work e-mail address"
                name="email"
                kind="email"
                autoComplete="off"
                hint="As they sign in with it."
                defaultValue={answer?.email}
              />
              <Button name="act" value="invite">
                Ask them
              </Button>
            </Stack>
          </form>
          {invited.length > 0 && <InvitedList invited={invited} today={today} />}
        </Stack>
      </Section>
      <Section title="Hand it over">
        <LeaveForm alone={organizers.length < 2} looked={answer?.looked ?? false} />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
