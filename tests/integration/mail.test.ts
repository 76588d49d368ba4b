import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queueMail } from '~/features/identified/accounts/queue-mail.server';
import { mostFailures, pauseAfter, sendWaitingMail } from '~/features/identified/accounts/send-waiting-mail.server';
import { ManualClock } from '~/platform/clock';
import { createMailer, type Mail, type Mailer } from '~/platform/mail';
import { mailOutbox } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { startInbox, type Inbox } from '~tests/support/inbox';

let database: TestDatabase;
let inbox: Inbox;
let mailer: Mailer;
let clock: ManualClock;

beforeAll(async () => {
  database = await createTestDatabase();
  inbox = await startInbox();
  mailer = createMailer({ smtpUrl: inbox.url, from: 'Round Robin <petitions@example.com>' });
});
afterAll(async () => {
  mailer.close();
  await inbox.close();
  await database.close();
});
beforeEach(async () => {
  await database.identified.delete(mailOutbox);
  clock = new ManualClock('2026-11-23T14:06:00Z');
  inbox.refuse(false);
});

const queue = (recipient: string | null, subject = 'Subject', body = 'Body') =>
  queueMail(database.identified, { recipient, subject, body });
const send = (by: Pick<Mailer, 'send'> = mailer) => sendWaitingMail({ db: database.identified, mailer: by, clock });
const waiting = () => database.identified.select().from(mailOutbox);

test('arrives as it was written, and is deleted', async () => {
  await queue('ada@example.com', 'Grüße – an enrolment', 'First line\n\n.\n.. dots — and ünïcode\n');
  await expect(send()).resolves.toEqual({ sent: 1, failed: 0 });
  const mail = await inbox.waitFor('ada@example.com');
  expect(mail).toMatchObject({ from: '"Round Robin" <petitions@example.com>', subject: 'Grüße – an enrolment' });
  expect(mail.text.trimEnd()).toBe('First line\n\n.\n.. dots — and ünïcode');
  expect(await waiting()).toEqual([]);
});

test('waits for the transaction that queued it: rolled back, nothing is sent', async () => {
  await expect(
    inTransaction(database.identified, async (tx) => {
      await queueMail(tx, { recipient: 'never@example.com', subject: 's', body: 'b' });
      throw new Error('the act failed');
    }),
  ).rejects.toThrow('the act failed');
  await expect(send()).resolves.toEqual({ sent: 0, failed: 0 });
});

test('is sent once by many senders at once, also where there are rows for nobody', async () => {
  for (let i = 0; i < 20; i++) await queue(i % 2 ? null : `many.${String(i)}@example.com`);
  const mails: Mail[] = [];
  const slow = {
    send(mail: Mail) {
      mails.push(mail);
      return new Promise<void>((resolve) => setImmediate(resolve));
    },
  };
  const outcomes = await Promise.all([send(slow), send(slow), send(slow)]);
  expect(outcomes.reduce((sum, { sent }) => sum + sent, 0)).toBe(10);
  expect(new Set(mails.map(({ to }) => to)).size).toBe(10);
  expect(mails).toHaveLength(10);
  expect(await waiting()).toEqual([]);
});

test('that hangs in one sender does not hold up the others', async () => {
  for (let i = 0; i < 5; i++) await queue(`waiting.${String(i)}@example.com`);
  const held = deferred<string>();
  const release = deferred<void>();
  let isFirst = true;
  const slow = send({
    send({ to }) {
      if (!isFirst) return Promise.resolve();
      isFirst = false;
      held.resolve(to);
      return release.promise;
    },
  });
  const stuck = await held.promise;
  await Promise.all([send(), send()]);
  expect((await waiting()).map(({ recipient }) => recipient)).toEqual([stuck]);
  release.resolve();
  await slow;
  expect(await waiting()).toEqual([]);
});

test('cannot be turned into a mail to somebody else by what an address says', async () => {
  await queue('one@example.com, two@example.com');
  await queue('ada@example.com\r\nBcc: eve@example.com', 'Hi\r\nBcc: eve@example.com');
  await send();
  const to = inbox.mails.map((mail) => mail.to);
  expect(to).not.toContain('two@example.com');
  expect(to).not.toContain('eve@example.com');
});

describe('a mail server that refuses', () => {
  test('is tried again, each time later, and takes the mail in the end', async () => {
    await queue('later@example.com');
    inbox.refuse(true);
    await expect(send()).resolves.toEqual({ sent: 0, failed: 1 });
    await expect(send()).resolves.toEqual({ sent: 0, failed: 0 });
    clock.advance(pauseAfter(1) - 1);
    await expect(send()).resolves.toEqual({ sent: 0, failed: 0 });
    clock.advance(1);
    await expect(send()).resolves.toEqual({ sent: 0, failed: 1 });
    clock.advance(pauseAfter(1));
    await expect(send()).resolves.toEqual({ sent: 0, failed: 0 });
    clock.advance(pauseAfter(2) - pauseAfter(1));
    inbox.refuse(false);
    await expect(send()).resolves.toEqual({ sent: 1, failed: 0 });
    await expect(inbox.waitFor('later@example.com')).resolves.toHaveProperty('subject', 'Subject');
  });

  test('is given up in the end, so that nothing is kept for ever', async () => {
    await queue('never@example.com');
    inbox.refuse(true);
    for (let failures = 1; failures <= mostFailures; failures++) {
      expect(await waiting()).toHaveLength(1);
      await expect(send()).resolves.toEqual({ sent: 0, failed: 1 });
      clock.advance(pauseAfter(failures));
    }
    expect(await waiting()).toEqual([]);
  });

  test('does not keep the others from being sent', async () => {
    await queue('bad@example.com');
    await queue('good@example.com');
    const picky = {
      send: (mail: Mail) => (mail.to.startsWith('bad') ? Promise.reject(new Error('no')) : mailer.send(mail)),
    };
    await expect(send(picky)).resolves.toEqual({ sent: 1, failed: 1 });
    expect(await waiting()).toMatchObject([{ recipient: 'bad@example.com', failures: 1 }]);
  });
});

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return {
    promise,
    resolve: (value: T) => {
      resolve(value);
    },
  };
}
