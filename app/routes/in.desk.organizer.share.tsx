import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { embedSnippet } from '~/features/published/sharing/embed-snippet';
import { ButtonLink } from '~/ui/button';
import { CopyableText } from '~/ui/copyable-text';
import { Link } from '~/ui/link';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.title ?? 'A petition'} · Print and share · Round Robin` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requirePerson(args);
  const { db } = identifiedWing(args.context);
  const { publicUrl, frameAncestors } = args.context;
  const petitionId = args.params['petitionId'] ?? '';
  const petition = (await organizes(db, { petitionId, personNumber })) ? await petitionRecord(db, petitionId) : null;
  // Somebody else's petition, and one that never opened, are on this desk as if they were not there.
  if (!petition || petition.openedDay === null) throw new Response(null, { status: 404 });
  const address = `${publicUrl}/petitions/${petitionId}`;
  const { title } = petition.text;
  return {
    ...{ petitionId, title, address, isOpen: petition.state === 'open' },
    snippet: embedSnippet({ address, title }),
    sites: frameAncestors === '*' ? null : frameAncestors.split(' '),
  };
}

export default function ShareOwnPetition() {
  const { petitionId, title, address, isOpen, snippet, sites } = useLoaderData<typeof loader>();
  const page = `/petitions/${petitionId}`;
  return (
    <Page>
      <PageHeader
        title="Print and share"
        state={<Link to={`/in/desk/organizer/${petitionId}`}>{title}</Link>}
        lead="The same for everybody who asks for it, without a way to tell one reader from another. What has a count says of which day."
      />
      {!isOpen && <p>It takes no signatures any more; sheet and picture say so.</p>}
      <Section title="On paper">
        <Stack>
          <ul className="printed">
            <Printed
              title="Poster"
              hint="One page, A4. Text, seal and a QR code that leads to the petition."
              href={`${page}/poster.pdf`}
            />
            <Printed
              title="Flyer"
              hint="Two on a page, A4, to be cut apart along the dashed line."
              href={`${page}/flyer.pdf`}
            />
            <Printed
              title="Pack"
              hint="Everything about it, with a document for a works council and what proves the count."
              href={`${page}/pack.zip`}
            />
          </ul>
          <p className="soft small">
            A poster reaches people where nobody can see what they read. Best where they stand a while, and have their
            own phone with them.
          </p>
        </Stack>
      </Section>
      <Section title="As a picture">
        <Stack>
          <img
            className="share-picture"
            src={`${page}/share.png`}
            width={1200}
            height={630}
            loading="lazy"
            alt="The petition’s title beside its seal, as it stands today"
          />
          <p>
            <a href={`${page}/share.png`} download={`petition-${petitionId}.png`}>
              Save the picture
            </a>{' '}
            <span className="soft small">1,200 by 630 pixels, as chats and intranets show it beside a link.</span>
          </p>
        </Stack>
      </Section>
      <Section title="As a link">
        <CopyableText text={address} label="Address of the petition" action="Copy the address" />
      </Section>
      <Section title="In a page of the intranet">
        <Stack>
          <p>
            A frame with the seal and the way to the petition. It runs no program, sets no cookie, and is not told which
            page it stands in. It is signed on its own page only.
          </p>
          <CopyableText id="snippet" text={snippet} label="HTML to paste" action="Copy the HTML" />
          {sites && <p className="soft small">It is shown in pages of these sites only: {sites.join(', ')}.</p>}
          <p className="soft small">
            Whoever runs the intranet can see who opened the page that it stands in, as with any page of theirs.
          </p>
        </Stack>
      </Section>
    </Page>
  );
}

function Printed({ title, hint, href }: { title: string; hint: string; href: string }) {
  return (
    <li>
      <h3>{title}</h3>
      <p className="soft small">{hint}</p>
      <p className="printed__action">
        <ButtonLink to={href} tone="secondary" plain>
          {href.endsWith('.zip') ? 'Download it' : 'Open it'}
        </ButtonLink>
      </p>
    </li>
  );
}

export { PageError as ErrorBoundary };
