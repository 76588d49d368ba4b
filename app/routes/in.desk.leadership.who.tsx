import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { assignAnswer } from '~/features/identified/leadership/assign-answer.server';
import { answerSubjects, assignmentSchema } from '~/features/identified/leadership/assignment';
import { titleOfSubject } from '~/features/identified/leadership/answer-subject.queries.server';
import { AssignForm } from '~/features/identified/leadership/components/assign-form';
import { deskPath } from '~/features/identified/leadership/desk-row';
import { leadersToChoose } from '~/features/identified/leadership/leaders.queries.server';
import { delegatesOf, holdersOf } from '~/features/identified/leadership/standing.queries.server';
import { AnswersFor } from '~/features/published/answers/components/answers-for';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { leadershipRefusal } from './leadership-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.title ?? 'An answer'} · Who answers · Round Robin` },
];

/** What the address names. */
function subjectOf(params: Record<string, string | undefined>) {
  const subject = answerSubjects.find((each) => each === params['subject']);
  if (!subject) throw new Response(null, { status: 404 });
  return { subject, id: params['id'] ?? '' };
}

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber: actor } = await requireRole(args, 'leadership');
  const { subject, id } = subjectOf(args.params);
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const title = await titleOfSubject(db, subject, id).catch((error: unknown) => {
    throw Response.json({ detail: leadershipRefusal(error).message }, { status: leadershipRefusal(error).status });
  });
  const [owners, delegates, leaders] = await Promise.all([
    ownersOf(db, subject, id),
    delegatesOf(db, subject, [id]),
    leadersToChoose({ db, clock }, { actor }),
  ]);
  const current = owners.at(-1);
  const holder = current ? (await holdersOf(db, [current.leaderId])).get(current.leaderId) : undefined;
  const delegate = delegates.get(id);
  return {
    ...{ subject, id, title, owners, leaders },
    left: current && !holder?.inOffice ? current.name : null,
    owner: holder?.inOffice ? holder.personNumber : null,
    delegate: delegate?.inOffice ? delegate.personNumber : null,
    today: dayIn(settings.timeZone, clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { subject, id } = subjectOf(args.params);
  const parsed = assignmentSchema.safeParse(Object.fromEntries(await args.request.formData()));
  if (!parsed.success) return data({ problem: parsed.error.issues[0]?.message }, { status: 400 });
  const { owner, delegate, owners } = parsed.data;
  const { clock, settings, publicUrl } = args.context;
  const { db } = identifiedWing(args.context);
  try {
    const wanted = { actor, subject, id, owner, owners, delegate: delegate === '' ? null : (delegate ?? null) };
    await assignAnswer({ db, clock, settings, publicUrl }, wanted);
    return redirect('/in/desk/leadership');
  } catch (error) {
    const { status, message } = leadershipRefusal(error);
    return data({ problem: message }, { status });
  }
}

export default function WhoAnswers() {
  const { subject, id, title, owners, leaders, left, owner, delegate, today } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page width="narrow">
      <PageHeader
        title="Who answers"
        state={<Link to={deskPath({ subject, id, answers: { subject, id } })}>{title}</Link>}
        lead="Both get a mail, and so does whoever had it before. Whom you are shown can read in the access log that you looked."
      />
      {left !== null && (
        <Notice tone="warn" title={`${left} is no longer in leadership`}>
          Until somebody takes it over, all of leadership answers for it. The record of who answered stays.
        </Notice>
      )}
      <AnswersFor owners={owners} dueDay={null} today={today} />
      <AssignForm key={owners.length} {...{ leaders, owner, delegate, problem }} owners={owners.length} />
    </Page>
  );
}

export { PageError as ErrorBoundary };
