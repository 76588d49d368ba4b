import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { concernScope } from '~/crypto/semaphore/statement';
import { demoCompany } from '~/platform/environment';
import { concernChunk, concernSlot } from '~db/schema/anonymous-concerns';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { letInHandlers, publishProgramme, type JourneyHandler } from '~tests/support/journey-handlers';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openMine, openReporter, sendInBrowser, tellInBrowser } from '~tests/support/raising-in-a-browser';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let handlers: JourneyHandler[];

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  handlers = await letInHandlers(house, ['Hana Okafor']);
  await publishProgramme(house, 'keystrokes', { name: 'Keystroke recording' });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const chunkAddress = /\/unseen\/concerns\/chunks\//;
/** Eight megabytes of text, no two lines alike. */
const text = Buffer.from(randomBytes(4_000_000).toString('hex'));
const arrivesBefore = 4;
/** Proofs, eight megabytes and a check of every page, on a machine that does other things too. */
const journeyMs = 180_000;

test(
  'an upload that is cut off goes on after a reload, without words and without key, with what is missing',
  async () => {
    const reporter = await openReporter(browser, house);
    const { page, check } = reporter;
    reporter.expectFailure(/ERR_/);
    const words = await tellInBrowser(
      reporter,
      {
        programme: 'Keystroke recording',
        kind: 'A leak',
        what: 'The log is attached.',
        files: [{ name: 'log.txt', mimeType: 'text/plain', buffer: text }],
      },
      nth(colleagues, 0),
    );
    // After some chunks the connection is gone.
    const arrived: string[] = [];
    await page.route(chunkAddress, async (route) => {
      if (arrived.length >= arrivesBefore) return route.abort('internetdisconnected');
      arrived.push(route.request().url());
      return route.continue();
    });
    await sendInBrowser(reporter, words);
    await page.getByText('A concern has not been sent whole').waitFor();
    await check();
    const before = await house.database.anonymous.$count(concernChunk);
    expect(before).toBe(arrivesBefore);
    expect(await nth(handlers, 0).list()).toEqual([]);

    // To everybody it does not exist yet, to its own words neither.
    const elsewhere = await openReporter(browser, house);
    await openMine(elsewhere, words);
    await elsewhere.page.getByText('There is nothing under these words').waitFor();
    await elsewhere.leave();

    await page.unroute(chunkAddress);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (chunkAddress.test(request.url())) sent.push(request.url());
    });
    await reporter.visit('/concerns');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('All of it has arrived').waitFor();
    await check();
    const all = await house.database.anonymous.$count(concernChunk);
    expect(all).toBeGreaterThanOrEqual(9);
    expect(sent).toHaveLength(all - before);
    expect(sent.filter((url) => arrived.includes(url))).toEqual([]);

    const [concern] = await nth(handlers, 0).list();
    if (!concern) throw new Error('nothing arrived');
    expect(Buffer.from(await nth(handlers, 0).readFile(concern, 0, 1)).equals(text)).toBe(true);
    await reporter.visit('/concerns');
    expect(await page.getByText('has not been sent whole').count()).toBe(0);
    await reporter.leave();
  },
  journeyMs,
);

test(
  'where every slot of the day is used, another is tried each time, and then it is said in plain words',
  async () => {
    const colleague = nth(colleagues, 1);
    const day = house.now().toISOString().slice(0, 10);
    const use = async (slot: number) => {
      const scope = concernScope(demoCompany.organisation, day, slot);
      const nullifier = toBytes32(identityFromEntropy(colleague.entropy).nullifier(scope));
      await house.database.anonymous.insert(concernSlot).values({ day, nullifier });
    };
    // Two on other devices: this one does not know, and finds the third.
    await use(0);
    await use(2);
    const reporter = await openReporter(browser, house);
    const { page, check } = reporter;
    reporter.expectFailure(/409/);
    const concern = { programme: 'One that is not listed', kind: 'Something else', what: 'This is the third.' };
    const raise = async () => sendInBrowser(reporter, await tellInBrowser(reporter, concern, colleague));
    const before = (await nth(handlers, 0).list()).length;
    await raise();
    await page.getByText('Your concern has arrived', { exact: true }).waitFor();
    expect(await nth(handlers, 0).list()).toHaveLength(before + 1);
    expect(await house.database.anonymous.$count(concernSlot, eq(concernSlot.day, day))).toBeGreaterThanOrEqual(3);

    await raise();
    await page.getByText('This key has raised three concerns today', { exact: true }).waitFor();
    await check();
    // What was written is still there, to be copied.
    await page.getByRole('button', { name: 'Back to what I wrote' }).click();
    await page.getByText('This is the third.').waitFor();
    expect(await nth(handlers, 0).list()).toHaveLength(before + 1);
    await reporter.leave();
  },
  journeyMs,
);
