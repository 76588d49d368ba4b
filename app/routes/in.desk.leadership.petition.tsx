import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { answerPetition } from '~/features/identified/desks/answer-petition.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { dueWords, shownCount } from '~/features/published/petitions/petition-words';
import { ResponseForm } from '~/features/published/responses/components/response-form';
import { ResponseWords } from '~/features/published/responses/components/published-response';
import { answerableStates } from '~/features/published/responses/response';
import { responseSchema } from '~/features/published/responses/response.schema';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { StateDot } from '~/ui/tag';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { refusalOf } from './petition-refusals';
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
  await requireRole(args, 'leadership');
  const { id, state, text, figures, response, about } = await readPetition(args, args.params['petitionId']);
  const programmes = response ? [] : await programmeNames(identifiedWing(args.context).db);
  return {
    today: dayOf(args.context.clock.now()),
    programmes,
    petition: { id, state, text, figures, response, about },
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context, params } = args;
  const actor = await requireRole(args, 'leadership');
  const { id: petitionId, text } = await readPetition(args, params['petitionId']);
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: responseSchema(text.demands.length) });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  if (form.get('act') !== 'publish') return data({ result: submission.reply(), preview: submission.value });
  try {
    const { clock, settings } = context;
    const { db } = identifiedWing(context);
    const { programmeId, programmeField: field = null, ...answered } = submission.value;
    const about = programmeId === undefined ? null : { programmeId, field };
    await answerPetition({ db, clock, settings }, { actor, petitionId, text: answered, about });
    return redirect(`/in/desk/leadership/${petitionId}`);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function AnswerPage() {
  const { today, programmes, petition } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, state, text, figures, response, about } = petition;
  const count = shownCount(figures);
  const due = figures?.dueDay && !response ? dueWords(figures.dueDay, today) : null;
  const answerable = count !== null && answerableStates.some((each) => each === state);
  return (
    <Page width="reading">
      <PageHeader
        title={text.title}
        state={
          <>
            {due && <StateDot state={due.tone}>{due.words}</StateDot>}
            {count !== null && <span>{plural(count, 'signature')}</span>}
            <Link to={`/petitions/${id}`}>The petition’s page</Link>
          </>
        }
      />
      {text.background !== '' && <Prose>{text.background}</Prose>}
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
      {!response && answerable && (
        <div className="section">
          <ResponseForm
            demands={text.demands}
            {...{ programmes, about }}
            lastResult={answer?.result}
            preview={answer?.preview ?? null}
          />
        </div>
      )}
      {!response && !answerable && (
        <Section title="Your answer">
          <Notice title="It cannot be answered now">
            A petition can be answered while it is open or closed, once its signatures are counted in public.
          </Notice>
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
