import { parseWithZod } from '@conform-to/zod/v4';
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { leadersToChoose } from '~/features/identified/leadership/leaders.queries.server';
import { previewRevision, revisePledge } from '~/features/identified/pledges/revise-pledge.server';
import { PledgeForm } from '~/features/published/pledges/components/pledge-form';
import { PledgeChangePreview } from '~/features/published/pledges/components/pledge-preview';
import { withReplacement } from '~/features/published/pledges/pledge-rules';
import { pledgesOf, pledgeView } from '~/features/published/pledges/pledges.queries.server';
import { revisedPledgeSchema } from '~/features/published/pledges/pledge.schema';
import { pledgeStanding } from '~/features/published/pledges/pledge-words';
import { hasPlainNames, postedBase } from '~/features/published/programmes/posted-values';
import { changedParts } from '~/features/published/statements/statement-parts';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Page, PageHeader } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { identifiedWing, requireRole, type GuardArgs } from './guards.server';
import { pledgeRefusal } from './pledge-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.pledge.document.text ?? 'A pledge'} · Change · Round Robin` },
];

async function readPledge({ context }: GuardArgs, id: string | undefined) {
  const pledge = await pledgeView(identifiedWing(context).db, id ?? '');
  if (!pledge) throw new Response(null, { status: 404 });
  return pledge;
}

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber: actor } = await requireRole(args, 'leadership');
  const pledge = await readPledge(args, args.params['pledgeId']);
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const others = (await pledgesOf(db, pledge.petition.id)).filter(({ id }) => id !== pledge.id);
  return {
    pledge,
    today: dayIn(settings.timeZone, clock.now()),
    others: others.map(({ id, document }) => ({ id, text: document.text })),
    leaders: await leadersToChoose({ db, clock }, { actor }),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { request, context } = args;
  const actor = await requireRole(args, 'leadership');
  const { id } = await readPledge(args, args.params['pledgeId']);
  const form = await request.formData();
  if (!hasPlainNames(form)) throw new Response(null, { status: 400 });
  const submission = parseWithZod(form, { schema: revisedPledgeSchema });
  if (submission.status !== 'success') return data({ result: submission.reply(), changes: null }, { status: 400 });
  const { base, reason, owner = null, replacedBy, ...posted } = submission.value;
  const evidence = replacedBy === undefined ? posted.evidence : withReplacement(posted.evidence, replacedBy);
  const revision = { actor, id, base, words: { ...posted, evidence }, owner };
  try {
    const { clock, settings } = context;
    const deps = { db: identifiedWing(context).db, clock, settings };
    if (form.get('act') !== 'publish') {
      const { before, after } = await previewRevision(deps, revision);
      const told = { kind: 'pledge' as const, id, revision: base, authorName: actor.name, reason: '', day: '' };
      const changes = changedParts({ ...told, document: before }, { ...told, document: after });
      return data({ result: submission.reply(), changes });
    }
    await revisePledge(deps, { ...revision, reason });
    return redirect(`/pledges/${id}`);
  } catch (error) {
    const { status, message } = pledgeRefusal(error);
    return data({ result: submission.reply({ formErrors: [message] }), changes: null }, { status });
  }
}

export default function ChangePledge() {
  const { pledge, today, others, leaders } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, document, revision } = pledge;
  const { tone, words } = pledgeStanding(pledge, today);
  return (
    <Page width="reading">
      <PageHeader
        title={document.text}
        state={
          <>
            <StateDot state={tone}>{words}</StateDot>
            <Link to={`/pledges/${id}`}>The pledge’s page</Link>
          </>
        }
      />
      <PledgeForm
        {...{ leaders, others }}
        stands={document}
        base={postedBase(answer?.result.initialValue) ?? revision}
        lastResult={answer?.result}
        preview={answer?.changes && <PledgeChangePreview changes={answer.changes} />}
      />
    </Page>
  );
}

export { PageError as ErrorBoundary };
