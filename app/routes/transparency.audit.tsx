import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { beyondAudit } from '~/audit/words';
import { BrowserAudit } from '~/features/published/auditing/components/browser-audit';
import { ProgramFile } from '~/features/published/client-releases/components/program-file';
import { dayOf } from '~/platform/clock';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { clientFileDigest } from './client-file-digest.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'The audit · Round Robin' },
  { name: 'description', content: 'Count everything again from public data, every proof included.' },
];

const tool = '/client-tools/audit.mjs';

export function loader({ context }: LoaderFunctionArgs) {
  publishedWing(context);
  return {
    address: context.publicUrl,
    today: dayOf(context.clock.now()),
    digest: clientFileDigest(context, tool),
  };
}

export default function TransparencyAudit() {
  const { address, today, digest } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="Count it again yourself"
        lead="An audit reads everything that is public here, verifies every proof, counts every signature and every choice, and compares what comes of it with what the pages show."
      />
      <Section title="In this browser" id="here">
        <noscript>
          <Notice tone="warn" title="Counting in the browser needs JavaScript">
            <p>
              All of the work is done on your device, by a script. The program below does the same without a browser.
            </p>
          </Notice>
        </noscript>
        <div className="needs-script">
          <BrowserAudit today={today} />
        </div>
      </Section>
      <Section title="With a program of your own" id="program">
        <Stack>
          <Passage>
            <p>
              This page comes from the server that it audits: a server that lies could give you a page that finds
              nothing. The program is one file that you can keep, read, compare with the source and run from anywhere.
              It asks for the same public data, without telling who asks.
            </p>
            <pre className="receipt__note" translate="no">{`node audit.mjs ${address}`}</pre>
            <p>
              It needs Node 20 or newer and nothing else. It goes on where it was stopped, writes its result for people
              or for programs, and ends with 0 where all is right, 1 where fraud was found, and 2 where something could
              not be checked. With <code className="whole">--checkpoint</code>, <code className="whole">--receipt</code>{' '}
              and <code className="whole">--filing</code> it holds the site against what you kept yourself.
            </p>
          </Passage>
          {digest !== null && <ProgramFile path={tool} digest={digest} />}
          <p className="small soft">
            It is built from the source with everything else that{' '}
            <Link to="/transparency/client">browsers are given</Link>, and can be compared in the same way. From a copy
            of the source, <code>npm run audit</code> is the same program.
          </p>
        </Stack>
      </Section>
      <Section title="What no audit can find" id="limits">
        <Passage>
          <ul>
            {beyondAudit.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Passage>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
