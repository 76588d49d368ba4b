import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPeople, demoRosterFile, holderOf } from '~db/seed/demo-roster';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let administrator: Visitor;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  administrator = await openVisitor(browser, house);
  await administrator.signIn(house.address('administrator'));
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const [header, ...everybody] = demoRosterFile().trimEnd().split('\n');
const lineOf = (number: string) => everybody.findIndex((line) => line.startsWith(`${number},`));

/** The company's file, changed line by line; undefined takes a line away. */
const rosterFile = (change: (line: string, index: number) => string | undefined) =>
  [header, ...everybody.map(change).filter((line) => line !== undefined), ''].join('\r\n');

async function send({ page, check, visit }: Visitor, text: string): Promise<void> {
  await visit('/in/admin/roster');
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${text}`) };
  await page.getByLabel('Roster file').setInputFiles(file);
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await page.getByRole('heading', { name: 'What this file would change' }).waitFor();
  await check();
}

const fact = ({ page }: Visitor, term: string) =>
  page
    .locator('dl > *')
    .filter({ has: page.getByText(term, { exact: true }) })
    .getByRole('definition')
    .innerText();

interface Edition {
  readonly edition: number;
  readonly size: number;
  readonly live: number;
  readonly rosterSize: number;
}

async function newestEdition({ page }: Visitor): Promise<Edition> {
  const response = await page.request.get(`${house.server.url}/registers/1/editions/latest`);
  return (await response.json()) as Edition;
}

describe('bringing the roster up to date', () => {
  test('shows leavers, changes and refused rows before anything changes; who leaves loses session and place', async () => {
    const leaver = nth(colleagues, 0);
    const gone = await openVisitor(browser, house);
    await gone.signIn(leaver.email);

    const before = await newestEdition(administrator);
    expect(before).toMatchObject({ size: 12, live: 12, rosterSize: demoPeople.length });

    const { page } = administrator;
    // A refused form is answered with 409, which the browser notes.
    administrator.expectFailure(/status of 409/);
    const moved = lineOf(holderOf('employee').personNumber);
    const unreadable = lineOf(nth(colleagues, 1).personNumber);
    const text = rosterFile((line, index) => {
      if (index === lineOf(leaver.personNumber)) return line.replace(/active$/, 'left');
      if (index === moved) return line.replace('Engineering / Storage', 'Engineering / Sensors');
      if (index === unreadable) return line.replace(/[^,]+@[^,]+/, 'not an address');
      return line;
    });
    await send(administrator, text);
    expect(await fact(administrator, 'Leaving')).toBe('1');
    expect(await fact(administrator, 'Changing')).toMatch(/^1\b/);
    expect(await fact(administrator, 'Refused rows')).toBe('1');
    await page.getByRole('link', { name: /^Refused/ }).click();
    await page.getByRole('rowheader', { name: `Line ${String(unreadable + 2)}` }).waitFor();
    await administrator.check();
    await gone.visit('/in/me');

    await page.getByRole('button', { name: 'Apply to the roster' }).click();
    await page.getByText(/^Please look at this again/).waitFor();
    await administrator.check();
    await page.getByRole('checkbox', { name: 'Apply without the 1 refused row' }).check();
    await page.getByRole('button', { name: 'Apply to the roster' }).click();
    await page.getByText('0 people joined, 1 left, 1 changed.').waitFor();
    await administrator.check();

    await gone.page.goto(`${house.server.url}/in/me`);
    await gone.page.waitForURL('**/in/sign-in**');
    await gone.leave();
    await house.publish();
    expect(await newestEdition(administrator)).toMatchObject({
      edition: before.edition + 1,
      size: 12,
      live: 11,
      rosterSize: demoPeople.length - 1,
    });
  });

  test('a file that would remove more than a tenth is confirmed a second time, with the number', async () => {
    const { page } = administrator;
    const staying = 50;
    await send(
      administrator,
      rosterFile((line, index) => (index < staying ? line : undefined)),
    );
    const leaving = await fact(administrator, 'Leaving');
    await page.getByRole('button', { name: 'Apply to the roster' }).click();
    await page.getByText(/^Please look at this again/).waitFor();
    await administrator.check();
    await page.getByLabel('How many people will leave?').fill(String(Number(leaving) + 1));
    await page.getByRole('button', { name: 'Apply to the roster' }).click();
    await page.getByText(/^Please look at this again/).waitFor();
    await page.getByLabel('How many people will leave?').fill(leaving);
    await page.getByRole('button', { name: 'Apply to the roster' }).click();
    await page.getByText(new RegExp(`${leaving} left`)).waitFor();
    await administrator.visit('/in/admin/access-log');
    await page.getByText('Preview of a roster file').first().waitFor();
    await administrator.leave();
  });
});
