import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '~/platform/clock';
import { petition } from '~db/schema/published';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { checkCount, unzip } from '~tests/support/packed-petition';
import { readPdf } from '~tests/support/read-pdf';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let organizer: Visitor;
let id: string;

const title = 'Keep our keyboards to ourselves';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 8);
  organizer = await openVisitor(browser, house);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const publicBytes = async (path: string) => {
  const response = await fetch(`${house.server.url}/petitions/${id}/${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toBeNull();
  return Buffer.from(await response.arrayBuffer());
};

describe('an organizer by name, from the draft to the pack', () => {
  test('writes a draft and sends it in', async () => {
    const { page } = organizer;
    await organizer.signIn(house.address('employee'));
    await organizer.visit('/in/petitions/new');
    const next = () => page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByLabel('What is to be done?').fill(title);
    await next();
    await page.getByLabel('Demand 1').fill('Record no keystrokes on any laptop.');
    await next();
    await page.getByLabel('Background').fill('What is recorded **leaks**.');
    await page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await next();
    await page.getByText('From how many signatures on is it counted?').waitFor();
    await next();
    await page.getByRole('heading', { name: title, level: 2 }).waitFor();
    await page.getByRole('button', { name: 'Send it in' }).click();
    await page.getByText('A moderator will read it').waitFor();
    // What moderators do is another journey.
    const [row] = await house.database.identified
      .update(petition)
      .set({ state: 'accepted' })
      .where(eq(petition.title, title))
      .returning({ id: petition.id });
    id = row?.id ?? '';
    await house.publish();
  });

  test('reads on the desk that nothing is counted yet, and prints a poster that says no number', async () => {
    const { page } = organizer;
    await othersSign(house, id, colleagues.slice(0, 2));
    await house.publish();
    await organizer.visit(`/in/desk/organizer/${id}`);
    await page.getByText('Until then nobody sees a number, you included.').first().waitFor();
    await page.getByText('There is no forecast: a number would be needed for one').waitFor();
    await page.getByRole('link', { name: 'Let colleagues know that it is there' }).click();
    await page.getByRole('heading', { name: 'Print and share', level: 1 }).waitFor();
    await organizer.check();
    const poster = readPdf(await publicBytes('poster.pdf'));
    const words = poster.text.replace(/\n/g, ' ');
    expect(words).toContain(title);
    expect(words).toContain('Counting starts at 3');
    expect(poster.text).not.toMatch(/signature/);
    expect(poster.pictures).toContain(`QR code: ${house.server.url}/petitions/${id}`);
    expect(readPdf(await publicBytes('flyer.pdf')).pages).toBe(1);
    const before = await publicBytes('pack.zip');
    expect(unzip(before).has('proof/acts.jsonl')).toBe(false);
  });

  test('sees the count once there is one, writes news, and takes a pack away that proves both', async () => {
    const { page } = organizer;
    await othersSign(house, id, colleagues.slice(2, 7));
    await house.publish();
    await organizer.visit(`/in/desk/organizer/${id}`);
    await page.getByRole('figure').getByRole('paragraph').getByText('7 signatures').waitFor();
    await page.getByText('The threshold is reached.').waitFor();
    await page.getByText('No unit can be shown.').waitFor();
    await page.getByLabel('News for everybody who follows this petition').fill('We met the works council on Monday.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('We met the works council on Monday.').first().waitFor();
    await house.publish();

    await organizer.visit(`/in/desk/organizer/${id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the pack' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`petition-${id}.zip`);
    const files = unzip(await readFile(await download.path()));
    expect(files.get('updates.csv')?.toString()).toContain('We met the works council on Monday.');
    expect(readPdf(files.get('petition.pdf') ?? Buffer.alloc(0)).text).toContain('7 signatures');
    const { code, said } = await checkCount(files);
    expect(said).toContain('7 keys acted; 7 of them sign.');
    expect(code).toBe(0);
  });

  test('shows it in a page of the intranet, where it sets no cookie and runs nothing', async () => {
    const { page } = organizer;
    await organizer.visit(`/in/desk/organizer/${id}/share`);
    const snippet = await page.getByLabel('HTML to paste').inputValue();
    const intranet = await browser.newContext();
    const outside = await intranet.newPage();
    const problems: string[] = [];
    outside.on('console', (message) => problems.push(message.text()));
    // Another site on the same machine: a browser asks before a page from outside may hold one of this machine's.
    const site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<!DOCTYPE html><title>Intranet</title>${snippet}`);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    await outside.goto(`http://127.0.0.1:${String((site.address() as AddressInfo).port)}/`);
    const frame = outside.frameLocator('iframe');
    await frame.getByRole('link', { name: title }).waitFor();
    await frame.getByText('7 signatures').waitFor();
    expect(await frame.locator('script').count()).toBe(0);
    expect(await frame.locator('.seal').evaluate((seal) => getComputedStyle(seal).display)).toBe('block');
    const [opened] = await Promise.all([
      intranet.waitForEvent('page'),
      frame.getByRole('link', { name: title }).click(),
    ]);
    expect(new URL(opened.url()).pathname).toBe(`/petitions/${id}`);
    expect(await intranet.cookies()).toEqual([]);
    // Looking into the frame takes a program of the test's own, which the frame does not let run either.
    expect(problems.filter((problem) => !/favicon|^Blocked script execution/.test(problem))).toEqual([]);
    await intranet.close();
    site.close();
    await organizer.leave();
  });

  test('is the only one who reads this desk', async () => {
    const other = await openVisitor(browser, house);
    await other.signIn(house.address('moderator'));
    other.expectFailure(/404/);
    for (const path of ['', '/share']) {
      await other.page.goto(`${house.server.url}/in/desk/organizer/${id}${path}`);
      await other.page.getByRole('heading', { name: 'Nothing is here' }).waitFor();
    }
    await other.leave();
  });
});
