import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { leadersToChoose } from '~/features/identified/leadership/leaders.queries.server';
import { makePledge, previewPledge } from '~/features/identified/pledges/make-pledge.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { PledgeForm } from '~/features/published/pledges/components/pledge-form';
import { PledgePreview } from '~/features/published/pledges/components/pledge-preview';
import { answeredPetition } from '~/features/published/pledges/answered-petitions.queries.server';
import { newPledgeSchema } from '~/features/published/pledges/pledge.schema';
import { AboutFields } from '~/features/published/programmes/components/about-fields';
import { hasPlainNames } from '~/features/published/programmes/posted-values';
import { programmeNames } from '~/features/published/programmes/programmes.queries.server';
import { partsSaid } from '~/features/published/statements/statement-parts';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { pledgeRefusal } from './pledge-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Make a pledge · Round Robin' }];

/** The petition in whose response the pledge is made. */
async function readPetition({ request, context }: GuardArgs) {
  const id = new URL(request.url).searchParams.get('petition') ?? '';
  const petition = await answeredPetition(identifiedWing(context).db, id);
  if (!petition) throw new Response(null, { status: 404 });
  return petition;
}

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber: actor } = await requireRole(args, 'leadership');
  const petition = await readPetition(args);
  const { db } = identifiedWing(args.context);
  return {
    petition,
    id: randomId(),
    leaders: await leadersToChoose({ db, clock: args.context.clock }, { actor }),
    programmes: await programmeNames(db),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const actor = await requireRole(args, 'leadership');
  const { id: petitionId } = await readPetition(args);
  const form = await request.formData();
  if (!hasPlainNames(form)) throw new Response(null, { status: 400 });
  const submission = parseWithZod(form, { schema: newPledgeSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), preview: null }, { status: 400 });
  const { id, base: _, owner, programmeId, programmeField: field = null, ...words } = submission.value;
  try {
    const { clock, settings } = context;
    const deps = { db: identifiedWing(context).db, clock, settings };
    if (form.get('act') !== 'publish') {
      const document = await previewPledge(deps, { actor, id, words, owner });
      const first = { kind: 'pledge' as const, id, revision: 1, document, authorName: actor.name, reason: '', day: '' };
      return data({ result: submission.reply(), preview: partsSaid(first) });
    }
    const about = programmeId === undefined ? null : { programmeId, field };
    await makePledge(deps, { actor, id, petitionId, words, owner, about });
    return redirect(`/pledges/${id}`);
  } catch (error) {
    const { status, message } = pledgeRefusal(error);
    return data({ result: submission.reply({ formErrors: [message] }), preview: null }, { status });
  }
}

export default function NewPledge() {
  const { petition, id, leaders, programmes } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Page width="reading">
      <PageHeader
        title="Make a pledge"
        state={
          <span>
            In the response to <Link to={`/petitions/${petition.id}#response`}>{petition.title}</Link>
          </span>
        }
      />
      <PledgeForm
        leaders={leaders}
        stands={null}
        base={0}
        id={id}
        lastResult={answer?.result}
        preview={answer?.preview && <PledgePreview parts={answer.preview} />}
      >
        {(posted, errors) => (
          <AboutFields
            programmes={programmes}
            programmeId={answer ? posted('programmeId') : (petition.about?.programmeId ?? '')}
            programmeField={answer ? posted('programmeField') : (petition.about?.field ?? '')}
            errors={errors}
            what="the pledge"
          />
        )}
      </PledgeForm>
    </Page>
  );
}

export { PageError as ErrorBoundary };
