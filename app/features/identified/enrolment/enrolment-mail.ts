import type { Settings } from '~/platform/settings';
import type { EnrolmentReason } from './enrolment';

interface MailDeps {
  readonly settings: Settings;
  readonly publicUrl: string;
}

const whatHappened: Readonly<Record<EnrolmentReason, string>> = {
  first: 'A signing key was enrolled in your name.',
  lost: 'A new signing key was enrolled in your name, in place of one that was reported lost.',
  stolen:
    'A new signing key was enrolled in your name, in place of one that was reported stolen. The earlier key is taken off the register at the next publication.',
  disputed: 'A new signing key was enrolled in your name, after an enrolment that you disputed.',
};

/** What a person is told of every enrolment in their name (protocol 3). Names the day, no time, and no key. */
export function enrolmentMail(
  { settings, publicUrl }: MailDeps,
  { generation, reason, day }: { generation: number; reason: EnrolmentReason; day: string },
): { subject: string; body: string } {
  return {
    subject: reason === 'first' ? 'A key was enrolled in your name' : 'A replacement key was enrolled in your name',
    body: `${whatHappened[reason]}

Day: ${day}
Key number: ${String(generation)}
Employer: ${settings.organisationName}

If this was you, there is nothing to do. The key can be used from the next publication on. That you enrolled is not secret; what you sign with the key is, from everybody.

If it was not you, somebody enrolled a key in your name. Sign in and dispute it:

${publicUrl}/in/my-key

The dispute is written to the public ledger, the key is taken off the register at the next publication, and you can enrol a key of your own.
`,
  };
}

/** What a person is told when an enrolment in their name was disputed. */
export function disputeMail(
  { settings, publicUrl }: MailDeps,
  { generation, day }: { generation: number; day: string },
): { subject: string; body: string } {
  return {
    subject: 'An enrolment in your name was disputed',
    body: `Key number ${String(generation)}, enrolled in your name at ${settings.organisationName}, was disputed on ${day}.

It is taken off the register at the next publication, and the dispute stands in the public ledger. You can enrol a key of your own:

${publicUrl}/in/my-key

If you did not dispute it, somebody else is signed in as you. Sign out everywhere:

${publicUrl}/in/me
`,
  };
}
