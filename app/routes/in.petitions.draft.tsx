import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AskStep } from '~/features/identified/drafts/components/ask-step';
import { BackgroundStep } from '~/features/identified/drafts/components/background-step';
import { CheckStep } from '~/features/identified/drafts/components/check-step';
import { TermsStep } from '~/features/identified/drafts/components/terms-step';
import { TitleStep } from '~/features/identified/drafts/components/title-step';
import { isLocked } from '~/features/identified/drafts/draft';
import {
  draftProblems,
  draftSteps,
  isDraftStep,
  stepAfter,
  stepHref,
  stepNames,
  stepSchema,
  type DraftStep,
} from '~/features/identified/drafts/draft-steps';
import { draftPatchSchema } from '~/features/identified/drafts/draft.schema';
import { draftOf } from '~/features/identified/drafts/drafts.queries.server';
import { deleteDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { submitDraft } from '~/features/identified/drafts/submit-draft.server';
import { termsBounds } from '~/features/published/petitions/asked-units.queries.server';
import { similarToPetition } from '~/features/published/petitions/similar-petitions.queries.server';
import { aboutProgramme } from '~/features/published/programmes/attachments.queries.server';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import { Page, PageHeader } from '~/ui/page';
import { Steps } from '~/ui/steps';
import { identifiedWing, requirePerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'A petition being written · Round Robin' }];

const DESK = '/in/desk/organizer';

function stepOf(params: Record<string, string | undefined>): { draftId: string; step: DraftStep } {
  const { draftId = '', step = 'title' } = params;
  if (!isDraftStep(step)) throw new Response(null, { status: 404 });
  return { draftId, step };
}

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber, name } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { draftId, step } = stepOf(args.params);
  const draft = await draftOf(db, { draftId, author: personNumber });
  if (!draft) throw new Response(null, { status: 404 });
  if (isLocked(draft)) return redirect(`${DESK}/${draft.petitionId ?? ''}`);
  const today = dayOf(args.context.clock.now());
  const checking = step === 'check';
  const programmes = step === 'background' ? await programmeNames(db) : [];
  const about = checking ? await aboutProgramme(db, draft) : null;
  const similar = checking ? await similarToPetition(db, draft) : [];
  const bounds = await termsBounds(db, args.context.settings);
  const problems = checking ? draftProblems(draft, { today, bounds }) : [];
  return { draft, step, today, authorName: name, about, bounds, programmes, similar, problems };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const person = await requirePerson(args);
  const deps = { ...identifiedWing(context), clock: context.clock, settings: context.settings };
  const { draftId, step } = stepOf(args.params);
  const own = { draftId, author: person.personNumber };
  const form = await request.formData();
  const act = form.get('act');
  const goOn = act === 'continue' && step !== 'check';
  // What does not measure up is no number to keep: the page of terms is read whole, whichever button sent it.
  const measured = goOn || (step === 'terms' && act === 'later');
  const measures = { today: dayOf(context.clock.now()), bounds: await termsBounds(deps.db, deps.settings) };
  const submission = measured
    ? parseWithZod(form, { schema: stepSchema(step, measures) })
    : parseWithZod(form, { schema: draftPatchSchema, disableAutoCoercion: true });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    if (act === 'delete') {
      await deleteDraft(deps, own);
      return redirect(DESK);
    }
    if (act === 'submit') {
      const draft = await draftOf(deps.db, own);
      const petition = `${DESK}/${await submitDraft(deps, { draftId, author: person })}`;
      const gathers = draft !== null && draft.petitionId === null && draft.sponsorsWanted > 0;
      return redirect(gathers ? `${petition}/sponsors` : petition);
    }
    await saveDraft(deps, { ...own, patch: submission.value });
    if (act === 'more') return redirect(stepHref(draftId, step));
    return redirect(goOn ? stepHref(draftId, stepAfter(step)) : DESK);
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data(submission.reply({ formErrors: [message] }), { status });
  }
}

export default function DraftPage() {
  const { draft, step, today, authorName, about, bounds, programmes, similar, problems } =
    useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <Page width={step === 'check' ? 'reading' : 'narrow'}>
      <Steps
        steps={draftSteps.map((each) => ({ label: stepNames[each], to: stepHref(draft.id, each) }))}
        current={draftSteps.indexOf(step)}
      />
      <PageHeader title={stepNames[step]} state={step === 'title' ? undefined : draft.title} />
      {step === 'title' && <TitleStep title={draft.title} lastResult={lastResult} />}
      {step === 'ask' && <AskStep demands={draft.demands} lastResult={lastResult} />}
      {step === 'background' && <BackgroundStep {...draft} {...{ programmes, today, lastResult }} />}
      {step === 'terms' && <TermsStep {...{ draft, bounds, lastResult }} />}
      {step === 'check' && (
        <CheckStep
          {...{ draft, problems, about, similar, authorName, bounds, today }}
          refusal={lastResult?.error?.['']?.[0]}
        />
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
