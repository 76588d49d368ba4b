import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { reviseAnnouncement } from '~/features/identified/announcements/revise-announcement.server';
import { announcementPath } from '~/features/published/announcements/announcement';
import { announcementRevisionSchema } from '~/features/published/announcements/announcement.schema';
import { announcementView } from '~/features/published/announcements/announcements.queries.server';
import { AnnouncementFacts } from '~/features/published/announcements/components/announcement-facts';
import { AnnouncementForm } from '~/features/published/announcements/components/announcement-form';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.announcement.title ?? 'An announcement'} · Desk · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const announcement = await announcementView(db, args.params['announcementId'] ?? '');
  if (!announcement) throw new Response(null, { status: 404 });
  return { announcement, today: dayIn(args.context.settings.timeZone, args.context.clock.now()) };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'leadership');
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: announcementRevisionSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { title, body } = submission.value;
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: { title, body } });
  try {
    const { clock, settings } = context;
    const { db } = identifiedWing(context);
    const id = params['announcementId'] ?? '';
    await reviseAnnouncement({ db, clock, settings }, { actor, id, ...submission.value });
    return redirect(`/in/desk/announcements/${id}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AnnouncementDeskPage() {
  const { announcement, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, title, body, revision } = announcement;
  return (
    <Page width="reading">
      <PageHeader title={title} state={<Link to={announcementPath(id)}>As everybody reads it</Link>} />
      <Stack gap="loose">
        <AnnouncementFacts announcement={announcement} today={today} />
        <Prose>{body}</Prose>
      </Stack>
      <Section title="Revise it in the open">
        <AnnouncementForm
          key={revision}
          lastResult={answer?.result}
          preview={answer?.preview ?? null}
          revises={{ title, body, base: revision }}
          petitions={[]}
          mailedToday
        />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
