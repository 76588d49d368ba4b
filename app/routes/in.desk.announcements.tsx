import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { announceToday } from '~/features/identified/announcements/announce.server';
import { announcementSchema } from '~/features/published/announcements/announcement.schema';
import {
  listAnnouncements,
  mailedOn,
  petitionsToNameIn,
} from '~/features/published/announcements/announcements.queries.server';
import { AnnouncementForm } from '~/features/published/announcements/components/announcement-form';
import { dayIn } from '~/platform/zoned-time';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

const SHOWN = 25;

export const meta: MetaFunction = () => [{ title: 'Announcements · Desk · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const today = dayIn(args.context.settings.timeZone, args.context.clock.now());
  const [{ items }, petitions, mailedToday] = await Promise.all([
    listAnnouncements(db, { after: null, size: SHOWN }),
    petitionsToNameIn(db),
    mailedOn(db, today),
  ]);
  return { today, announcements: items, petitions, mailedToday };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const actor = await requireRole(args, 'leadership');
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: announcementSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { title, body, petitionId = null, byMail } = submission.value;
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: { title, body } });
  try {
    const { clock, settings, publicUrl } = context;
    const { db } = identifiedWing(context);
    const said = { actor, title, body, petitionId, byMail };
    const id = await announceToday({ db, clock, settings, publicUrl }, said);
    return redirect(`/in/desk/announcements/${id}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AnnouncementsDesk() {
  const { today, announcements, petitions, mailedToday } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Announcements"
        lead="To all staff alike, under your name. Signers cannot be written to: nobody knows who they are."
      />
      <AnnouncementForm
        lastResult={answer?.result}
        preview={answer?.preview ?? null}
        revises={null}
        {...{ petitions, mailedToday }}
      />
      {announcements.length > 0 && (
        <Section title="Announced before">
          <Table
            caption="The latest announcements"
            captionHidden
            rows={announcements}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'title',
                header: 'Announcement',
                cell: ({ id, title }) => <Link to={`/in/desk/announcements/${id}`}>{title}</Link>,
              },
              { key: 'who', header: 'By', cell: ({ authorName }) => authorName },
              { key: 'day', header: 'When', cell: ({ day }) => <DateText day={day} now={today} /> },
              { key: 'mail', header: 'By mail', cell: ({ mailed }) => (mailed ? 'Yes' : 'No') },
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
