import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData, useParams } from '@remix-run/react';
import { useMemo } from 'react';
import { answerToJudge } from '~/features/anonymous/choices/choosable';
import { ReadThenChoose } from '~/features/anonymous/choices/components/read-then-choose';
import { judgingWords } from '~/features/anonymous/choices/words-of-things';
import { pinnedThing } from '~/features/published/choices/choosable.queries.server';
import { verdictId } from '~/features/published/choices/choice';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { ItemAnswer } from '~/features/published/responses/components/published-response';
import { dayOf } from '~/platform/clock';
import { Stack } from '~/ui/page';
import { choosingFacts } from './choosing-facts.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';
import { registerPrefetch } from './register-prefetch';

/** Demands are numbered from 1, in one spelling each. */
const numbered = /^[1-9][0-9]?$/;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: 'Judge an answer · Round Robin' },
  ...registerPrefetch(data?.facts.registerFiles),
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const { petitionId = '', demand: posted = '' } = params;
  const number = numbered.test(posted) ? Number(posted) : 0;
  const view = await petitionView({ db, settings: context.settings }, petitionId);
  const item = view?.response?.items[number - 1];
  const demand = view?.text?.demands[number - 1];
  const pinned = await pinnedThing(db, 'verdict', verdictId(petitionId, number));
  if (!view?.text || !item || demand === undefined || !pinned) throw new Response(null, { status: 404 });
  const { registerId, revision, untilDay } = pinned;
  const open = dayOf(context.clock.now()) <= untilDay;
  return {
    title: view.text.title,
    answer: { demand, item, register: registerId, revision },
    facts: await choosingFacts(db, context, {
      path: `/petitions/${petitionId}/judge/${number}`,
      ...{ registerId, open, thing: { kind: 'verdict', id: verdictId(petitionId, number) } },
    }),
  };
}

export default function JudgePage() {
  const { title, answer, facts } = useLoaderData<typeof loader>();
  // What is judged is what the address names, whatever else the server says.
  const { petitionId = '', demand: number = '' } = useParams();
  const thing = useMemo(
    () => answerToJudge({ ...answer, petitionId, number: Number(number) }),
    [answer, petitionId, number],
  );
  return (
    <ReadThenChoose
      {...facts}
      {...{ thing, words: judgingWords }}
      title="Does this answer the demand?"
      lead="You would judge whether what was asked has an answer, not whether you like it."
      back={{ to: `/petitions/${petitionId}`, words: 'Back to the petition' }}
    >
      <Stack>
        <p className="soft">
          Demand {number} of “{title}”, and what leadership answered:
        </p>
        <div className="judged">
          <p className="demands__text">{answer.demand}</p>
          <div className="demands__answer">
            <ItemAnswer item={answer.item} />
          </div>
        </div>
      </Stack>
    </ReadThenChoose>
  );
}

export { PageError as ErrorBoundary };
