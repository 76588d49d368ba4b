import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData, useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { EnrolledKeys } from '~/features/identified/enrolment/components/enrolled-keys';
import { NewKey } from '~/features/identified/enrolment/components/new-key';
import { disputeEnrolment } from '~/features/identified/enrolment/dispute-enrolment.server';
import { EnrolmentError } from '~/features/identified/enrolment/enrolment';
import { myEnrolment } from '~/features/identified/enrolment/enrolment.queries.server';
import { disputeBody } from '~/features/identified/enrolment/enrolment.schema';
import { nextPublication } from '~/platform/publication-schedule';
import { dayOf } from '~/platform/clock';
import { TimeText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'My enrolment · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { settings, clock, publicUrl } = args.context;
  const now = clock.now();
  return {
    enrolment: await myEnrolment(identifiedWing(args.context).db, personNumber),
    house: { organisation: settings.organisation, depth: settings.registerDepth },
    publicUrl,
    today: dayOf(now),
    now: now.toISOString(),
    nextCount: nextPublication(settings.publication, now).toISOString(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { clock, settings, publicUrl } = args.context;
  const generation = Number((await args.request.formData()).get('generation'));
  const input = disputeBody.safeParse({ generation });
  if (!input.success) throw new Response(null, { status: 400 });
  try {
    const { db } = identifiedWing(args.context);
    await disputeEnrolment({ db, clock, settings, publicUrl }, { personNumber, generation });
  } catch (error) {
    // Disputed twice: the page shows that it is off the register.
    if (!(error instanceof EnrolmentError)) throw error;
  }
  return redirect('/in/my-key');
}

export default function MyEnrolmentPage() {
  const { enrolment, house, publicUrl, today, now, nextCount } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const next = (
    <>
      the next publication (<TimeText instant={nextCount} now={now} />)
    </>
  );
  const first = enrolment.keys.length === 0;
  // As it was when the page was opened: enrolling on it does not make a replacement of it.
  const [newKeyTitle] = useState(first ? 'Enrol' : 'Replace your key');
  return (
    <Page width="reading">
      <PageHeader
        title="My enrolment"
        lead={
          first
            ? 'No key is enrolled in your name. Enrol one now, and you can sign later without signing in.'
            : 'The keys that are enrolled in your name. What they signed is not known here, nor anywhere but on your device.'
        }
      />
      {!first && (
        <Section title="Keys in your name">
          <EnrolledKeys keys={enrolment.keys} today={today} />
        </Section>
      )}
      <Section title={newKeyTitle}>
        <NeedsJavaScript what="Enrolling" />
        <NewKey
          reasons={enrolment.allowedReasons}
          openPetitions={enrolment.openPetitions}
          house={house}
          publicUrl={publicUrl}
          from={next}
          onEnrolled={revalidate}
        />
      </Section>
      <Section title="Using your key">
        <p>
          <Link to="/my-key">My key</Link> opens the key that is kept here, moves it to another device, and shows what
          it signed. That page does not know that you are signed in.
        </p>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
