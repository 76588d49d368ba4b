import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { inboxPage, type HandlerWords, type ReceivedMail } from './demo-inbox-page';

/** Mail is kept in memory, the newest of it. */
const mostMails = 200;

export interface DemoInbox {
  /** Where mail is handed in. */
  readonly smtpUrl: string;
  /** Where mail is read. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A mail server for this machine only, and a page on which everybody's mail can be read: in the demo, you are everybody.
 * Rejects if the port is taken. Nothing is ever sent on.
 */
export async function startDemoInbox({
  host,
  port,
  handlers = [],
}: {
  host: string;
  port: number;
  /** Shown below the mail. */
  handlers?: readonly HandlerWords[];
}): Promise<DemoInbox> {
  const mails: ReceivedMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      Promise.all([text(stream), mailParser()])
        .then(([source, { simpleParser }]) => simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true }))
        .then(({ subject = '', text: body = '' }) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
          mails.unshift({ to, subject, body });
          mails.splice(mostMails);
          done();
        }, done);
    },
  });
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');

  const web = createServer((req, res) => {
    if (req.method !== 'GET' || !['/', '/style.css'].includes(new URL(req.url ?? '/', 'http://inbox').pathname)) {
      send(res, 404, 'text/plain', 'There is nothing at this address.\n');
      return;
    }
    const { type, body } = inboxPage(req.url ?? '/', mails, handlers);
    send(res, 200, type, body);
  });
  web.listen(port, host);
  await once(web, 'listening');
  return {
    smtpUrl: `smtp://127.0.0.1:${String((smtp.server.address() as AddressInfo).port)}`,
    url: `http://localhost:${String((web.address() as AddressInfo).port)}`,
    async close() {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((done) => smtp.close(done)),
        new Promise<void>((done) => web.close(() => done())),
      ]);
    },
  };
}

/** Loaded with the first mail: it takes a good part of a second that the first page should not wait for. */
const mailParser = () => import('mailparser');

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  res.end(body);
}
