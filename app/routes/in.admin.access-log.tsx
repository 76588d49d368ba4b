import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { allAccesses } from '~/features/identified/access-log/access-log.queries.server';
import { AccessTable } from '~/features/identified/access-log/components/access-table';
import { logAccess } from '~/features/identified/access-log/log-access.server';
import { dayOf } from '~/platform/clock';
import { Page, PageHeader } from '~/ui/page';
import { Pagination } from '~/ui/pagination';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Access log · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'administrator');
  const { db } = identifiedWing(args.context);
  const today = dayOf(args.context.clock.now());
  await logAccess(db, { actor: personNumber, subject: null, purpose: 'Read the access log', day: today });
  const page = Number(new URL(args.request.url).searchParams.get('page') ?? 1);
  return { looks: await allAccesses(db, { page }), reader: personNumber, today };
}

export default function AccessLog() {
  const { looks, reader, today } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        title="Access log"
        lead="Who of the staff looked at whose data, and what for. Each person sees the lines that concern them on their own page; that you read it is one of today’s lines."
      />
      <AccessTable caption="All looks" lines={looks.lines} now={today} reader={reader} />
      <Pagination
        label="Access log"
        page={looks.page}
        pages={looks.pages}
        href={(page) => `/in/admin/access-log?page=${String(page)}`}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary };
