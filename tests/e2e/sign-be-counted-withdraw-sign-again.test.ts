import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { prepareToSign, signInABrowser } from '~tests/support/signing-in-a-browser';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, 'Stop recording our keystrokes and screens');
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('signing unseen', () => {
  test('three people sign on their phones; below the critical mass nothing is shown, then all of it', async () => {
    for (const index of [0, 1]) {
      const visitor = await openVisitor(browser, house, { device: 'phone' });
      await signInABrowser(visitor, petition, nth(colleagues, index));
      await visitor.check();
      expect(visitor.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
      await visitor.leave();
    }
    await house.publish();
    const reader = await openVisitor(browser, house);
    await reader.visit(`/petitions/${petition}`);
    expect(await reader.page.getByRole('main').innerText()).toMatch(/counting starts at 3/i);

    const third = await openVisitor(browser, house, { device: 'phone' });
    await signInABrowser(third, petition, nth(colleagues, 2));
    await third.leave();
    await house.publish();
    await reader.visit(`/petitions/${petition}`);
    expect(await reader.page.getByRole('img', { name: /^3 signatures/ }).count()).toBeGreaterThan(0);
    await reader.leave();
  });

  test('one of them withdraws, is no longer counted, signs again, is counted again, and sees that under “My key”', async () => {
    await othersSign(house, petition, [nth(colleagues, 3)]);
    await house.publish();
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.visit(`/petitions/${petition}`);
    await page.getByRole('img', { name: /^4 signatures/ }).waitFor();

    await prepareToSign(visitor, petition, nth(colleagues, 0));
    await page.getByText('I signed earlier and want to withdraw').click();
    await page.getByRole('button', { name: 'Withdraw my signature' }).click();
    await page.getByText('You withdrew your signature', { exact: true }).waitFor();
    await visitor.check();
    await house.publish();
    await visitor.visit(`/petitions/${petition}`);
    await page.getByRole('img', { name: /^3 signatures/ }).waitFor();

    await prepareToSign(visitor, petition, nth(colleagues, 0));
    await page.getByRole('button', { name: /^Sign as one of/ }).click();
    await page.getByText('You signed and withdrew before').waitFor();
    await visitor.check();
    await page.getByRole('button', { name: 'Sign again' }).click();
    await page.getByText('You signed', { exact: true }).waitFor();
    await house.publish();

    // The key is open in this page's memory only, so no new document may be loaded.
    await page.getByRole('link', { name: 'My key' }).first().click();
    await page.getByRole('button', { name: 'Show what this key signed' }).click();
    await page.getByText('Signed, counted').waitFor();
    await visitor.check();
    await visitor.visit(`/petitions/${petition}`);
    await page.getByRole('img', { name: /^4 signatures/ }).waitFor();
    await visitor.leave();
  });
});
