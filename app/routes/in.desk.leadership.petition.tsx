import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AnsweringDesk } from '~/features/identified/answering/components/answering-desk';
import { BeginAnswer } from '~/features/identified/answering/components/begin-answer';
import { stateWords } from '~/features/identified/answering/answering-words';
import { Hands } from '~/features/identified/leadership/components/hands';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { clarificationsOf } from '~/features/published/clarifications/clarifications.queries.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { dueWords, shownCount } from '~/features/published/petitions/petition-words';
import { ResponseWords } from '~/features/published/responses/components/published-response';
import { answerableStates } from '~/features/published/responses/response';
import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Demands } from '~/ui/demands';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot, Tag } from '~/ui/tag';
import { actOnAnswer, answeringDesk } from './answering-desk.server';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.petition.text.title ?? 'A petition'} · Answer · Round Robin` },
];

/** The petition as everybody sees it: leadership has no other view of it. */
async function readPetition({ context }: GuardArgs, id: string | undefined) {
  const { db } = identifiedWing(context);
  const { settings } = context;
  const petition = await petitionView({ db, settings }, id ?? '');
  const text = petition?.text;
  if (!petition || !text) throw new Response(null, { status: 404 });
  return { ...petition, text };
}

export async function loader(args: LoaderFunctionArgs) {
  const person = await requireRole(args, 'leadership');
  const { id, state, text, figures, response, organizerName } = await readPetition(args, args.params['petitionId']);
  const { db } = identifiedWing(args.context);
  return {
    ...(await answeringDesk(args, { subject: 'petition', id }, person)),
    petition: { id, state, text, figures, response },
    owners: await ownersOf(db, 'petition', id),
    asked: { clarifications: await clarificationsOf(db, id), organizerName },
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { id } = await readPetition(args, args.params['petitionId']);
  return actOnAnswer(args, { subject: 'petition', id }, actor);
}

export default function AnswerPage() {
  const { petition, draft, owners, asked, ...desk } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { today } = desk;
  const { id, state, text, figures, response } = petition;
  const count = shownCount(figures);
  const due = figures?.dueDay && !response?.answeredDay ? dueWords(figures.dueDay, today) : null;
  const answerable = count !== null && (response !== null || answerableStates.some((each) => each === state));
  return (
    <Page width="reading">
      <PageHeader
        title={text.title}
        state={
          <>
            {draft && <Tag tone="accent">{stateWords[draft.state]}</Tag>}
            {due && <StateDot state={due.tone}>{due.words}</StateDot>}
            {count !== null && <span>{plural(count, 'signature')}</span>}
            <Link to={`/petitions/${id}`}>The petition’s page</Link>
          </>
        }
        lead={
          draft &&
          draft.subjects.length > 1 &&
          `Answered together: ${draft.subjects.map((each) => each.title).join('; ')}`
        }
      />
      <Hands {...{ subject: 'petition', id, owners, asked, today }} dueDay={figures?.dueDay ?? null} />
      {draft ? (
        <AnsweringDesk {...{ draft, answer }} {...desk} />
      ) : (
        <>
          {text.background !== '' && <Prose>{text.background}</Prose>}
          {!response && (
            <Section title="What is asked">
              <Demands demands={text.demands.map((demand) => ({ text: demand }))} />
            </Section>
          )}
          {response && (
            <Section title="The response">
              <Stack>
                <p className="soft small">
                  {response.authorName}, <DateText day={response.day} now={today} relative="also" />
                </p>
                <ResponseWords demands={text.demands} text={response} />
              </Stack>
            </Section>
          )}
          <BeginAnswer
            {...{ answerable, answer }}
            isRevision={response !== null}
            otherwise="A petition can be answered while it is open or closed, once its signatures are counted in public."
          />
        </>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
