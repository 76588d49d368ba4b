import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendWaitingMail } from '~/features/identified/accounts/send-waiting-mail.server';
import { createMailer, type Mailer } from '~/platform/mail';
import { action as confirmCode, loader as codePage } from '~/routes/in.code';
import { action as me } from '~/routes/in.me';
import { loader as meData } from '~/routes/in.me.data';
import { action as requestCode, loader as signInPage } from '~/routes/in.sign-in';
import { action as signOut } from '~/routes/in.sign-out';
import { anonymousWing, identifiedWing, ownPath, publishedWing, requirePerson } from '~/routes/guards.server';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { cookieOf, identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { codeIn, startInbox, type Inbox } from '~tests/support/inbox';
import { addPerson, type TestPerson } from '~tests/support/people';

let database: TestDatabase;
let inbox: Inbox;
let mailer: Mailer;
let house: IdentifiedHouse;
let ada: TestPerson;

beforeAll(async () => {
  database = await createTestDatabase();
  inbox = await startInbox();
  mailer = createMailer({ smtpUrl: inbox.url, from: 'petitions@example.com' });
  house = identifiedHouse(database.identified);
});
afterAll(async () => {
  mailer.close();
  await inbox.close();
  await database.close();
});
beforeEach(async () => {
  ada = await addPerson(database.identified);
});

const args = (request: Request) => ({ request, context: house.context, params: {} });

/** What a handler answered, as it would go over the wire: a redirect or a status, its cookies and its data. */
async function answerOf(answer: unknown) {
  const response = await Promise.resolve(answer).catch((thrown: unknown) => thrown);
  if (response instanceof Response) {
    return {
      status: response.status,
      location: response.headers.get('Location'),
      cookies: response.headers.getSetCookie(),
      body: await response.text(),
    };
  }
  const { data, init } = response as { data: unknown; init: ResponseInit | null };
  return { status: init?.status ?? 200, location: null, cookies: [], body: JSON.stringify(data) };
}

const ask = (email: string, to = '/in/me') => answerOf(requestCode(args(requestTo('/in/sign-in', '', { email, to }))));
const type = (code: string, cookie: string, to = '/in/me') =>
  answerOf(confirmCode(args(requestTo('/in/code', cookie, { code, to }))));

async function attemptOf(email: string) {
  const { cookies } = await ask(email);
  await sendWaitingMail({ db: house.db, mailer, clock: house.clock });
  return { attempt: cookieOf(cookies[0] ?? ''), code: codeIn(await inbox.waitFor(email)) };
}

describe('signing in on the pages', () => {
  test('leads from the address over the code to where one wanted to go', async () => {
    const asked = await ask(`  ${ada.email.toUpperCase()} `, '/in/desk/organizer?x=1');
    expect(asked).toMatchObject({ status: 302, location: '/in/code?to=%2Fin%2Fdesk%2Forganizer%3Fx%3D1' });
    expect(asked.cookies).toEqual([
      expect.stringMatching(/^rr_attempt=[\w-]{43}; HttpOnly; Max-Age=600; Path=\/in; SameSite=Strict; Secure$/),
    ]);
    await sendWaitingMail({ db: house.db, mailer, clock: house.clock });
    const mail = await inbox.waitFor(ada.email);
    expect(mail.text).not.toMatch(/https?:/);
    const attempt = cookieOf(asked.cookies[0] ?? '');
    const signedIn = await type(codeIn(mail), attempt, '/in/desk/organizer?x=1');
    expect(signedIn).toMatchObject({ status: 302, location: '/in/desk/organizer?x=1' });
    expect(signedIn.cookies).toEqual([
      expect.stringMatching(/^rr_session=[a-z2-7]{40}; HttpOnly; Max-Age=\d+; Path=\/in; SameSite=Strict; Secure$/),
      'rr_attempt=; HttpOnly; Max-Age=0; Path=/in; SameSite=Strict; Secure',
    ]);
    const person = await requirePerson(args(requestTo('/in/me', cookieOf(signedIn.cookies[0] ?? ''))));
    expect(person).toMatchObject({ personNumber: ada.personNumber, roles: ['employee'] });
  });

  test('answers an unknown address with the same bytes', async () => {
    const known = await ask(ada.email);
    const unknown = await ask('nobody.at.all@example.com');
    const blind = (answer: typeof known) => ({
      ...answer,
      cookies: answer.cookies.map((cookie) => cookie.replace(/=[\w-]{43};/, '=…;')),
    });
    expect(blind(unknown)).toEqual(blind(known));
    expect(known.cookies).not.toEqual(unknown.cookies);
  });

  test.each(['', 'ada', 'ada@', 'a b@example.com', `${'a'.repeat(250)}@example.com`])(
    'says what is wrong with the address %j, and makes no attempt',
    async (email) => {
      await expect(ask(email)).resolves.toMatchObject({ status: 400, cookies: [] });
    },
  );

  test('says that a code is wrong, and keeps the attempt', async () => {
    const { attempt, code } = await attemptOf(ada.email);
    const wrong = await type('0000-0000', attempt);
    expect(wrong).toMatchObject({ status: 400, cookies: [] });
    expect(wrong.body).toContain('not the code');
    await expect(type(code, attempt)).resolves.toMatchObject({ status: 302 });
    const again = await type(code, attempt);
    expect(again).toMatchObject({ status: 400, cookies: [] });
    expect(again.body).toContain('ask for a new one');
  });

  test('does not take a code in a browser that did not ask for it', async () => {
    const { code } = await attemptOf(ada.email);
    await expect(type(code, '')).resolves.toMatchObject({ status: 400, cookies: [] });
    await expect(type(code, 'rr_attempt=')).resolves.toMatchObject({ status: 400, cookies: [] });
    await expect(type(code, `rr_attempt=${'x'.repeat(500)}`)).resolves.toMatchObject({ status: 400, cookies: [] });
    const page = (cookie: string) => codePage(args(requestTo('/in/code', cookie)));
    expect([page('').isUnderWay, page('rr_attempt=abc').isUnderWay]).toEqual([false, true]);
  });

  test('ends the session that was there before in this browser', async () => {
    const before = await house.signIn(await addPerson(database.identified));
    const { attempt, code } = await attemptOf(ada.email);
    await type(code, `${before}; ${attempt}`);
    await expect(house.sessions.read(requestTo('/in/me', before))).resolves.toBeNull();
  });

  test('is not offered to who is signed in', async () => {
    const page = signInPage(args(requestTo('/in/sign-in?to=%2Fin%2Fmy-key', await house.signIn(ada))));
    await expect(answerOf(page)).resolves.toMatchObject({ status: 302, location: '/in/my-key' });
  });
});

describe('signing out on the pages', () => {
  test('ends the session and takes its cookie', async () => {
    const cookie = await house.signIn(ada);
    const out = await answerOf(signOut(args(requestTo('/in/sign-out', cookie, {}))));
    expect(out).toMatchObject({ status: 302, location: '/in/sign-out' });
    expect(out.cookies).toEqual(['rr_session=; HttpOnly; Max-Age=0; Path=/in; SameSite=Strict; Secure']);
    await expect(house.sessions.read(requestTo('/in/me', cookie))).resolves.toBeNull();
  });

  test('everywhere ends mine on every device', async () => {
    const [here, there] = [await house.signIn(ada), await house.signIn(ada)];
    const other = await house.signIn(await addPerson(database.identified));
    const out = await answerOf(me(args(requestTo('/in/me', here, { intent: 'sign-out-everywhere' }))));
    expect(out).toMatchObject({ status: 302, location: '/in/sign-out' });
    const live = await Promise.all(
      [here, there, other].map((cookie) => house.sessions.read(requestTo('/in/me', cookie))),
    );
    expect(live.map((session) => session !== null)).toEqual([false, false, true]);
  });

  test('elsewhere ends that one, and cannot end somebody else’s', async () => {
    const [here, there] = [await house.signIn(ada), await house.signIn(ada)];
    const mallory = await house.signIn(await addPerson(database.identified));
    const idHash = (await house.sessions.read(requestTo('/in/me', there)))?.idHash ?? '';
    const end = (by: string) => answerOf(me(args(requestTo('/in/me', by, { intent: 'end-session', session: idHash }))));
    await end(mallory);
    await expect(house.sessions.read(requestTo('/in/me', there))).resolves.not.toBeNull();
    await end(here);
    await expect(house.sessions.read(requestTo('/in/me', there))).resolves.toBeNull();
    await expect(house.sessions.read(requestTo('/in/me', here))).resolves.not.toBeNull();
  });
});

test('the download is a file that holds my rows and no cookie', async () => {
  const cookie = await house.signIn(ada);
  const response = await meData(args(requestTo('/in/me/data', cookie)));
  expect(response.headers.get('Content-Disposition')).toContain('attachment');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const text = await response.text();
  expect(text).toContain(ada.email);
  expect(text).not.toContain(cookie.split('=')[1]);
});

describe('guards', () => {
  test('lead to the sign-in and back, with the query', async () => {
    const sent = await answerOf(requirePerson(args(requestTo('/in/desk/moderation?page=2'))));
    expect(sent).toMatchObject({
      status: 302,
      location: `/in/sign-in?${new URLSearchParams({ to: '/in/desk/moderation?page=2' }).toString()}`,
    });
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/%0d%0aSet-Cookie: a=b\r\n',
    '/\tevil',
    ' /in/me',
    'javascript:alert(1)',
    '',
    null,
    undefined,
    7,
    '/a\\b',
  ])('lead to no other site: %j', async (to) => {
    expect(ownPath(to, '/in/me')).toBe('/in/me');
    if (typeof to === 'string')
      await expect(ask(ada.email, to)).resolves.toHaveProperty('location', '/in/code?to=%2Fin%2Fme');
  });

  test.each(['/', '/in/me', '/petitions?sort=open&q=a%20b', '/in/me#looks'])('lead to %s', (to) => {
    expect(ownPath(to, '/in/me')).toBe(to);
    expect(new URL(to, testUrl).origin).toBe(testUrl);
  });

  test('give a route its own wing and no other', () => {
    expect(identifiedWing(house.context).name).toBe('identified');
    expect(() => publishedWing(house.context)).toThrow('published');
    expect(() => anonymousWing(house.context)).toThrow('anonymous');
  });
});
