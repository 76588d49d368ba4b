import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { SignedHere } from '~/features/anonymous/signatures/components/signed-here';
import { DeviceKey } from '~/features/published/registers/components/device-key';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { ButtonLink } from '~/ui/button';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'My key · Round Robin' }];

export function loader({ context }: LoaderFunctionArgs) {
  publishedWing(context);
  return { organisation: context.settings.organisation, publicUrl: context.publicUrl };
}

/** What this device knows of its key. No session is read: what the company knows stands behind the sign-in. */
export default function MyKeyPage() {
  const { organisation, publicUrl } = useLoaderData<typeof loader>();
  const { state, look } = useKeptKey('member');
  return (
    <Page width="reading">
      <PageHeader
        title="My key"
        lead="You enrol a key once, signed in. Later you sign with it without being signed in, and nobody can tell that it was you."
      />
      <NeedsJavaScript what="Using your key" />
      <Section title="On this device">
        <DeviceKey state={state} look={look} publicUrl={publicUrl} />
      </Section>
      <Section title="What this key signed">
        {state.kind === 'open' ? (
          <SignedHere organisation={organisation} />
        ) : (
          <Notice>
            <p>Open your key first. What it signed is known to this device only, and only while the key is open.</p>
          </Notice>
        )}
      </Section>
      <Section title="On the register">
        <Stack>
          <p>
            Enrolling, moving to a phone, replacing a lost or stolen key and disputing a key that is not yours need to
            know who you are. That page asks you to sign in; this one never does.
          </p>
          <p>
            <ButtonLink to="/in/my-key" tone="secondary">
              My enrolment
            </ButtonLink>
          </p>
        </Stack>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
