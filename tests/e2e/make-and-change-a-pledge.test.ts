import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { publishResponse } from '~/features/published/responses/publish-response.server';
import { addDays, dayLength, dayOf } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { figure } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petitionId: string;

const title = 'Stop recording our keystrokes and screens';
const promise = 'The logger is switched off on every laptop.';
const withoutScripts = { javaScript: false } as const;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  petitionId = await acceptedPetition(house, title);
  await house.publish();
  await respond();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Leadership's response, as its desk publishes it. */
async function respond(): Promise<void> {
  const { identified, published } = house.database;
  const day = dayOf(house.now());
  await published.insert(figure).values({ petitionId, day, signers: 12 });
  const item = { answer: 'accepted', reason: 'We switch it off.' } as const;
  const text = { body: 'Thank you for asking.', items: [item, item] };
  const said = { authorName: 'Liv Leadership', reason: '', day };
  await inTransaction(identified, async (tx) => {
    const settings = demoSettings(demoCompany);
    await appendEntry(tx, await publishResponse({ tx, settings }, { petitionId, base: 0, text, ...said }));
  });
}

const inDays = (days: number) => addDays(dayOf(house.now()), days);
const lookAndPublish = async (page: Page, publish: string) => {
  await page.getByRole('button', { name: 'Look at it first' }).click();
  await page.getByRole('heading', { name: /as everybody will read it/i }).waitFor();
  await page.getByRole('button', { name: publish }).click();
  await page.waitForURL(/\/pledges\/[a-z2-7]{26}$/);
};

describe('without JavaScript', () => {
  test('a leader makes a pledge and changes it, and everybody can read what it says and what it said', async () => {
    const leader = await openVisitor(browser, house, withoutScripts);
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/pledges');
    await page.getByText('No pledge is open').waitFor();
    await page.getByRole('link', { name: title }).click();
    await page.getByLabel('The promise, in one sentence').fill(promise);
    await page.getByLabel('How one will see that it is done').fill('No process of that name runs any more.');
    await page.getByLabel('Something stops').check();
    await page
      .getByLabel('Who answers for it')
      .selectOption({ label: 'Liv Leadership, Tidewater Instruments / Operations / Support' });
    await page.getByLabel('Due on').fill(inDays(-1));
    await page.getByLabel('Milestone 1', { exact: true }).fill('A pilot in one office');
    await page.getByLabel('Day of milestone 1').fill(inDays(10));
    await page.getByRole('button', { name: 'Look at it first' }).click();
    // Refused, in words, and nothing that was written is lost.
    leader.expectFailure(/status of 400/);
    await page.getByText('The day on which it is due is over already').first().waitFor();
    expect(await page.getByLabel('The promise, in one sentence').inputValue()).toBe(promise);
    expect(await page.getByLabel('Something stops').isChecked()).toBe(true);
    await leader.check();
    const firstDue = inDays(30);
    await page.getByLabel('Due on').fill(firstDue);
    await lookAndPublish(page, 'Make this pledge');
    await page.getByRole('heading', { name: promise, level: 1 }).waitFor();
    const path = new URL(page.url()).pathname;
    await leader.check();

    await leader.visit('/in/desk/pledges');
    await page.getByRole('link', { name: promise }).click();
    await page.getByLabel('Due on').fill(inDays(40));
    await page.getByLabel('What evidence 1 shows').fill('The change ticket');
    await page.getByLabel('Address of evidence 1').fill('https://tickets.example/1');
    await page.getByLabel('Why it is changed').fill('The vendor needs ten more days.');
    await page.getByLabel('Status').selectOption('In progress');
    await lookAndPublish(page, 'Publish the change');

    const reader = await openVisitor(browser, house, { ...withoutScripts, device: 'phone' });
    await reader.visit('/pledges');
    const main = reader.page.getByRole('main');
    expect(await main.innerText()).toContain('In progress, due in 40 days');
    await reader.page.getByRole('link', { name: promise }).first().click();
    await reader.check();
    const said = (await main.innerText()).replaceAll(/\s+/g, ' ');
    expect(said).toContain('first promised for');
    expect(said).toContain('The change ticket (tickets.example)');
    expect(said).toContain('A pilot in one office');
    await reader.page.getByRole('link', { name: 'Revised once' }).click();
    await reader.page.getByText('The vendor needs ten more days.').first().waitFor();
    await reader.visit(`/petitions/${petitionId}`);
    expect(await reader.page.locator('#pledges').innerText()).toContain(promise);

    // The day goes by, and nobody says anything: the calendar does.
    await house.moveClock(42 * dayLength);
    await reader.visit('/pledges');
    await reader.page.getByLabel('Which pledges').selectOption('Overdue');
    await reader.page.getByRole('button', { name: 'Show' }).click();
    await reader.page.waitForURL(/show=overdue/);
    expect(await main.innerText()).toContain('In progress, overdue by 2 days');
    await reader.leave();

    // The session is over by now, as every session is in a day.
    await leader.signIn(house.address('leadership'));
    await leader.visit(`/in/desk${path}`);
    await page.getByLabel('Status').selectOption('Broken');
    await page.getByLabel('Why it is changed').fill('The vendor never delivered it.');
    await lookAndPublish(page, 'Publish the change');
    expect(await page.getByRole('main').innerText()).toContain('2 days after it was due');
    await leader.visit(`/in/desk${path}`);
    await page.getByText('The pledge is over, so the promise stands as it was').waitFor();
    expect(await page.getByLabel('Due on').count()).toBe(0);
    const words = await page.getByLabel('Status').locator('option').allInnerTexts();
    expect(words).toEqual(['Broken', 'Kept', 'Partly kept']);
    await page.getByLabel('Status').selectOption('Partly kept');
    await page.getByLabel('Why it is changed').fill('Half of the laptops are done after all.');
    await lookAndPublish(page, 'Publish the change');
    await leader.check();
    await leader.leave();
  });
});

