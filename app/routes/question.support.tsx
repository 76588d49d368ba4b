import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo } from 'react';
import { questionToSupport } from '~/features/anonymous/choices/choosable';
import { ReadThenChoose } from '~/features/anonymous/choices/components/read-then-choose';
import { supportingWords } from '~/features/anonymous/choices/words-of-things';
import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { questionsPath, supportPath } from '~/features/published/questions/question';
import { openQuestion } from '~/features/published/questions/questions.queries.server';
import { dayOf } from '~/platform/clock';
import { Stack } from '~/ui/page';
import { choosingFacts } from './choosing-facts.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Support a question · Round Robin' },
  ...registerPrefetch(data?.facts.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { petitionId = '', questionId = '' } = params;
  const question = await openQuestion({ db, settings: context.settings }, { petitionId, id: questionId });
  const pinned = question && (await pinnedThing(db, 'support', question.id));
  if (!question || !pinned) throw new Response(null, { status: 404 });
  const { registerId, revision, untilDay } = pinned;
  const open = dayOf(context.clock.now()) <= untilDay;
  return {
    title: question.petition.title,
    question: { about: question.about, body: question.body },
    pinned: { register: registerId, revision },
    facts: await choosingFacts(db, context, {
      path: supportPath(petitionId, questionId),
      ...{ registerId, open, thing: { kind: 'support', id: questionId } },
    }),
  };
}

export default function SupportPage() {
  const { title, question, pinned, facts } = useLoaderData<typeof loader>();
  // What is supported is what the address names, whatever else the server says.
  const { petitionId = '', questionId = '' } = useParams();
  const thing = useMemo(
    () => questionToSupport({ ...pinned, questionId, question: { ...question, petition: petitionId } }),
    [pinned, question, petitionId, questionId],
  );
  return (
    <ReadThenChoose
      {...facts}
      {...{ thing, words: supportingWords }}
      title="Would you like to know this too?"
      lead="Leadership sees first what most employees want to know."
      back={{ to: questionsPath(petitionId), words: 'Back to the questions' }}
    >
      <Stack>
        <p className="soft">
          An employee asks about {question.about === 'response' ? 'leadership’s response to ' : ''}“{title}”:
        </p>
        <p className="judged judged--lines demands__text">{question.body}</p>
      </Stack>
    </ReadThenChoose>
  );
}

export { PageError as ErrorBoundary };
