import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo } from 'react';
import { ReadThenChoose } from '~/features/anonymous/choices/components/read-then-choose';
import { corroboratingWords } from '~/features/anonymous/corroborations/corroborating-words';
import { summaryToSpeakOf } from '~/features/anonymous/corroborations/summary-to-speak-of';
import { lastCorroborationDay } from '~/features/published/summaries/choices';
import { summaryView } from '~/features/published/summaries/summaries.queries.server';
import { dayOf } from '~/platform/clock';
import { Prose } from '~/ui/prose';
import { choosingFacts } from './choosing-facts.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Say what you know · Round Robin' },
  ...registerPrefetch(data?.facts.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const view = await summaryView({ db, settings: context.settings }, params['summaryId'] ?? '');
  if (!view) throw new Response(null, { status: 404 });
  const { id, title, body, registerId, day } = view;
  const open = dayOf(context.clock.now()) <= lastCorroborationDay(day);
  return {
    summary: { title, body, register: registerId },
    facts: await choosingFacts(db, context, { path: `/summaries/${id}/corroborate`, registerId, open }),
  };
}

export default function CorroboratePage() {
  const { summary, facts } = useLoaderData<typeof loader>();
  // The summary that is spoken of is the one in the address, whatever else the server says.
  const { summaryId: id = '' } = useParams();
  const thing = useMemo(() => summaryToSpeakOf({ ...summary, id }), [summary, id]);
  return (
    <ReadThenChoose
      {...facts}
      {...{ thing, words: corroboratingWords }}
      title={summary.title}
      lead="This is the exact text that you would speak of."
      back={{ to: `/summaries/${id}`, words: 'Back to the summary' }}
    >
      <Prose>{summary.body}</Prose>
    </ReadThenChoose>
  );
}

export { PageError as ErrorBoundary };
