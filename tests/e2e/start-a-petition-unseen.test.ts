import type { Browser, Page } from 'playwright-core';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entropyToWords } from '~/crypto/words';
import { addDays, dayOf, minute } from '~/platform/clock';
import { petition } from '~db/schema/published';
import { petitionEnding } from '~db/schema/published-organizing';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openReporter } from '~tests/support/raising-in-a-browser';
import { openVisitor, type Visitor } from '~tests/support/visitor';

/** Between two publications of the demo. */
const slot = 5000;

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let words: string[];
let id: string;

const title = 'Stop recording the screens of the night shift';
const demand = 'Switch the recording off on every laptop.';
const news = 'Leadership meets the night shift on **Thursday**.';
const why = 'The recording was switched off on Friday.';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const main = ({ page }: Visitor) => page.getByRole('main').innerText();
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Opens the petition with its twelve words, on a device that has never seen it. */
async function openMine(device: 'phone' | 'laptop' = 'laptop'): Promise<Visitor> {
  const organizer = await openReporter(browser, house, { device });
  await organizer.visit('/petitions/mine');
  await organizer.page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(organizer.page, 'Open my petition');
  await heading(organizer.page, title);
  return organizer;
}

/** A publication, and the minute after it, in which acts of unknown organizers take effect. */
async function publishAndSettle(): Promise<void> {
  await house.publish();
  await house.moveClock(minute);
}

