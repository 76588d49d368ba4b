import { createTransport } from 'nodemailer';
import { second } from './clock';

/** A mail as plain text. Lines are folded by the mail programs that show it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The way out to people's mailboxes. */
export interface Mailer {
  /** Resolves once the mail server took the mail; rejects if it did not. Nothing is logged. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface MailerOptions {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  readonly smtpUrl: string;
  /** Sender, as `Name <address>` or an address. */
  readonly from: string;
}

/** Keeps a few connections to the mail server and reuses them. Nothing connects before the first mail. */
export function createMailer({ smtpUrl, from }: MailerOptions): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10 * second,
    greetingTimeout: 10 * second,
    socketTimeout: 30 * second,
    // A mail holds what our own code wrote: it may not name files or addresses to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      // An object, not a string: an address is never parsed as a list of several.
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
    },
    close() {
      transport.close();
    },
  };
}
