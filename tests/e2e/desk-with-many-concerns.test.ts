import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '~tests/support/chromium';
import { fileMany, handlerWithWords, openFilledDesk, type FilledDesk } from '~tests/support/filled-desk';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openReporter } from '~tests/support/raising-in-a-browser';

/* The small form of `npm run heavy -- desk`, which has a thousand. */
const concerns = 52;

let house: JourneyHouse;
let browser: Browser;
let handler: FilledDesk;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  handler = await handlerWithWords(house);
  await fileMany(house, handler, concerns);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

test.each(['laptop', 'phone'] as const)('a desk of several pages, on a %s', async (device) => {
  const visitor = await openReporter(browser, house, { device });
  const { page } = visitor;
  await openFilledDesk(visitor, handler);
  // Opened in workers, in requests of twenty.
  expect(page.workers().length).toBeGreaterThan(0);
  expect(visitor.requests.filter((request) => request.url().endsWith('/handling/list'))).toHaveLength(3);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('heading', { name: `${String(concerns)} concerns` }).waitFor();
  await visitor.check();
  expect(await page.locator('.desk-list > li').count()).toBe(50);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Page 2 of 2').waitFor();
  expect(await page.locator('.desk-list > li').count()).toBe(2);
  await page.getByLabel('Search what was written').fill('"number 7."');
  await page.getByRole('heading', { name: '1 concern', exact: true }).waitFor();
  await page.getByRole('link', { name: /./ }).and(page.locator('.desk-list__title a')).click();
  await page.getByText('Number 7.').waitFor();
  await visitor.check();
  await page.goBack();
  // Back to where one was: the search still stands.
  await page.getByRole('heading', { name: '1 concern', exact: true }).waitFor();
  await visitor.leave();
});
