import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHash, createHmac } from 'node:crypto';
import type * as NodeCrypto from 'node:crypto';
import { eq } from 'drizzle-orm';
import { AccountError, type AccountErrorCode } from '~/features/identified/accounts/account-error';
import { confirmSignInCode } from '~/features/identified/accounts/confirm-sign-in-code.server';
import { requestSignInCode } from '~/features/identified/accounts/request-sign-in-code.server';
import { sendWaitingMail } from '~/features/identified/accounts/send-waiting-mail.server';
import { codeLifetime, triesPerCode } from '~/features/identified/accounts/sign-in-code';
import { createSignInLimits } from '~/features/identified/accounts/sign-in-limits.server';
import { hashOfAttemptId, hashOfCode } from '~/features/identified/accounts/sign-in-secrets.server';
import { createMailer, type Mailer } from '~/platform/mail';
import { account, mailOutbox, person, session, signInAttempt } from '~db/schema/identified';
import { countedDatabase, type CountedDatabase } from '~tests/support/counted-database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { dumpOf } from '~tests/support/dump';
import { cookieOf, identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { codeIn, startInbox, type Inbox } from '~tests/support/inbox';
import { addPerson, type TestPerson } from '~tests/support/people';

vi.mock('node:crypto', async (load) => {
  const actual = await load<typeof NodeCrypto>();
  return { ...actual, createHash: vi.fn(actual.createHash), createHmac: vi.fn(actual.createHmac) };
});

let database: TestDatabase;
let counted: CountedDatabase;
let inbox: Inbox;
let mailer: Mailer;
let house: IdentifiedHouse;
let ada: TestPerson;
let limits = createSignInLimits();

beforeAll(async () => {
  database = await createTestDatabase();
  counted = countedDatabase(database.connection('identified'));
  inbox = await startInbox();
  mailer = createMailer({ smtpUrl: inbox.url, from: 'Round Robin <petitions@example.com>' });
});
afterAll(async () => {
  mailer.close();
  await Promise.all([inbox.close(), counted.close()]);
  await database.close();
});
beforeEach(async () => {
  house = identifiedHouse(counted.db);
  limits = createSignInLimits();
  ada = await addPerson(database.identified);
});

const deps = () => ({
  ...house,
  limits,
  organisationName: house.settings.organisationName,
  publicUrl: testUrl,
});
const ask = (email: string) => requestSignInCode(deps(), { email });
const confirm = (attemptId: string | null, code: string) => confirmSignInCode(deps(), { attemptId, code });
const deliver = () => sendWaitingMail({ db: house.db, mailer, clock: house.clock });

/** Asks for a code as this person, and reads it in the mail. */
async function codeFor({ email }: TestPerson): Promise<{ attemptId: string; code: string }> {
  const { attemptId } = await ask(email);
  await deliver();
  return { attemptId, code: codeIn(await inbox.waitFor(email)) };
}

async function refusal(act: Promise<unknown>): Promise<AccountErrorCode> {
  const error: unknown = await act.then(
    () => new Error('it was allowed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AccountError)) throw error;
  return error.code;
}

const sessionsOf = ({ personNumber }: TestPerson) =>
  database.identified
    .select({ idHash: session.idHash })
    .from(session)
    .innerJoin(account, eq(account.id, session.accountId))
    .where(eq(account.personNumber, personNumber));

describe('a code from the mail', () => {
  test('signs in the person it was sent to', async () => {
    const { attemptId, code } = await codeFor(ada);
    const { setCookie } = await confirm(attemptId, code);
    const live = await house.sessions.read(requestTo('/in/me', cookieOf(setCookie)));
    expect(live?.user).toEqual({
      personNumber: ada.personNumber,
      name: ada.name,
      email: ada.email,
      unitPath: ada.unitPath,
      roles: [],
    });
  });

  test('may be typed small, with spaces, and with O for 0 and l for 1', async () => {
    const { attemptId, code } = await codeFor(ada);
    const typed = ` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' ')} `;
    await expect(confirm(attemptId, typed)).resolves.toHaveProperty('setCookie');
  });

  test('makes one account a person, however often they sign in', async () => {
    for (let i = 0; i < 3; i++) {
      const { attemptId, code } = await codeFor(ada);
      await confirm(attemptId, code);
    }
    const accounts = await database.identified.select().from(account).where(eq(account.personNumber, ada.personNumber));
    expect(accounts).toHaveLength(1);
    expect(await sessionsOf(ada)).toHaveLength(3);
  });

  test('works once', async () => {
    const { attemptId, code } = await codeFor(ada);
    await confirm(attemptId, code);
    expect(await refusal(confirm(attemptId, code))).toBe('no-attempt');
    expect(await sessionsOf(ada)).toHaveLength(1);
  });

  test('gives one session to ten confirmations at once, and only tries that count', async () => {
    const { attemptId, code } = await codeFor(ada);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => confirm(attemptId, code)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await sessionsOf(ada)).toHaveLength(1);
    expect(await attempts(attemptId)).toHaveLength(0);
  });

  test('works until the last millisecond of its ten minutes, and not at their end', async () => {
    const early = await codeFor(ada);
    const late = await codeFor(ada);
    house.clock.advance(codeLifetime - 1);
    await expect(confirm(early.attemptId, early.code)).resolves.toHaveProperty('setCookie');
    house.clock.advance(1);
    expect(await refusal(confirm(late.attemptId, late.code))).toBe('no-attempt');
  });

  test('does not work in another browser, nor in one that asked for nothing', async () => {
    const mine = await codeFor(ada);
    const other = await codeFor(await addPerson(database.identified));
    expect(await refusal(confirm(other.attemptId, mine.code))).toBe('wrong-code');
    expect(await refusal(confirm(null, mine.code))).toBe('no-attempt');
    expect(await refusal(confirm(`${mine.attemptId}x`, mine.code))).toBe('no-attempt');
    expect(await refusal(confirm(Buffer.from(hashOfAttemptId(mine.attemptId)).toString('hex'), mine.code))).toBe(
      'no-attempt',
    );
    await expect(confirm(mine.attemptId, mine.code)).resolves.toHaveProperty('setCookie');
  });

  test('does not sign in somebody who left after asking for it', async () => {
    const { attemptId, code } = await codeFor(ada);
    await database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, ada.personNumber));
    expect(await refusal(confirm(attemptId, code))).toBe('no-attempt');
    expect(await sessionsOf(ada)).toHaveLength(0);
  });
});

