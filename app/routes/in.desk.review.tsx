import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { DraftComments } from '~/features/identified/answering/components/draft-comments';
import { DraftedAnswer } from '~/features/identified/answering/components/drafted-answer';
import { OpinionForm } from '~/features/identified/answering/components/opinion-form';
import { stateWords, subjectWords } from '~/features/identified/answering/answering-words';
import { commentOnDraft } from '~/features/identified/answering/comment-draft.server';
import { reviewPath } from '~/features/identified/answering/draft-paths';
import { draftToReview } from '~/features/identified/answering/draft-view.queries.server';
import { commentSchema, opinionSchema } from '~/features/identified/answering/draft.schema';
import { giveOpinion } from '~/features/identified/answering/review-draft.server';
import { dayIn } from '~/platform/zoned-time';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Tag } from '~/ui/tag';
import { take } from './answering-desk.server';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'An answer to review · Round Robin' }];

/** The draft, for who was named to review it: to everybody else, leadership included, there is none here. */
async function readDraft(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { personNumber } = person;
  const draft = await draftToReview(db, { draftId: args.params['draftId'] ?? '', personNumber });
  if (!draft) throw new Response(null, { status: 404 });
  return { person, draft };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await readDraft(args);
  const { clock, settings } = args.context;
  return { draft, today: dayIn(settings.timeZone, clock.now()) };
}

export async function action(args: ActionFunctionArgs) {
  const { person: actor, draft } = await readDraft(args);
  const { clock, settings, publicUrl } = args.context;
  const deps = { db: identifiedWing(args.context).db, clock, settings, publicUrl };
  const form = await args.request.formData();
  const own = { actor, draftId: draft.id };
  if (form.get('act') === 'comment') {
    return take('comment', commentSchema, async (comment) => {
      await commentOnDraft(deps, { ...own, ...comment });
      return `${reviewPath(draft.id)}#comments`;
    })(form);
  }
  return take('opinion', opinionSchema, async (opinion) => {
    await giveOpinion(deps, { ...own, ...opinion });
    return reviewPath(draft.id);
  })(form);
}

export default function ReviewDraft() {
  const { draft, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { subjects, own, state, changedDay, writerName } = draft;
  return (
    <Page width="reading">
      <PageHeader
        title={`The answer to ${subjectWords(subjects)}`}
        state={
          <>
            <Tag tone="accent">{stateWords[state]}</Tag>
            <span>
              {`Written by ${writerName}, `}
              <DateText day={changedDay} now={today} />
            </span>
          </>
        }
        lead={`You are asked, as ${own.capacity}, to read it before it is published.`}
      />
      <Stack>
        <ul>
          {subjects.map(({ subject, id, title }) => (
            <li key={id}>
              <Link to={`/${subject === 'summary' ? 'summaries' : 'petitions'}/${id}`}>{title}</Link>
            </li>
          ))}
        </ul>
        <DraftedAnswer draft={draft} />
      </Stack>
      <Section title="What you think of it">
        <OpinionForm {...{ draft, today }} lastResult={answer?.act === 'opinion' ? answer.result : undefined} />
      </Section>
      <Section title="Comments" id="comments">
        <DraftComments {...{ draft, today }} lastResult={answer?.act === 'comment' ? answer.result : undefined} />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
