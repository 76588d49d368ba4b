import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { logAccess } from '~/features/identified/access-log/log-access.server';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { ConfirmRosterForm, type ConfirmProblem } from '~/features/identified/roster/components/confirm-roster-form';
import { DifferenceTable, RefusedTable } from '~/features/identified/roster/components/difference-table';
import { confirmRosterSchema } from '~/features/identified/roster/confirm-roster.schema';
import { discardUpload } from '~/features/identified/roster/discard-upload.server';
import { RosterError, type RosterErrorCode } from '~/features/identified/roster/roster';
import { previewPages, previewTabs } from '~/features/identified/roster/roster-preview';
import { readDifferences, readRefusedRows, readUpload } from '~/features/identified/roster/roster.queries.server';
import { dayOf } from '~/platform/clock';
import { formatCount, plural } from '~/ui/count';
import { TimeText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Page, PageHeader, Section } from '~/ui/page';
import { Pagination } from '~/ui/pagination';
import { SectionNav } from '~/ui/section-nav';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'What the roster file would change · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber: uploadedBy } = await requireRole(args, 'administrator');
  const { db } = identifiedWing(args.context);
  const now = args.context.clock.now();
  const preview = await readUpload(db, { id: args.params['uploadId'] ?? '', uploadedBy }, now).catch(asResponse);
  const query = new URL(args.request.url).searchParams;
  const counts = { joiners: preview.joined + preview.returned, leavers: preview.left, changes: preview.changed, refused: preview.refused }; // prettier-ignore
  const tab =
    previewTabs.find((each) => each === query.get('tab')) ?? previewTabs.find((each) => counts[each] > 0) ?? 'joiners';
  const page = Math.max(1, Math.min(Number(query.get('page')) || 1, previewPages(counts[tab])));
  await logAccess(db, { actor: uploadedBy, subject: null, purpose: 'Preview of a roster file', day: dayOf(now) });
  return {
    preview,
    counts,
    page,
    list:
      tab === 'refused'
        ? { tab, rows: await readRefusedRows(db, preview.id, page) }
        : { tab, rows: await readDifferences(db, preview.id, tab, page) },
    now: now.toISOString(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { personNumber: uploadedBy } = await requireRole(args, 'administrator');
  const deps = { db: identifiedWing(args.context).db, clock: args.context.clock };
  const id = args.params['uploadId'] ?? '';
  const submission = parseWithZod(await args.request.formData(), { schema: confirmRosterSchema });
  if (submission.status !== 'success') {
    const message = submission.error?.['confirmedLeavers']?.[0];
    if (!message) throw new Response(null, { status: 400 });
    return data<ConfirmProblem>({ field: 'confirmedLeavers', message }, { status: 400 });
  }
  const form = submission.value;
  if (form.intent === 'discard') {
    await discardUpload(deps.db, { id, uploadedBy });
    return redirect('/in/admin/roster?discarded');
  }
  const { digest, withoutRefused, confirmedLeavers = null } = form;
  try {
    const done = await applyRoster(deps, { uploadId: id, uploadedBy, digest, withoutRefused, confirmedLeavers });
    const [joined, left, changed] = [done.joined, done.left, done.changed].map(String) as [string, string, string];
    return redirect(`/in/admin/roster?${new URLSearchParams({ joined, left, changed }).toString()}`);
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    if (error.code === 'unknown-upload') return asResponse(error);
    return data<ConfirmProblem>({ ...fieldOf[error.code], message: error.message }, { status: 409 });
  }
}

const fieldOf: Partial<Record<RosterErrorCode, { field: NonNullable<ConfirmProblem['field']> }>> = {
  'refused-rows': { field: 'withoutRefused' },
  'large-removal': { field: 'confirmedLeavers' },
};

function asResponse(error: unknown): never {
  if (!(error instanceof RosterError)) throw error;
  throw Response.json({ detail: error.message }, { status: 404 });
}

const tabLabels = { joiners: 'Joining', leavers: 'Leaving', changes: 'Changing', refused: 'Refused' } as const;

export default function RosterPreview() {
  const { preview, counts, list, page, now } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>() ?? null;
  const href = (tab: string, to = 1) => `/in/admin/roster/${preview.id}?tab=${tab}${to > 1 ? `&page=${to}` : ''}`;
  const caption = `${tabLabels[list.tab]}: ${plural(counts[list.tab], 'row')}`;
  return (
    <Page>
      <PageHeader
        title="What this file would change"
        lead={
          <>
            Nothing has changed yet. The file waits until{' '}
            <TimeText instant={preview.expiresAt.toISOString()} now={now} />, for you alone.
          </>
        }
      />
      <Facts
        facts={[
          { term: 'Rows in the file', detail: formatCount(preview.rows) },
          { term: 'People on the roster now', detail: formatCount(preview.active) },
          { term: 'Joining', detail: withPart(counts.joiners, preview.returned, 'back again') },
          { term: 'Leaving', detail: formatCount(preview.left) },
          { term: 'Changing', detail: withPart(preview.changed, preview.changedAddresses, 'with another address') },
          { term: 'As before', detail: formatCount(preview.unchanged + preview.kept) },
          { term: 'Refused rows', detail: formatCount(preview.refused) },
        ]} // prettier-ignore
      />
      <Section title="Row by row">
        <SectionNav
          label="What the file would change"
          items={previewTabs.map((tab) => ({
            to: href(tab),
            label: `${tabLabels[tab]} (${formatCount(counts[tab])})`,
          }))}
          currentPath={href(list.tab)}
        />
        {list.rows.length === 0 && <p>Nobody.</p>}
        {list.rows.length > 0 && list.tab === 'refused' && <RefusedTable caption={caption} rows={list.rows} />}
        {list.rows.length > 0 && list.tab !== 'refused' && (
          <DifferenceTable tab={list.tab} caption={caption} rows={list.rows} />
        )}
        <Pagination
          page={page}
          pages={previewPages(counts[list.tab])}
          href={(to) => href(list.tab, to)}
          label={caption}
        />
      </Section>
      <Section title="Apply or discard">
        <ConfirmRosterForm preview={preview} problem={problem} />
      </Section>
    </Page>
  );
}

function withPart(count: number, part: number, words: string): string {
  return part === 0 ? formatCount(count) : `${formatCount(count)}, ${formatCount(part)} of them ${words}`;
}

export { PageError as ErrorBoundary };