describe('with JavaScript', () => {
  test('the pages of pledges are sound for everybody who reads them, on a phone too', async () => {
    for (const device of ['laptop', 'phone'] as const) {
      const reader = await openVisitor(browser, house, { device });
      for (const path of ['/pledges', '/pledges?show=broken', '/pledges?show=partly-kept&unit=Tidewater+Instruments']) {
        await reader.visit(path);
      }
      await reader.page.getByRole('link', { name: promise }).first().click();
      await reader.page.getByRole('heading', { name: promise, level: 1 }).waitFor();
      await reader.check();
      await reader.leave();
    }
    const leader = await openVisitor(browser, house);
    await leader.signIn(house.address('leadership'));
    await leader.visit(`/in/desk/pledges/new?petition=${petitionId}`);
    await leader.visit('/in/desk/pledges');
    await leader.page.getByRole('link', { name: promise }).first().click();
    await leader.page.getByLabel('What evidence 2 shows').fill('The works council’s report');
    await leader.page.getByLabel('Address of evidence 2').fill('javascript:alert(1)');
    await leader.page.getByLabel('Why it is changed').fill('The report is out.');
    await leader.page.getByRole('button', { name: 'Look at it first' }).click();
    await leader.page.getByText('Please give an address that begins with https://').first().waitFor();
    await leader.check();
    await leader.page.getByLabel('Address of evidence 2').fill('/programmes');
    await lookAndPublish(leader.page, 'Publish the change');
    await leader.page.getByRole('link', { name: 'The works council’s report' }).waitFor();
    await leader.leave();
    const feed = await fetch(`${house.server.url}/pledges.atom`);
    const calendar = await fetch(`${house.server.url}/pledges.ics`);
    expect([feed.status, calendar.status]).toEqual([200, 200]);
    expect(await feed.text()).toContain('Partly kept: The logger is switched off');
    expect(await calendar.text()).toContain('SUMMARY:Partly kept: The logger is switched off');
    const etag = calendar.headers.get('etag') ?? '';
    const again = await fetch(`${house.server.url}/pledges.ics`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    for (const { headers } of [feed, calendar]) {
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('cache-control')).toBe('public, max-age=900');
    }
  });
});