describe('guessing', () => {
  test.each(['', '0000-0000', 'nonsense', '💥', 'K7DM-29QX-1', "'; drop table", '0'.repeat(40)])(
    'refuses %j',
    async (code) => {
      const { attemptId } = await ask(ada.email);
      expect(await refusal(confirm(attemptId, code))).toBe('wrong-code');
    },
  );

  test('ends an attempt with the fifth wrong code, so that the right one comes too late', async () => {
    const { attemptId, code } = await codeFor(ada);
    for (let i = 1; i < triesPerCode; i++) expect(await refusal(confirm(attemptId, '0000-0000'))).toBe('wrong-code');
    expect(await refusal(confirm(attemptId, '0000-0000'))).toBe('no-attempt');
    expect(await refusal(confirm(attemptId, code))).toBe('no-attempt');
  });

  test('takes the right code at the fifth try', async () => {
    const { attemptId, code } = await codeFor(ada);
    for (let i = 1; i < triesPerCode; i++) await refusal(confirm(attemptId, '0000-0000'));
    await expect(confirm(attemptId, code)).resolves.toHaveProperty('setCookie');
  });

  test('counts thirty guesses at once as the five that it allows', async () => {
    const { attemptId } = await ask(ada.email);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => refusal(confirm(attemptId, '0000-0000'))));
    expect(outcomes.filter((code) => code === 'wrong-code')).toHaveLength(triesPerCode - 1);
    const [row] = await attempts(attemptId);
    expect(row?.tries).toBe(triesPerCode);
  });

  test('finds nobody behind an unknown address, even with its code', async () => {
    const attemptId = 'an-attempt-of-nobody';
    await database.identified.insert(signInAttempt).values({
      idHash: hashOfAttemptId(attemptId),
      codeHash: hashOfCode(house.codeKey, attemptId, 'AAAA-AAAA'),
      expiresAt: new Date(house.clock.now().getTime() + codeLifetime),
    });
    expect(await refusal(confirm(attemptId, 'AAAA-AAAA'))).toBe('wrong-code');
  });
});

