import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { clientReleases } from '~/features/published/client-releases/client-releases.queries.server';
import { ReleaseTable } from '~/features/published/client-releases/components/release-table';
import { SignerProgram } from '~/features/published/client-releases/components/signer-program';
import { dayOf } from '~/platform/clock';
import { plural } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { clientFileDigest } from './client-file-digest.server';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'What your browser is given · Round Robin' },
  { name: 'description', content: 'Every file that browsers are served here, and how to compare it with the source.' },
];

const signerFile = '/client-tools/sign.mjs';

export async function loader({ context }: LoaderFunctionArgs) {
  const releases = await clientReleases(publishedWing(context).db);
  return {
    releases,
    served: context.client.digest,
    files: releases.find(({ digest }) => digest === context.client.digest)?.files ?? 0,
    address: context.publicUrl,
    signer: clientFileDigest(context, signerFile),
    today: dayOf(context.clock.now()),
  };
}

export default function TransparencyClient() {
  const { releases, served, files, address, signer, today } = useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title="What your browser is given"
        lead="Your key and your words are safe in a page only if the page does what its source says. These are the files that every browser gets here, and how to compare them with the source."
      />
      <Section title="Served now" id="served">
        <Stack>
          <Facts
            stacked
            facts={[
              {
                term: 'Release',
                detail: (
                  <code className="digest" translate="no">
                    {served}
                  </code>
                ),
              },
              {
                term: 'Manifest',
                detail: <a href="/client-manifest.json">{plural(files, 'file')}, each with its SHA-256</a>,
              },
            ]}
          />
          <Passage>
            <p>
              The release is the SHA-256 of the manifest. When a server here starts with files that were not served
              before, their manifest becomes an entry of the <Link to="/transparency/ledger">ledger</Link>: nobody can
              serve other files for a week and say later that there was nothing.
            </p>
          </Passage>
        </Stack>
      </Section>
      <Section title="Compare it with the source" id="compare">
        <Passage>
          <p>
            Take the source, on a machine that you trust, in the version that those who look after this installation
            name to you; then
          </p>
          <pre className="receipt__note" translate="no">{`npm ci\nnpm run compare -- ${address}`}</pre>
          <p>
            The build gives the same bytes on every machine. The command builds, downloads every file from here,
            compares each, looks at the programs that pages start and at the rules that they give browsers, and checks
            that the release is in the ledger. It ends with 0 where everything is the same, and names what is not.
          </p>
        </Passage>
      </Section>
      <Section title="What your browser checks by itself" id="browser">
        <Passage>
          <p>
            Each page says which bytes its programs and styles must have, and today’s browsers run nothing else. So a
            cache or a store of files between here and you cannot slip anything into a page. The files with which proofs
            are made are checked against digests in the program that uses them. Programs that browsers run beside a
            page, such as the one that makes proofs, have no such rule: only the comparison covers them.
          </p>
        </Passage>
      </Section>
      <Section title="Where this ends" id="limits">
        <Passage>
          <p>
            The page itself comes from the server, and so does what it says that files must be. A server that was
            changed may give one visitor something else than the rest, and the comparison something else than everybody.
            Compare from the network and at the time that matter to you; or <a href="#signer">sign without a browser</a>
            .
          </p>
        </Passage>
      </Section>
      <Section title="Sign without a browser" id="signer">
        <SignerProgram address={address} path={signerFile} digest={signer} />
      </Section>
      <Section title="Every release" id="releases">
        <ReleaseTable releases={releases} served={served} now={today} />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
