import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Comparison, type ComparedProgramme } from '~/features/published/programmes/components/comparison';
import { openSince } from '~/features/published/programmes/programme-fields';
import {
  programmeNames,
  programmeRevisions,
  reviewDocuments,
} from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import type { PublishedDatabase } from '~db/published-client';
import { Button } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Field } from '~/ui/field';
import { Cluster, Page, PageHeader } from '~/ui/page';
import { publishedWing } from './guards.server';

export const meta: MetaFunction = () => [{ title: 'Two programmes compared · Round Robin' }];

async function compared(db: PublishedDatabase, id: string | null): Promise<ComparedProgramme | null> {
  const revisions = id === null ? [] : await programmeRevisions(db, id);
  const document = revisions.at(-1)?.document;
  if (id === null || !document) return null;
  return { id, document, documents: await reviewDocuments(db, [document]), openSince: openSince(revisions) };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db } = publishedWing(context);
  const query = new URL(request.url).searchParams;
  const [names, one, other] = await Promise.all([
    programmeNames(db),
    compared(db, query.get('one')),
    compared(db, query.get('other')),
  ]);
  return { names, one, other, today: dayOf(context.clock.now()) };
}

export default function Compare() {
  const { names, one, other, today } = useLoaderData<typeof loader>();
  const options = names.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Page>
      <PageHeader title="Two programmes compared" />
      <form method="get" action="/programmes/compare" className="no-print">
        <Cluster>
          <Chooser label="One programme" name="one" options={options} value={one?.id} />
          <Chooser label="The other" name="other" options={options} value={other?.id} />
          <Button tone="secondary">Compare</Button>
        </Cluster>
      </form>
      {one && other && one.id !== other.id ? (
        <Comparison one={one} other={other} today={today} />
      ) : (
        <EmptyState title="Choose two programmes">
          {one && other ? 'These two are the same one.' : 'Their answers will stand beside each other.'}
        </EmptyState>
      )}
    </Page>
  );
}

interface ChooserProps {
  label: string;
  name: string;
  options: readonly { value: string; label: string }[];
  value: string | undefined;
}

function Chooser({ label, name, options, value }: ChooserProps) {
  return (
    <Field
      key={`${name}-${value ?? ''}`}
      kind="select"
      {...{ label, name, options }}
      placeholder="Please choose"
      defaultValue={value ?? ''}
    />
  );
}