describe('an unknown address', () => {
  const sizeOf = (row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, spell(value).length]));
  const spell = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value));

  async function workFor(email: string) {
    await database.identified.delete(mailOutbox);
    counted.take();
    vi.mocked(createHash).mockClear();
    vi.mocked(createHmac).mockClear();
    const answer = await ask(email);
    const queries = counted.take();
    const hashes = [createHash, createHmac].map((hash) => vi.mocked(hash).mock.calls.map(([algorithm]) => algorithm));
    const [attempt] = await attempts(answer.attemptId);
    const mails = await database.identified.select().from(mailOutbox);
    return { answer: sizeOf(answer), queries, hashes, attempt, mails };
  }

  test.each(['nobody@example.com', 'a leaver'])(
    'gets an answer of the same size for the same work: %s',
    async (who) => {
      const leaver = await addPerson(database.identified, { status: 'left' });
      const known = await workFor(ada.email);
      const unknown = await workFor(who === 'a leaver' ? leaver.email : who);
      expect(known.queries.length).toBeGreaterThan(2);
      expect(unknown.answer).toEqual(known.answer);
      expect(unknown.queries).toEqual(known.queries);
      expect(known.hashes).toEqual([['sha256'], ['sha256', 'sha256']]);
      expect(unknown.hashes).toEqual(known.hashes);
      expect(unknown.mails).toHaveLength(1);
      const { recipient, ...mail } = unknown.mails[0] ?? { recipient: 'none' };
      const { recipient: knownRecipient, ...knownMail } = known.mails[0] ?? { recipient: 'none' };
      expect([recipient, knownRecipient]).toEqual([null, ada.email]);
      expect(sizeOf(mail)).toEqual(sizeOf(knownMail));
      expect(unknown.attempt?.personNumber).toBeNull();
      expect(unknown.attempt?.expiresAt).toEqual(known.attempt?.expiresAt);
    },
  );

  test('gets no mail, and leaves no row behind once mail is sent', async () => {
    const before = inbox.mails.length;
    await ask('nobody@example.com');
    await expect(deliver()).resolves.toEqual({ sent: 0, failed: 0 });
    expect(inbox.mails).toHaveLength(before);
    expect(await database.identified.select().from(mailOutbox)).toHaveLength(0);
  });

  test('is answered alike when its code is wrong', async () => {
    const known = await ask(ada.email);
    const unknown = await ask('nobody@example.com');
    counted.take();
    expect(await refusal(confirm(known.attemptId, '0000-0000'))).toBe('wrong-code');
    const work = counted.take();
    expect(await refusal(confirm(unknown.attemptId, '0000-0000'))).toBe('wrong-code');
    expect(counted.take()).toEqual(work);
  });
});

describe('limits', () => {
  test('hold for one address, known or not, and let go with time', async () => {
    for (const email of [ada.email, 'nobody@example.com']) {
      for (let i = 0; i < 8; i++) await ask(email);
      counted.take();
      expect(await refusal(ask(email))).toBe('too-many-requests');
      expect(counted.take()).toEqual([]);
    }
    await expect(ask((await addPerson(database.identified)).email)).resolves.toHaveProperty('attemptId');
    house.clock.advance(2 * 60_000 - 1);
    expect(await refusal(ask(ada.email))).toBe('too-many-requests');
    house.clock.advance(1);
    await expect(ask(ada.email)).resolves.toHaveProperty('attemptId');
    expect(await refusal(ask(ada.email))).toBe('too-many-requests');
  });

  test('hold for everybody together', () => {
    const now = house.clock.now();
    for (let i = 0; i < 1_200; i++) limits.takeCode(`somebody-${String(i)}@example.com`, now);
    expect(() => {
      limits.takeCode('one-more@example.com', now);
    }).toThrow(AccountError);
    for (let i = 0; i < 3_000; i++) limits.takeTry(now);
    expect(() => {
      limits.takeTry(now);
    }).toThrow(AccountError);
  });
});

test('a dump holds no session, attempt or code that could be used', async () => {
  const { attemptId, code } = await codeFor(ada);
  const waiting = await codeFor(await addPerson(database.identified));
  const { setCookie } = await confirm(attemptId, code);
  const id = cookieOf(setCookie).split('=')[1] ?? '';
  expect(id).toMatch(/^[a-z2-7]{40}$/);
  const dump = await dumpOf(database.admin);
  expect(dump).toContain(ada.email);
  expect(dump).toContain(createHash('sha256').update(id).digest('hex'));
  for (const secret of [id, attemptId, code, waiting.attemptId, waiting.code, code.replace('-', '')]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

function attempts(attemptId: string) {
  return database.identified
    .select()
    .from(signInAttempt)
    .where(eq(signInAttempt.idHash, hashOfAttemptId(attemptId)));
}
