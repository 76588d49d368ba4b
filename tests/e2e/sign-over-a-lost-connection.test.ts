import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { prepareToSign } from '~tests/support/signing-in-a-browser';
import { openVisitor } from '~tests/support/visitor';
import { waitingAction } from '~db/schema/anonymous';

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

describe('signing where the connection is lost after the signature arrived', () => {
  test('says that it is not known, and trying again gives the very receipt that was lost: one signature', async () => {
    const visitor = await openVisitor(browser, house, { device: 'phone' });
    const { page } = visitor;
    visitor.expectFailure(/ERR_/);
    const lost: string[] = [];
    await page.route('**/unseen/signatures', async (route) => {
      // It reaches the server; its answer reaches nobody.
      const answer = await route.fetch();
      lost.push(await answer.text());
      await route.abort('connectionreset');
    });
    await prepareToSign(visitor, petition, nth(colleagues, 0));
    await page.getByRole('button', { name: /^Sign as one of/ }).click();
    await page.getByText('The connection was lost').waitFor();
    await visitor.check();
    expect(lost).toHaveLength(2);
    expect(await house.database.anonymous.select().from(waitingAction)).toHaveLength(1);

    await page.unroute('**/unseen/signatures');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('You signed', { exact: true }).waitFor();
    await page.getByText('Your signature receipt').click();
    const receipt = await page.locator('.receipt__note').textContent();
    expect(lost.map((answer) => (JSON.parse(answer) as { receipt: string }).receipt)).toEqual([receipt, receipt]);
    expect(await house.database.anonymous.select().from(waitingAction)).toHaveLength(1);
    await visitor.check();
    await visitor.leave();
  });
});
