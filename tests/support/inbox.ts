import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as its reader sees it. */
export interface ReceivedMail {
  /** Envelope recipient. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

export interface Inbox {
  /** For SMTP_URL. */
  readonly url: string;
  /** Everything received, oldest first. */
  readonly mails: readonly ReceivedMail[];
  /** The next mail to this address that no earlier call gave; waits for it, at most `limit` milliseconds. */
  readonly waitFor: (address: string, limit?: number) => Promise<ReceivedMail>;
  /** From now on the server refuses mail with a temporary error, or takes it again. */
  readonly refuse: (refuses: boolean) => void;
  readonly close: () => Promise<void>;
}

interface Waiter {
  readonly address: string;
  readonly give: (mail: ReceivedMail) => void;
}

/** A real SMTP server on localhost, on a port of its own, whose mail can be read. */
export async function startInbox(): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  const untaken: ReceivedMail[] = [];
  const waiters: Waiter[] = [];
  let refuses = false;

  const receive = (mail: ReceivedMail) => {
    mails.push(mail);
    const waiting = waiters.findIndex(({ address }) => address === mail.to);
    if (waiting === -1) untaken.push(mail);
    else waiters.splice(waiting, 1)[0]?.give(mail);
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refuses ? Object.assign(new Error('try again later'), { responseCode: 451 }) : undefined);
    },
    onData(stream, session, done) {
      simpleParser(stream).then(({ from, subject, text }) => {
        for (const { address } of session.envelope.rcptTo)
          receive({ to: address, from: from?.text ?? '', subject: subject ?? '', text: text ?? '' });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A sender that hangs up in the middle is its own problem.
  server.on('error', () => undefined);
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    mails,
    waitFor(address, limit = 10_000) {
      const there = untaken.findIndex((mail) => mail.to === address);
      const [mail] = there === -1 ? [] : untaken.splice(there, 1);
      if (mail) return Promise.resolve(mail);
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          address,
          give(received) {
            clearTimeout(timer);
            resolve(received);
          },
        };
        const timer = setTimeout(() => {
          waiters.splice(waiters.indexOf(waiter), 1);
          reject(new Error(`no mail to ${address} within ${String(limit)} ms`));
        }, limit);
        waiters.push(waiter);
      });
    },
    refuse(now) {
      refuses = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

const codePattern = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

/** Whether it is a sign-in mail. */
export function holdsCode({ text }: Pick<ReceivedMail, 'text'>): boolean {
  return codePattern.test(text);
}

/** The one-time code in a sign-in mail. Throws if there is none. */
export function codeIn({ text }: Pick<ReceivedMail, 'text'>): string {
  const code = codePattern.exec(text)?.[0];
  if (!code) throw new Error('there is no code in this mail');
  return code;
}
