import { inArray } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person } from '~db/schema/identified';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { othersSignIn } from '~tests/support/others-sign-in-units';
import { prepareToSign } from '~tests/support/signing-in-a-browser';
import { openVisitor } from '~tests/support/visitor';

const unit = 'Tidewater Instruments / Engineering / Storage';
const above = 'Tidewater Instruments / Engineering';

let house: JourneyHouse;
let browser: Browser;
let inUnit: Colleague[];
let elsewhere: Colleague[];
let petition: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  const colleagues = await enrolColleagues(house, 50);
  petition = await acceptedPetition(house, 'Stop recording our keystrokes and screens');
  await house.publish();
  const numbers = colleagues.map(({ personNumber }) => personNumber);
  const rows = await house.database.identified.select().from(person).where(inArray(person.personNumber, numbers));
  const there = new Set(rows.flatMap(({ personNumber, unitPath }) => (unitPath === unit ? [personNumber] : [])));
  inUnit = colleagues.filter(({ personNumber }) => there.has(personNumber));
  elsewhere = colleagues.filter(({ personNumber }) => !there.has(personNumber));
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

test('a signer names a unit on a phone; it is shown with the third, beside those who named none, and stays', async () => {
  await othersSignIn(house, petition, unit, inUnit.slice(1, 2));
  await othersSign(house, petition, elsewhere.slice(0, 3));
  const phone = await openVisitor(browser, house, { device: 'phone' });
  const { page } = phone;
  await prepareToSign(phone, petition, nth(inUnit, 0));
  // Its own unit and the one above it, each with its crowd; what it means is said once one is chosen.
  await page.getByText(`Yes: somebody in ${above}`, { exact: true }).waitFor();
  await page.getByText(`Yes: somebody in ${unit}`, { exact: true }).click();
  await page.getByText('It goes with a first signature only.').waitFor();
  await phone.check();
  await page.getByRole('button', { name: `Sign as one of ${String(inUnit.length)}` }).click();
  await page.getByText('You signed', { exact: true }).waitFor();
  expect(await page.getByRole('main').innerText()).toContain(`That it comes from ${unit} is shown once`);
  await phone.check();
  // Nothing that was asked for says which unit, and nothing had a cookie.
  expect(phone.requests.filter((request) => decodeURIComponent(request.url()).includes('Storage'))).toEqual([]);
  expect(phone.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
  await phone.leave();

  await house.publish();
  const reader = await openVisitor(browser, house, { device: 'phone' });
  const units = reader.page.locator('#units');
  const said = async () => {
    await reader.visit(`/petitions/${petition}`);
    return (await units.innerText()).replaceAll(/\s+/g, ' ');
  };
  expect(await said()).toContain('Nothing of that can be shown so far: a unit is shown once at least 3');
  await othersSignIn(house, petition, unit, inUnit.slice(2, 3));
  await house.publish();
  expect(await said()).toContain(`3 signatures come from ${unit}, as far as signers said so.`);
  await reader.check();

  // Another unit cannot be named later: the server refuses, and the page says that the first one stands.
  reader.expectFailure(/409/);
  await prepareToSign(reader, petition, nth(inUnit, 0));
  await reader.page.getByText(`Yes: somebody in ${above}`, { exact: true }).click();
  await reader.page.getByRole('button', { name: /^Sign as one of/ }).click();
  await reader.page.getByText('Your key named another unit here before').waitFor();
  await reader.leave();
});
