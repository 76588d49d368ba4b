import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { KeptReceipts } from '~/features/anonymous/signatures/components/kept-receipts';
import { SignedHere } from '~/features/anonymous/signatures/components/signed-here';
import { LedgerWatch } from '~/features/published/ledger-on-device/components/ledger-watch';
import { DeviceKey } from '~/features/published/registers/components/device-key';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { dayOf } from '~/platform/clock';
import { ButtonLink } from '~/ui/button';
import { NeedsJavaScript } from '~/ui/needs-javascript';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { publishedWing } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'My key · Round Robin' }];

export function loader({ context }: LoaderFunctionArgs) {
  publishedWing(context);
  const { settings, publicUrl, clock } = context;
  return { organisation: settings.organisation, publicUrl, today: dayOf(clock.now()) };
}

/** What this device knows of its key. No session is read: what the company knows stands behind the sign-in. */
export default function MyKeyPage() {
  const { organisation, publicUrl, today } = useLoaderData<typeof loader>();
  const { state, look } = useKeptKey('member');
  return (
    <Page width="reading">
      <PageHeader
        title="My key"
        lead="You enrol a key once, signed in. Later you sign with it without being signed in, and nobody can tell that it was you."
      />
      <NeedsJavaScript what="Using your key" />
      <LedgerWatch organisation={organisation}>
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
        {state.kind === 'open' && (
          <Section title="Receipts on this device">
            <KeptReceipts kept={state.kept} today={today} />
          </Section>
        )}
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
      </LedgerWatch>
    </Page>
  );
}

export { PageError as ErrorBoundary };
