import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { subjectPath } from '~/features/identified/answering/draft-paths';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { DeskTable } from '~/features/identified/leadership/components/desk-table';
import { TogetherForm } from '~/features/identified/leadership/components/together-form';
import { filterRows, isDeskFilter, type DeskFilter } from '~/features/identified/leadership/desk-row';
import { dueRows, earlyRows } from '~/features/identified/leadership/desk-rows.queries.server';
import { PetitionList } from '~/features/published/petitions/components/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { similarGroups } from '~/features/published/petitions/similar-groups.queries.server';
import { dayIn } from '~/platform/zoned-time';
import { plural } from '~/ui/count';
import { EmptyState } from '~/ui/empty-state';
import { FormErrors } from '~/ui/form-errors';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { SectionNav } from '~/ui/section-nav';
import { identifiedWing, requireRole } from './guards.server';
import { refusalOf } from './petition-refusals';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Answers due · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const reading = { db, settings };
  const answeredLast = { filter: 'answered', sort: 'answered', search: '', cursor: null, size: 10 } as const;
  const [due, early, answered] = await Promise.all([
    dueRows(reading, personNumber),
    earlyRows(reading, personNumber),
    listPetitions(reading, answeredLast),
  ]);
  const petitions = [...due, ...early].filter(({ subject }) => subject === 'petition');
  const shown = new URL(args.request.url).searchParams.get('show');
  const filter: DeskFilter = isDeskFilter(shown) ? shown : 'everybody';
  return {
    filter,
    today: dayIn(settings.timeZone, clock.now()),
    counts: { everybody: due.length, mine: filterRows(due, 'mine').length, nobody: filterRows(due, 'nobody').length },
    due: filterRows(due, filter),
    early: filterRows(early, filter),
    petitions,
    groups: await similarGroups(
      db,
      petitions.map(({ id }) => id),
    ),
    answered: answered.items,
  };
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership');
  const { db } = identifiedWing(args.context);
  const { clock, settings } = args.context;
  const ticked = (await args.request.formData()).getAll('petition').filter((id) => typeof id === 'string');
  const [first] = ticked;
  if (first === undefined) return data({ problem: 'Please tick the petitions that you answer.' }, { status: 400 });
  try {
    await startDraft({ db, clock, settings }, { actor, subjects: ticked.map((id) => ({ subject: 'petition', id })) });
    return redirect(subjectPath({ subject: 'petition', id: first }));
  } catch (error) {
    const { status, message } = refusalOf(error);
    return data({ problem: message }, { status });
  }
}

const filterPaths: Readonly<Record<DeskFilter, string>> = {
  everybody: '/in/desk/leadership',
  mine: '/in/desk/leadership?show=mine',
  nobody: '/in/desk/leadership?show=nobody',
};

export default function LeadershipDesk() {
  const { filter, today, counts, due, early, petitions, groups, answered } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  const overdue = due.filter(({ dueDay }) => dueDay !== null && dueDay < today);
  const ahead = due.filter(({ dueDay }) => dueDay !== null && dueDay >= today);
  const rowsOf = (ids: readonly string[]) => petitions.filter(({ id }) => ids.includes(id));
  return (
    <Page>
      <PageHeader
        title="Answers due"
        lead="Petitions and summaries of concerns that reached their threshold, answers that colleagues call none, and pledges: by the day on which they are due."
      />
      <FormErrors problems={problem === undefined ? [] : [{ message: problem }]} />
      <SectionNav
        label="Whose they are"
        currentPath={filterPaths[filter]}
        items={[
          { to: filterPaths.everybody, label: `All (${String(counts.everybody)})` },
          { to: filterPaths.mine, label: `Mine (${String(counts.mine)})` },
          { to: filterPaths.nobody, label: `Nobody’s (${String(counts.nobody)})` },
        ]}
      />
      {due.length === 0 && (
        <EmptyState title={filter === 'everybody' ? 'No answer is due' : 'None of these is due'}>
          Nothing that reached its threshold waits here.
        </EmptyState>
      )}
      {overdue.length > 0 && (
        <Section title={`Overdue: ${String(overdue.length)}`} id="overdue">
          <DeskTable rows={overdue} caption="What is overdue" today={today} />
        </Section>
      )}
      {ahead.length > 0 && (
        <Section title="Due" id="due">
          <DeskTable rows={ahead} caption="What leadership owes, by the day on which it is due" today={today} />
        </Section>
      )}
      {petitions.length > 1 && (
        <Section title="Answer together" id="together">
          <Stack gap="loose">
            <p className="soft">
              Petitions that ask for the same can have one answer: it stands on the page of each, with an answer to each
              of its demands.
            </p>
            {groups.map((ids) => (
              <TogetherForm
                key={ids.join()}
                id={`like-${ids[0] ?? ''}`}
                legend={`${plural(ids.length, 'petition')} that may ask for the same`}
                petitions={rowsOf(ids)}
                ticked
                today={today}
              />
            ))}
            <details>
              <summary>Choose from all of them</summary>
              <TogetherForm id="any" legend="Petitions without an answer" petitions={petitions} today={today} />
            </details>
          </Stack>
        </Section>
      )}
      {early.length > 0 && (
        <Section title="Not due, but counted" id="early">
          <Stack>
            <p className="soft">You may answer before you must.</p>
            <DeskTable rows={early} caption="What may be answered before it must" today={today} />
          </Stack>
        </Section>
      )}
      {answered.length > 0 && (
        <Section title="Answered" id="answered">
          <PetitionList
            petitions={answered}
            today={today}
            companyDay={today}
            to={(id) => subjectPath({ subject: 'petition', id })}
          />
        </Section>
      )}
    </Page>
  );
}

export { PageError as ErrorBoundary };