async function moderate(reason: string, said: string): Promise<void> {
  const moderator = await openVisitor(browser, house);
  const { page } = moderator;
  await moderator.signIn(house.address('moderator'));
  await moderator.visit(`/in/desk/moderation/${id}`);
  expect(await main(moderator)).toContain('Started by a verified employee');
  await page.getByRole('radio', { name: reason }).check();
  if (said !== '') await page.getByLabel('In your words').fill(said);
  await page.getByRole('button', { name: 'Publish this decision' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
  await moderator.leave();
}

describe('a petition of somebody unknown', () => {
  test('is written on a phone, survives a reload, gets its words, and is sent with a real proof and no cookie', async () => {
    const organizer = await openReporter(browser, house);
    const { page, check } = organizer;
    await organizer.visit('/petitions/start');
    await page.getByLabel('What is to be done?').fill('Too short');
    await press(page, 'Save and continue');
    await page.getByText('Please write at least 10 characters.').first().waitFor();
    await page.getByLabel('What is to be done?').fill(title);
    await press(page, 'Save and continue');
    await heading(page, 'What we ask');
    await check();
    await page.getByLabel('Demand 1', { exact: true }).fill(demand);
    await press(page, 'Save and continue');
    await heading(page, 'Background and closing day');
    // Closed and opened again: the draft is on the device.
    await organizer.visit('/petitions/start');
    await expect.poll(() => page.getByLabel('What is to be done?').inputValue()).toBe(title);
    await press(page, 'Save and continue');
    await press(page, 'Save and continue');
    await heading(page, 'Background and closing day');
    await page.getByLabel('Background').fill('As I told my manager on Monday, nobody was asked.');
    await page.getByText('This could tell who you are').waitFor();
    await check();
    await page.getByLabel('Background').fill('Nobody was asked.');
    await page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await press(page, 'Save and continue');
    await heading(page, 'How it runs');
    await check();
    await press(page, 'Save and continue');
    await heading(page, 'Check it');
    expect(await main(organizer)).toContain('Started by a verified employee');
    await check();
    await press(page, 'Make the words of this petition');
    await heading(page, 'Keep its words');
    words = await page.getByRole('list', { name: 'The words of this petition' }).getByRole('listitem').allInnerTexts();
    expect(words).toHaveLength(12);
    await check();
    await press(page, 'I have kept them');
    for (const field of await page.getByLabel(/^Word \d+$/).all()) {
      const place = Number(/\d+/.exec((await field.getAttribute('name')) ?? '')?.[0]);
      await field.fill(nth(words, place));
    }
    await press(page, 'Go on');
    await heading(page, 'Send it');
    await press(page, 'I have my twelve words');
    await page.getByLabel('Your twelve words').fill(entropyToWords(nth(colleagues, 0).entropy));
    await press(page, 'Use these words once');
    await check();
    await press(page, 'Send it as one of 12');
    await page.getByText('Your petition is on its way').waitFor();
    await check();

    const posted = organizer.requests.filter((request) => request.method() === 'POST');
    expect(posted.map((request) => new URL(request.url()).pathname)).toEqual(['/unseen/petitions']);
    for (const request of posted) {
      const headers = await request.allHeaders();
      expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
    }
    const kept = await page.evaluate(async () => {
      const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
      const databases = await indexedDB.databases();
      for (const { name = '' } of databases) {
        const database = await new Promise<IDBDatabase>((done, fail) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            done(opening.result);
          };
          opening.onerror = () => {
            fail(new Error(name));
          };
        });
        for (const store of database.objectStoreNames) {
          const all = database.transaction(store).objectStore(store).getAll();
          stores.push(JSON.stringify(await new Promise((done) => (all.onsuccess = () => done(all.result))))); // prettier-ignore
        }
        database.close();
      }
      return stores.join();
    });
    expect(kept).not.toContain(title);
    expect(kept).not.toMatch(new RegExp(`"(?:${words.join('|')})"`));
    await organizer.leave();
    expect(house.server.log()).not.toMatch(/screens|unseen|night shift/);
  });

  test('is sent back with a reason, which its words show; a new text goes in by the next publication', async () => {
    const early = await openMine('phone');
    await early.page.getByText('On its way').waitFor();
    await early.leave();
    await publishAndSettle();
    const [row] = await house.database.published.select().from(petition).where(eq(petition.title, title));
    id = row?.id ?? '';
    await moderate('It is not clear what leadership is asked to do.', 'Say which laptops.');

    const organizer = await openMine('phone');
    const { page, check } = organizer;
    await page.getByText('Say which laptops.').waitFor();
    await check();
    await page.getByLabel('Demand 1', { exact: true }).fill(`${demand} All 40 of them.`);
    await press(page, 'Send it in anew');
    await page.getByText('Your new text, for the moderators').waitFor();
    await check();
    await organizer.leave();
    await publishAndSettle();
    await expect.poll(async () => (await house.database.published.select().from(petition).where(eq(petition.id, id)))[0]?.state, { timeout: 20_000 }).toBe('waiting'); // prettier-ignore
    await moderate('It meets the rules.', '');
    await publishAndSettle();
    const reader = await openVisitor(browser, house, { javaScript: false });
    await reader.visit(`/petitions/${id}`);
    const shown = await main(reader);
    expect(shown).toContain('Started by a verified employee');
    expect(shown).toContain('All 40 of them.');
    await reader.leave();
  });

  test('posts news and ends with a reason, both by the words alone', async () => {
    const organizer = await openMine();
    const { page, check } = organizer;
    await page.getByText('Open since').waitFor();
    await check();
    await page.getByLabel('News for everybody who follows this petition').fill(news);
    await page.getByRole('button', { name: 'Look at it first' }).first().click();
    await press(page, 'Post it with the next publication');
    await page.getByText('News: “Leadership meets').waitFor();
    await publishAndSettle();
    await press(page, 'Look again');
    await page.getByText('News: “Leadership meets').waitFor({ state: 'detached' });
    await page.getByText('End it before its day').click();
    await page.getByLabel('Why it ends').fill(why);
    await page.getByRole('button', { name: 'Look at it first' }).last().click();
    await press(page, 'Retire it for good');
    await page.getByText('The end of this petition').waitFor();
    await check();
    // What ends with one publication is closed by the next: between the two something is always due.
    await house.moveClock(slot);
    const ended = async () => (await house.database.published.select().from(petitionEnding)).length;
    await expect.poll(ended, { timeout: 20_000 }).toBe(1);
    await press(page, 'Look again');
    await page.getByText('It was retired').waitFor();
    await organizer.leave();
    await house.publish();

    const reader = await openVisitor(browser, house, { javaScript: false, device: 'phone' });
    await reader.visit(`/petitions/${id}`);
    const shown = await main(reader);
    expect(shown).toContain('Leadership meets the night shift on Thursday.');
    expect(shown).toContain(why);
    await reader.leave();
    const again = await openMine();
    await again.page.getByText('Closed on').waitFor();
    await again.leave();
    expect(house.server.log()).not.toMatch(/screens|unseen|night shift/);
  });
});
