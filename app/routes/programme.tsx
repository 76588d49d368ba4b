import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { concernFigures } from '~/features/published/figures/concern-figures.queries.server';
import { attachedTo } from '~/features/published/programmes/attachments.queries.server';
import { ProgrammeConcernFigures } from '~/features/published/programmes/components/programme-concern-figures';
import { AttachedList, ProgrammeField } from '~/features/published/programmes/components/programme-field';
import { openWords, ProgrammeStanding } from '~/features/published/programmes/components/programme-list';
import { ProgrammeTimeline } from '~/features/published/programmes/components/programme-timeline';
import { fieldGroups, isFieldName, openSince } from '~/features/published/programmes/programme-fields';
import { programmeRevisions, reviewDocuments } from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import { ButtonLink } from '~/ui/button';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Split, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.document.name ?? 'A programme'} · Round Robin` },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const id = params['programmeId'] ?? '';
  const revisions = await programmeRevisions(db, id);
  const newest = revisions.at(-1);
  if (!newest) throw new Response(null, { status: 404 });
  const { clock, settings } = context;
  const [documents, attached, figures] = await Promise.all([
    reviewDocuments(db, [newest.document]),
    attachedTo(db, id),
    concernFigures(db, settings, [id]),
  ]);
  return {
    id,
    document: newest.document,
    changedDay: newest.day,
    enteredDay: revisions[0]?.day ?? newest.day,
    digest: newest.digest,
    revisions: revisions.map(({ revision, document, author, reason, day }) => ({
      ...{ revision, author, reason, day },
      // The timeline looks at the state of each, and at the whole of the newest.
      document: revision === newest.revision ? document : { ...document, questions: [] },
    })),
    openSince: openSince(revisions),
    documents,
    attached,
    figures: figures.get(id) ?? null,
    minimum: settings.minimum,
    today: dayOf(clock.now()),
  };
}

export default function ProgrammePage() {
  const { id, document, openSince, documents, attached, figures, minimum, revisions, today, ...shown } =
    useLoaderData<typeof loader>();
  const general = attached.filter(({ field }) => !isFieldName(field));
  const facts = [
    { term: 'Answers for it', detail: document.owner ?? 'Nobody named' },
    { term: 'On the register', detail: <DateText day={shown.enteredDay} now={today} /> },
    { term: 'Last changed', detail: <DateText day={shown.changedDay} now={today} /> },
    { term: 'Revisions', detail: <Link to={`/programmes/${id}/changes`}>{String(revisions.length)}</Link> },
  ];
  return (
    <Page>
      <Split
        asideLabel="In short"
        aside={
          <Card>
            <Stack>
              <Facts facts={facts} />
              <ButtonLink to={`/concerns/new?programme=${id}`} wide>
                Raise a concern
              </ButtonLink>
              <ButtonLink to={`/in/petitions/new?programme=${id}`} tone="secondary" wide>
                Start a petition
              </ButtonLink>
              <ButtonLink to={`/programmes/compare?one=${id}`} tone="quiet" wide>
                Compare with another
              </ButtonLink>
            </Stack>
          </Card>
        }
      >
        <PageHeader
          title={document.name}
          state={
            <>
              <ProgrammeStanding state={document.status} />
              <span>{openWords(Object.keys(openSince).length)}</span>
            </>
          }
        />
        {general.length > 0 && (
          <Section title="About the programme as a whole">
            <AttachedList attached={general} today={today} />
          </Section>
        )}
        {fieldGroups.map(({ title, fields }) => (
          <Section key={title} title={title}>
            {fields.map((field) => (
              <ProgrammeField
                key={field}
                {...{ document, field, documents, today }}
                programmeId={id}
                openSince={openSince[field] ?? null}
                attached={attached.filter((each) => each.field === field)}
              />
            ))}
          </Section>
        ))}
        {figures && (
          <Section title="Concerns about it" id="concerns">
            <ProgrammeConcernFigures {...{ figures, minimum, today }} />
          </Section>
        )}
        <Section title="What happened" id="timeline">
          <ProgrammeTimeline programmeId={id} revisions={revisions} today={today} />
        </Section>
        <p className="soft small section">
          The ledger holds this revision as <code className="digest">{shown.digest}</code>.
        </p>
      </Split>
    </Page>
  );
}

export { PageError as ErrorBoundary };
