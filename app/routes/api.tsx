import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { EndpointList } from '~/features/published/api/components/endpoint-list';
import { endpointsBySubject } from '~/features/published/api/endpoint-words';
import { apiBase, apiFreshSeconds } from '~/features/published/api/open-api';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'For programs · Round Robin' },
  { name: 'description', content: 'Everything that the public pages show, as JSON: read-only, without a key.' },
];

export function loader({ context }: LoaderFunctionArgs) {
  return {
    subjects: endpointsBySubject(),
    freshSeconds: apiFreshSeconds,
    example: `${context.publicUrl}${apiBase}/petitions?show=awaiting&sort=longest`,
  };
}

export default function Api() {
  const { subjects, example, freshSeconds } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="For programs"
        lead="Everything that the public pages show, as JSON. Read-only, without a key, the same for everybody."
      />
      <Passage>
        <p>
          <a href="/api/v1/openapi.json">The OpenAPI description</a> names every field and every parameter; it is made
          from what each answer is held to before it leaves. To begin with:
        </p>
        <pre>
          <code>{`curl '${example}'`}</code>
        </pre>
        <ul>
          <li>
            A number about people is the one that the page shows. While the page shows none, the answer has{' '}
            <code>null</code>, however many have signed: both are read from the same place.
          </li>
          <li>
            A parameter that there is not is refused by name, so that a slip of the pen never looks like an answer.
          </li>
          <li>
            Answers have an <code>etag</code> and may be used for {freshSeconds} seconds without asking again. Pages of
            any site may read them. No cookie is set, and none is looked at.
          </li>
          <li>
            These are the words of the house. What <em>proves</em> a count is in{' '}
            <Link to="/transparency/ledger">the ledger</Link>; <Link to="/transparency/audit">an audit</Link> reads it.
          </li>
        </ul>
      </Passage>
      {subjects.map(({ subject, endpoints }) => (
        <Section key={subject} title={subject} id={subject.toLowerCase()}>
          <EndpointList endpoints={endpoints} />
        </Section>
      ))}
    </Page>
  );
}

export { PageError as ErrorBoundary };
