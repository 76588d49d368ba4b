import { minute } from '~/platform/clock';
import { codeLifetime } from './sign-in-code';

/** The mail with a one-time code. It holds no link: whoever learns to type codes cannot be led to a false page by a mail. */
export function signInMail(input: {
  readonly code: string;
  readonly organisationName: string;
  readonly publicUrl: string;
}): { readonly subject: string; readonly body: string } {
  return {
    subject: 'Your sign-in code for Round Robin',
    body: [
      `Your code is ${input.code}`,
      '',
      `Type it on the page that asked for it (${new URL(input.publicUrl).host}). It works once, for ${String(codeLifetime / minute)} minutes, in that browser only.`,
      '',
      'If you did not ask for a code, you can throw this mail away: nobody can sign in with it anywhere else.',
      'We will never ask you for this code on the phone, in a chat or in a mail.',
      '',
      `Round Robin at ${input.organisationName}`,
      '',
    ].join('\n'),
  };
}
