import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { TitleStep } from '~/features/identified/drafts/components/title-step';
import { draftSteps, stepHref, stepNames } from '~/features/identified/drafts/draft-steps';
import { createDraft } from '~/features/identified/drafts/save-draft.server';
import { titleStep } from '~/features/published/petitions/petition.schema';
import { aboutProgramme } from '~/features/published/programmes/attachments.queries.server';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { isFieldName } from '~/features/published/programmes/programme-fields';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { Steps } from '~/ui/steps';
import { identifiedWing, requirePerson } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Start a petition · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requirePerson(args);
  const about = aboutOf(new URL(args.request.url).searchParams);
  const { db } = identifiedWing(args.context);
  return { about: await aboutProgramme(db, about) };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(context);
  const form = await request.formData();
  const submission = parseWithZod(form, { schema: titleStep });
  if (submission.status !== 'success') return data(submission.reply(), { status: 400 });
  try {
    const { title } = submission.value;
    const id = await createDraft({ db, clock: context.clock }, { author: personNumber, title, about: aboutOf(form) });
    return redirect(stepHref(id, 'ask'));
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data(submission.reply({ formErrors: [message] }), { status });
  }
}

/** What a petition is to be about, from an address or a form: what is not understood is left out. */
function aboutOf(given: URLSearchParams | FormData) {
  const [programme, field] = [given.get('programme'), given.get('field')];
  const { data: programmeId = null } = programmeIdSchema.safeParse(programme);
  return { programmeId, programmeField: programmeId !== null && isFieldName(field) ? field : null };
}

export default function NewPetition() {
  const { about } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <Page width="narrow">
      <Steps steps={draftSteps.map((step) => ({ label: stepNames[step] }))} current={0} />
      <PageHeader
        title="Start a petition"
        lead="It will carry your name. Who signs it, nobody will know. Until you send it in, only you can read it."
        actions={
          <p className="soft small">
            Or <Link to="/petitions/start">start it unseen</Link>, best on another device: here you are signed in.
          </p>
        }
      />
      <TitleStep title="" lastResult={lastResult} canWait={false} about={about} />
    </Page>
  );
}

export { PageError as ErrorBoundary };
