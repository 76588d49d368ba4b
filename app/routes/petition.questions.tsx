import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { QuestionList } from '~/features/published/questions/components/question-list';
import { RejectedQuestions } from '~/features/published/questions/components/rejected-questions';
import { registerFilesOf } from '~/features/published/petitions/petition-page.queries.server';
import { rejectedUnder } from '~/features/published/questions/question-moderation.queries.server';
import { askableStates, askPath } from '~/features/published/questions/question';
import { askedPetition, questionsUnder } from '~/features/published/questions/questions.queries.server';
import { dayOf } from '~/platform/clock';
import { dayIn } from '~/platform/zoned-time';
import { ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { Page, PageHeader, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Questions on “${data?.petition.title ?? 'a petition'}” · Round Robin` },
  // Every reader fetches the register, supporter or not, so that fetching it says nothing (protocol 2).
  ...registerPrefetch(data?.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { clock, settings } = context;
  const petition = await askedPetition(db, params['petitionId'] ?? '');
  if (!petition) throw new Response(null, { status: 404 });
  const now = clock.now();
  const questions = await questionsUnder({ db, settings }, petition.id);
  const supported = questions.filter(({ support }) => support !== null && dayOf(now) <= support.untilDay);
  const registers = new Set(supported.flatMap(({ support }) => support?.registerId ?? []));
  return {
    petition,
    questions,
    registerFiles: (await Promise.all([...registers].map((id) => registerFilesOf(db, id)))).flat(),
    rejected: await rejectedUnder(db, petition.id),
    asks: askableStates.some((state) => state === petition.state),
    today: dayOf(now),
    companyDay: dayIn(settings.timeZone, now),
  };
}

export default function QuestionsPage() {
  const { petition, questions, rejected, asks, today, companyDay } = useLoaderData<typeof loader>();
  const ask = asks && <ButtonLink to={askPath(petition.id)}>Ask a question, unseen</ButtonLink>;
  return (
    <Page width="reading">
      <PageHeader
        title="Questions to leadership"
        state={<Link to={`/petitions/${petition.id}`}>{petition.title}</Link>}
        lead="Asked unseen by colleagues: nobody can tell by whom, including us. A moderator decides, with a public reason, which are opened. What most would like answered comes first."
        actions={ask}
      />
      <Stack gap="loose">
        {questions.length === 0 ? (
          <EmptyState title="No question is open">
            {asks
              ? 'What is asked comes to the moderators with the next publication, and stands here once one has accepted it.'
              : 'None was opened while questions were taken.'}
          </EmptyState>
        ) : (
          <QuestionList {...{ questions, today, companyDay }} />
        )}
        <RejectedQuestions rejected={rejected} today={today} />
        <p className="small">
          <Link to="/petitions/rules#questions">What a question has to keep to</Link>
        </p>
      </Stack>
    </Page>
  );
}

export { PageError as ErrorBoundary };
