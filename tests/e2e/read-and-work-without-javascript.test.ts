import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '~/platform/clock';
import { demoRosterFile } from '~db/seed/demo-roster';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;

const title = 'Stop recording our keystrokes and screens';
const withoutScripts = { javaScript: false } as const;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, title);
  await house.publish();
  await othersSign(house, petition, colleagues.slice(0, 7));
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('without JavaScript', () => {
  test('everything can be read: home, list, search, petition, safety, promise, help; signing says why it cannot', async () => {
    const reader = await openVisitor(browser, house, { ...withoutScripts, device: 'phone' });
    const { page } = reader;
    await reader.visit('/');
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    expect(await page.getByRole('img', { name: /^7 signatures/ }).count()).toBeGreaterThan(0);
    await reader.check();

    await reader.visit('/petitions');
    await page.getByLabel('Search petitions').fill('keystroke');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: title }).waitFor();
    await page.getByLabel('Search petitions').fill('canteen');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('Nothing was found for “canteen”').waitFor();

    for (const path of [
      ...['/safety', '/promise', '/help', '/petitions/rules', '/petitions?show=rejected'],
      ...['/answers', '/answers/units'],
    ]) {
      await reader.visit(path);
      expect((await page.getByRole('main').innerText()).length).toBeGreaterThan(100);
    }
    for (const [path, what] of [
      [`/petitions/${petition}/sign`, 'Signing'],
      ['/my-key', 'Using your key'],
      ['/enrol', 'Enrolling'],
    ] as const) {
      await reader.visit(path);
      // By its element: searches for text look into no noscript.
      const plainly = page.locator('noscript .notice__title');
      await plainly.waitFor();
      expect(await plainly.innerText()).toBe(`${what} needs JavaScript`);
      const dead = page.getByRole('main').getByRole('button');
      for (const button of await dead.all()) expect(await button.isVisible()).toBe(false);
    }
    await page.getByRole('link', { name: 'Leave quickly' }).click();
    await page.getByRole('heading', { name: 'Conversion tables' }).waitFor();
    await reader.leave();
  });

  test('the forms of the staff work: sign-in, a draft, moderation, an answer, a roster', async () => {
    const author = await openVisitor(browser, house, withoutScripts);
    const written = 'Tell us who could read the recordings';
    await author.signIn(house.address('employee'));
    await author.visit('/in/petitions/new');
    await author.page.getByLabel('What is to be done?').fill(written);
    await author.page.getByRole('button', { name: 'Save and continue' }).click();
    await author.page.getByLabel('Demand 1').fill('Publish who could open the tables, and who did.');
    await author.page.getByRole('button', { name: 'Save and continue' }).click();
    await author.page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 1));
    await author.page.getByRole('button', { name: 'Save and continue' }).click();
    await author.page.getByText(/^Please look at this again/).waitFor();
    await author.page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await author.page.getByRole('button', { name: 'Save and continue' }).click();
    await author.page.getByText('From how many signatures on is it counted?').waitFor();
    await author.page.getByRole('button', { name: 'Save and continue' }).click();
    await author.page.getByRole('button', { name: 'Send it in' }).click();
    await author.page.getByText('A moderator will read it').waitFor();
    author.expectFailure(/status of 400/);
    await author.leave();

    const moderator = await openVisitor(browser, house, withoutScripts);
    await moderator.signIn(house.address('moderator'));
    await moderator.visit('/in/desk/moderation');
    await moderator.page.getByRole('link', { name: written }).click();
    await moderator.page.getByRole('button', { name: 'Publish this decision' }).click();
    await moderator.page.getByText(/^Please look at this again/).waitFor();
    await moderator.page.getByRole('radio', { name: 'It meets the rules.' }).check();
    await moderator.page.getByRole('button', { name: 'Publish this decision' }).click();
    await moderator.page.waitForURL('**/in/desk/moderation');
    moderator.expectFailure(/status of 400/);
    await moderator.leave();

    const leader = await openVisitor(browser, house, withoutScripts);
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/leadership');
    await leader.page.getByRole('link', { name: title }).first().click();
    await leader.page.getByRole('button', { name: 'Write the answer' }).click();
    for (const answer of await leader.page.getByRole('radio', { name: 'Declined' }).all()) await answer.check();
    for (const reason of await leader.page.getByLabel('The reason for it').all())
      await reason.fill('The law obliges us to keep them until spring.');
    await leader.page.getByRole('button', { name: 'Save and look at it' }).click();
    await leader.page.getByText('As everybody will read it').waitFor();
    await leader.page.getByRole('navigation', { name: 'The draft' }).getByRole('link', { name: 'Publish' }).click();
    await leader.page.getByRole('button', { name: 'Publish the answer' }).click();
    await leader.page.getByRole('heading', { name: 'The response' }).waitFor();
    await leader.leave();

    const administrator = await openVisitor(browser, house, withoutScripts);
    await administrator.signIn(house.address('administrator'));
    await administrator.visit('/in/admin/roster');
    const buffer = Buffer.from(demoRosterFile().replace('Xin Yang', 'Xin Yang-Meyer'));
    await administrator.page
      .getByLabel('Roster file')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await administrator.page.getByRole('button', { name: 'Show what would change' }).click();
    await administrator.page.getByText('Xin Yang-Meyer', { exact: true }).waitFor();
    await administrator.page.getByRole('button', { name: 'Apply to the roster' }).click();
    await administrator.page.getByText('0 people joined, 0 left, 1 changed.').waitFor();

    await administrator.visit('/in/admin/calendar');
    const day = await administrator.page.getByLabel('Day', { exact: true }).getAttribute('min');
    await administrator.page.getByLabel('Day', { exact: true }).fill(day ?? '');
    await administrator.page.getByLabel('What it is called').fill('Founders’ Day');
    await administrator.page.getByRole('button', { name: 'Enter it' }).click();
    await administrator.page.getByText('Entered, and the ledger says so.').waitFor();
    await administrator.check();
    await administrator.visit('/answers');
    await administrator.page.getByRole('listitem').filter({ hasText: 'Founders’ Day' }).waitFor();
    await administrator.leave();
  });
});
