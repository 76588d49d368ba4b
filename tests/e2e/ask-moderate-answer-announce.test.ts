import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entropyToWords } from '~/crypto/words';
import { person } from '~db/schema/identified';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;

const title = 'Stop recording our keystrokes and screens';
const question = 'Who could read the recordings, and since when?';
const rubbish = 'Nobody believes a word of what they say.';
const announced = 'The recordings are deleted on Friday';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, title, 0);
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const text = ({ page }: Visitor) => page.getByRole('main').innerText();

/** Writes a question, checks it with the twelve words of a key, and asks it. */
async function ask(visitor: Visitor, words: string, { entropy }: Colleague): Promise<void> {
  const { page, visit, check } = visitor;
  await visit(`/petitions/${petition}/questions/ask`);
  await page.getByLabel('Your question to leadership').fill(words);
  await page.getByRole('button', { name: 'Look at it once more' }).click();
  await page.getByText(words).waitFor();
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Use these words once' }).click();
  const send = page.getByRole('button', { name: 'Ask it as one of 12' });
  await send.waitFor();
  await check();
  await send.click();
  await page.getByText('Your question is on its way').waitFor();
  await check();
}

describe('a question to leadership', () => {
  test('is asked unseen on a phone: with advice on the words, a real proof, and no cookie', async () => {
    const visitor = await openVisitor(browser, house, { device: 'phone' });
    const { page } = visitor;
    await visitor.visit(`/petitions/${petition}`);
    await page.getByRole('link', { name: 'Ask one, unseen' }).click();
    await page.getByLabel('Your question to leadership').fill('Why?');
    await page.getByRole('button', { name: 'Look at it once more' }).click();
    await page.getByText('Please write at least 10 characters.').waitFor();
    await page.getByLabel('Your question to leadership').fill('As I told my manager on Monday: who reads it?');
    await page.getByText('This could tell who you are').waitFor();
    await visitor.check();
    await ask(visitor, question, nth(colleagues, 0));
    expect(visitor.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    const posted = visitor.requests.filter((request) => request.method() === 'POST');
    expect(posted.map((request) => new URL(request.url()).pathname)).toEqual(['/unseen/questions']);
    await visitor.leave();

    const other = await openVisitor(browser, house);
    await ask(other, rubbish, nth(colleagues, 1));
    await other.leave();
    // The log holds that the house is there, and nothing of what was asked or how.
    expect(house.server.log()).toContain('serving');
    expect(house.server.log()).not.toMatch(/recordings|questions|unseen/);
  });

  test('is shown to nobody before a moderator accepted it; a rejected one shows its reason and not its words', async () => {
    const reader = await openVisitor(browser, house, { javaScript: false, device: 'phone' });
    await house.publish();
    await reader.visit(`/petitions/${petition}/questions`);
    expect(await text(reader)).toContain('No question is open');
    const moderator = await openVisitor(browser, house);
    const { page } = moderator;
    await moderator.signIn(house.address('moderator'));
    await moderator.visit('/in/desk/moderation/questions');
    await page.getByRole('link', { name: question }).click();
    await page.getByRole('radio', { name: 'It meets the rules.' }).check();
    await moderator.check();
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page.getByRole('link', { name: rubbish }).click();
    await page.getByRole('radio', { name: 'It asks nothing that leadership could answer.' }).check();
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page
      .getByText(/Please write the reason in your words/)
      .first()
      .waitFor();
    await page.getByLabel('In your words').fill('There is no question in it.');
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page.getByText('Nothing waits').waitFor();
    await moderator.check();
    await moderator.leave();

    await reader.visit(`/petitions/${petition}/questions`);
    const shown = await text(reader);
    expect(shown).toContain(question);
    expect(shown).toContain('Waits for an answer');
    expect(shown).toContain('Support is shown from 3 colleagues up');
    expect(shown).toContain('1 question rejected, with the reasons');
    expect(await reader.page.content()).not.toContain(rubbish);
    await reader.visit(`/petitions/${petition}`);
    expect(await text(reader)).toContain('1 question, none answered yet.');
    await reader.leave();
  });

  test('is answered by leadership, and the answer is revised in the open, without a script', async () => {
    const leader = await openVisitor(browser, house, { javaScript: false });
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/leadership/questions');
    await page.getByRole('link', { name: question }).click();
    await page.getByLabel('Your answer').fill('Eleven people, since **April**.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await leader.check();
    await page.getByRole('button', { name: 'Publish the answer' }).click();
    await page.getByText('Revise it in the open').waitFor();
    await page.getByLabel('Your answer').fill('Twelve people, since **March**.');
    await page.getByLabel('Why it is revised').fill('We had left out the test in March.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('button', { name: 'Publish the revision' }).click();
    await page.getByText('Revised once').waitFor();
    await leader.leave();

    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit(`/petitions/${petition}/questions`);
    expect(await text(reader)).toContain('Twelve people, since March.');
    expect(await text(reader)).not.toContain('Waits for an answer');
    await reader.page.getByRole('link', { name: 'Revised once' }).click();
    await reader.page.getByText('We had left out the test in March.').waitFor();
    await reader.check();
    await reader.leave();
  });
});

describe('an announcement', () => {
  test('stands on a page, on the home page and in a feed, and goes to everybody by mail in the same words', async () => {
    const leader = await openVisitor(browser, house);
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/announcements');
    await page.getByLabel('Title').fill(announced);
    await page.getByLabel('What all staff should know').fill('All of them, on **every** laptop.');
    await page.getByLabel(/^About which petition/).selectOption({ label: title });
    await page.getByLabel('Send it by mail too, to everybody on the roster').check();
    await leader.check();
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('heading', { name: announced }).waitFor();
    await leader.check();
    await page.getByRole('button', { name: 'Announce it' }).click();
    await page.getByText('Revise it in the open').waitFor();
    const path = new URL(page.url()).pathname.replace('/in/desk', '');
    await leader.check();
    await leader.visit('/in/desk/announcements');
    expect(await page.getByLabel('Send it by mail too, to everybody on the roster').isDisabled()).toBe(true);
    await leader.leave();

    const people = await house.database.identified.select().from(person);
    const active = people.filter(({ status }) => status === 'active');
    const mails = await Promise.all(active.slice(0, 5).map(({ email }) => house.inbox.waitFor(email)));
    expect(new Set(mails.map((mail) => `${mail.subject}\n${mail.text}`)).size).toBe(1);
    expect(mails[0]?.subject).toBe(announced);
    expect(mails[0]?.text).toContain(`${house.server.url}${path}`);

    const reader = await openVisitor(browser, house, { javaScript: false, device: 'phone' });
    await reader.visit('/');
    await reader.page.getByRole('link', { name: announced }).click();
    expect(await text(reader)).toContain('All of them, on every laptop.');
    await reader.visit('/announcements');
    expect(await text(reader)).toContain(announced);
    await reader.leave();
    const feed = await fetch(`${house.server.url}/announcements.atom`);
    expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(await feed.text()).toContain(`<title type="text">${announced}</title>`);
  });
});
