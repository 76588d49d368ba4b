import { asc } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishAnnouncement } from '~/features/published/announcements/publish-announcement.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import type { ResponseText } from '~/features/published/responses/response';
import { demoCompany } from '~/platform/environment';
import { dayOf } from '~/platform/clock';
import { demoSettings } from '~/platform/settings';
import { petitionOrganizer } from '~db/schema/identified';
import { figure } from '~db/schema/published';
import { statementRevision } from '~db/schema/published-statements';
import { holderOf } from '~db/seed/demo-roster';
import { inTransaction } from '~db/transaction';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petition: string;
let announced: string;

const title = 'Say what was done with our keystrokes';
const settings = demoSettings(demoCompany);
const authorName = 'Lena Leader';
const response: ResponseText = {
  body: 'The data is **tightly controlled**, and it always was.',
  items: [{ answer: 'declined', reason: 'We record no more than we need.' }, null],
};

async function respond(base: number, text: ResponseText, day: string, reason: string) {
  await inTransaction(house.database.identified, async (tx) => {
    const said = { petitionId: petition, base, text, authorName, reason, day };
    await appendEntry(tx, await publishResponse({ tx, settings }, said));
  });
}

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  petition = await acceptedPetition(house, title);
  const { identified, published } = house.database;
  const { personNumber } = holderOf('organizer');
  await identified.insert(petitionOrganizer).values({ petitionId: petition, personNumber });
  await house.publish();
  await published.insert(figure).values({ petitionId: petition, day: dayOf(house.now()), signers: 40 });
  await respond(0, response, '2026-05-03', '');
  announced = await inTransaction(identified, async (tx) => {
    const words = { title: 'What happened to the data', body: 'We found that access lists were misconfigured.' };
    const said = { ...words, petitionId: null, mailed: false, authorName, day: '2026-07-09' };
    const { id, entry } = await publishAnnouncement(tx, said);
    await appendEntry(tx, entry);
    return id;
  });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const words = 'In May all was well. In July anybody could read it.';

describe('an organizer who read both', () => {
  test('links what was said in May with what was said in July, word for word', async () => {
    const organizer = await openVisitor(browser, house);
    const { page } = organizer;
    organizer.expectFailure(/status of 400/);
    await organizer.signIn(house.address('organizer'));
    await organizer.visit(`/in/desk/organizer/${petition}`);
    await page.getByRole('link', { name: 'Statements that contradict each other' }).click();
    await page.getByLabel('One statement').selectOption(`response/${petition}/1`);
    await page.getByLabel(/The address of its page/).fill(`${house.server.url}/statements/announcement/${announced}`);
    await organizer.check();
    await page.getByRole('button', { name: 'Show what they say' }).click();

    const [may, july] = [page.getByLabel('Its words, copied from above').first(), page.getByLabel('Its words').last()];
    await may.fill('loosely controlled');
    await july.fill('access lists were misconfigured');
    await page.getByLabel('How they contradict each other').fill(words);
    await organizer.check();
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page
      .getByText(/These words do not stand there/)
      .first()
      .waitFor();
    await organizer.check();
    await may.fill('tightly controlled');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('heading', { name: 'As everybody will read it' }).waitFor();
    await organizer.check();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('heading', { name: 'Linked by you' }).waitFor();
    await organizer.check();
    await organizer.leave();
  });

  test('everybody reads it on the petition and on both statements’ pages, with every revision, on a phone', async () => {
    await respond(
      1,
      { ...response, body: 'The data was **loosely controlled**.' },
      '2026-07-20',
      'We looked, and it was not.',
    );
    const reader = await openVisitor(browser, house, { device: 'phone' });
    const { page } = reader;
    const pages = [
      `/petitions/${petition}`,
      `/statements/response/${petition}`,
      `/statements/announcement/${announced}`,
    ];
    for (const path of pages) {
      await reader.visit(path);
      const text = (await page.getByRole('listitem').filter({ hasText: words }).innerText()).replace(/\s+/g, ' ');
      expect(text, path).toMatch(
        /On 3 May: “?tightly controlled”?\..*On 9 July: “?access lists were misconfigured”?\./,
      );
    }
    await reader.visit(`/petitions/${petition}`);
    await page.getByText('No answer yet').waitFor();
    await page.getByRole('link', { name: 'Revised once' }).click();
    await page.getByRole('heading', { name: 'Revision 2' }).waitFor();
    await reader.check();
    await page.getByText('We looked, and it was not.').waitFor();
    expect(await page.locator('ins').allInnerTexts()).not.toEqual([]);
    // What was linked stands in the first revision, and leads there.
    await page.getByRole('link', { name: '3 May' }).click();
    await page.waitForURL('**#revision-1');
    const missing = await page.request.get(`${house.server.url}/statements/response/${petition}-other`);
    expect(missing.status()).toBe(404);
    await reader.leave();
  });

  test('takes it back with a reason, without JavaScript; it stays to be read', async () => {
    const organizer = await openVisitor(browser, house, { device: 'phone', javaScript: false });
    const { page } = organizer;
    await organizer.signIn(house.address('organizer'));
    // The whole way without a script: choose, look at both.
    await organizer.visit(`/in/desk/organizer/${petition}/contradictions`);
    await page.getByLabel('One statement').selectOption(`announcement/${announced}/1`);
    await page.getByLabel('The other').selectOption(`response/${petition}/2`);
    await page.getByRole('button', { name: 'Show what they say' }).click();
    await page.getByLabel('Its words').first().fill('access lists were misconfigured');
    await page.getByLabel('Its words').last().fill('loosely controlled');
    await page.getByLabel('How they contradict each other').fill('They say the same, after all.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('heading', { name: 'As everybody will read it' }).waitFor();
    await organizer.check();

    await page.getByText('Take it back', { exact: true }).click();
    await page.getByLabel('Why you take it back').fill('They were about different data.');
    await page.getByRole('button', { name: 'Take it back in public' }).click();
    await page.getByText('They were about different data.').waitFor();
    await organizer.check();
    await organizer.visit(`/petitions/${petition}`);
    await page.getByText('Taken back', { exact: true }).waitFor();
    await page.getByText('They were about different data.').waitFor();
    await organizer.leave();
  });

  test('cannot change what was said, nor can anybody, by any method', async () => {
    const { kind, revision } = statementRevision;
    const published = () => house.database.published.select().from(statementRevision).orderBy(asc(kind), asc(revision));
    const before = await published();
    expect(before).toHaveLength(3);
    const leader = await openVisitor(browser, house);
    await leader.signIn(house.address('leadership'));
    const cookie = (await leader.context.cookies(`${house.server.url}/in/me`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const paths = [
      ...['statements', 'in/statements', 'unseen/statements', 'published/statements'].flatMap((path) => [
        `${path}/response/${petition}`,
        `${path}/response/${petition}/1`,
        `${path}/announcement/${announced}`,
      ]),
      `petitions/${petition}`,
      `statements/response/${petition}?_data=routes%2Fstatement`,
      `statements/response/${petition}.data`,
    ];
    for (const path of paths) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        for (const headers of [{}, { Cookie: cookie, Origin: house.server.url }]) {
          const body = new URLSearchParams({ body: 'We never said so.', revision: '1', act: 'delete' });
          const answer = await fetch(`${house.server.url}/${path}`, { method, headers, body, redirect: 'manual' });
          expect(answer.status, `${method} ${path}`).toBeGreaterThanOrEqual(300);
        }
      }
    }
    expect(await published()).toEqual(before);
    await leader.leave();
  });
});
