import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoHandlers } from '~db/seed/demo-roster';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { makeKey, passphrase } from '~tests/support/enrolling-in-a-browser';
import { publishProgramme } from '~tests/support/journey-handlers';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openMine, openReporter, sendInBrowser, tellInBrowser } from '~tests/support/raising-in-a-browser';
import type { Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let hana: Visitor;
let minjun: Visitor;
let receiptWords: string[];

const [first, second] = [nth(demoHandlers, 0), nth(demoHandlers, 1)];
const keysDesk = '/in/desk/handlers';
const desk = '/in/desk/concerns';
const about = 'All keystrokes of our floor lie in a folder that everybody can open.';
const other = 'A handler reads what is written about the handlers themselves.';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  await publishProgramme(house, 'keystrokes', { name: 'Keystroke recording' });
  hana = await openReporter(browser, house, { device: 'laptop' });
  minjun = await openReporter(browser, house, { device: 'laptop' });
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Raises a concern on a phone. @returns its receipt words */
async function raise(what: string, colleague: Colleague): Promise<string[]> {
  const reporter = await openReporter(browser, house);
  const files = [{ name: 'listing.txt', mimeType: 'text/plain', buffer: Buffer.from('drwxrwxrwx keystrokes\n') }];
  const words = await tellInBrowser(
    reporter,
    { programme: 'Keystroke recording', kind: 'Who can read it', what, files },
    colleague,
  );
  await sendInBrowser(reporter, words);
  await reporter.page.getByText('Your concern has arrived', { exact: true }).waitFor();
  await reporter.leave();
  return words;
}

/** Comes to the desk and opens it with the passphrase. */
async function openDesk({ page, visit, check }: Visitor): Promise<void> {
  await visit(desk);
  await page.getByLabel('Passphrase of your key').fill(passphrase);
  await page.getByRole('button', { name: 'Open my key' }).click();
  await page.getByRole('heading', { name: /^\d+ concerns?$/ }).waitFor();
  await page.locator('.desk-filling').waitFor({ state: 'detached' });
  await check();
}

const act = ({ page }: Visitor, name: string) => page.getByRole('button', { name, exact: true }).click();

/** What a file of a message holds, once it is saved. */
async function savedBy({ page }: Visitor, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Save ${name}` }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

describe('two handlers and their concerns', () => {
  test('the first makes her key; a concern comes in; she reads it, answers, notes, assigns and labels', async () => {
    const { page } = hana;
    await hana.signIn(first.email);
    await hana.visit(desk);
    await page.getByText('You have no key that concerns are encrypted to').waitFor();
    await page.getByRole('link', { name: 'To the handlers’ keys' }).click();
    await makeKey(hana, 'passphrase', 'Put my key in force');
    await act(hana, 'Put my key in force');
    await page.getByText('This is the first key').waitFor();
    receiptWords = await raise(about, nth(colleagues, 0));

    await openDesk(hana);
    await page.getByRole('listitem').getByText('Unread').waitFor();
    await page.getByRole('link', { name: about }).click();
    await page.getByText('the reporter sees that it was read on').waitFor();
    await hana.check();
    expect(await savedBy(hana, 'text-1.txt')).toBe('drwxrwxrwx keystrokes\n');

    await act(hana, 'It is answered');
    await page.getByText('It has not been answered yet').waitFor();
    await act(hana, 'Ask for more');
    expect(await page.getByLabel('Your reply').inputValue()).toContain('we need to know more');
    await page.getByLabel('Your reply').fill('Thank you. Since when has it been open?');
    await page
      .getByLabel('Add files')
      .setInputFiles([{ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n') }]);
    await page.getByText('Taken out:').waitFor();
    await act(hana, 'Send to the reporter');
    await page.getByText('Sent', { exact: true }).waitFor();
    await page.getByRole('radio', { name: 'A note among handlers' }).check();
    await page.getByLabel('Your note').fill('Security was told by telephone.');
    await act(hana, 'Keep the note');
    await page.getByText('Note among handlers', { exact: true }).waitFor();
    await page.getByLabel('Looked after by').selectOption(`${first.name} (you)`);
    await page.getByLabel('Labels').fill('Open folder');
    await act(hana, 'Add');
    await page.getByRole('button', { name: 'Open folder : take away' }).waitFor();
    await act(hana, 'Take into review');
    await page.getByText('In review').first().waitFor();
    await hana.check();

    const reporter = await openReporter(browser, house);
    await openMine(reporter, receiptWords);
    await reporter.page.getByText('Thank you. Since when has it been open?').waitFor();
    expect(await reporter.page.getByText('Security was told by telephone.').count()).toBe(0);
    await reporter.leave();
  });

  test('the inbox is searched, filtered and sorted without asking anybody', async () => {
    const { page } = hana;
    await page.getByRole('link', { name: 'Back to all concerns' }).click();
    const found = page.getByRole('heading', { name: /^\d+ concerns?$/ });
    const before = hana.requests.length;
    for (const [search, count] of [
      ['SECURITY telephone', '1 concern'],
      ['nowhere', '0 concerns'],
      ['', '1 concern'],
    ] as const) {
      await page.getByLabel('Search what was written').fill(search);
      await expect.poll(() => found.innerText()).toBe(count);
    }
    await page.getByRole('button', { name: 'Closed', exact: true }).click();
    await expect.poll(() => found.innerText()).toBe('0 concerns');
    await hana.check();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByLabel('Label', { exact: true }).selectOption('Open folder');
    await page.getByLabel('Only what is overdue').check();
    await expect.poll(() => found.innerText()).toBe('0 concerns');
    await page.getByLabel('Only what is overdue').uncheck();
    await expect.poll(() => found.innerText()).toBe('1 concern');
    const asked = hana.requests.slice(before).map((request) => new URL(request.url()).pathname);
    // Files of the site itself, the browser's own look at the icon included, say nothing of what is searched.
    expect(asked.filter((path) => !path.startsWith('/assets/') && path !== '/favicon.svg')).toEqual([]);
  });

  test('two tabs: whoever is second is told, and sees how it stands', async () => {
    const tab = await hana.context.newPage();
    await tab.clock.setFixedTime(house.now());
    const beside: Visitor = { ...hana, page: tab };
    await tab.goto(`${house.server.url}${desk}`);
    await tab.getByLabel('Passphrase of your key').fill(passphrase);
    await act(beside, 'Open my key');
    await tab.getByRole('link', { name: about }).click();
    await act(beside, 'It is answered');
    await tab.getByText('Answered').first().waitFor();

    hana.expectFailure(/409/);
    await hana.page.getByRole('link', { name: about }).click();
    await act(hana, 'It is answered');
    await hana.page.getByText('Somebody else was quicker').waitFor();
    await hana.page.getByRole('button', { name: 'Take into review' }).waitFor();
    await tab.close();
  });

  test('the second is let in, cannot read what came before, is given access, and reads it with notes and labels', async () => {
    await minjun.signIn(second.email);
    await minjun.visit(keysDesk);
    await makeKey(minjun, 'passphrase', 'Ask to be let in');
    await act(minjun, 'Ask to be let in');
    await minjun.page.getByText('Your key waits for another handler').waitFor();

    await hana.visit(keysDesk);
    await hana.page.getByLabel('Passphrase of your key').fill(passphrase);
    await act(hana, 'Open my key');
    await hana.page.getByLabel(`${second.name} read me these eight groups`).check();
    await act(hana, `Let in ${second.name}`);
    await hana.page.getByText(`${second.name} is a handler now`).waitFor();

    await openDesk(minjun);
    await minjun.page.getByText('Your key cannot open how it begins').click();
    await minjun.page.getByText('Your key cannot open this concern').waitFor();
    expect(await minjun.page.locator('main').innerText()).toContain(`ask ${first.name}`);
    expect(await minjun.page.getByRole('radio', { name: 'To the reporter' }).isDisabled()).toBe(true);
    await minjun.check();

    await hana.page.getByRole('link', { name: 'give them access to it' }).click();
    await hana.page.getByRole('heading', { name: 'Give a handler access to what came before' }).waitFor();
    await hana.page.getByText('1 concern on your desk can be given').waitFor();
    await hana.check();
    await act(hana, 'Give access');
    await hana.page.getByText(`${second.name} can read 1 concern now`).waitFor();

    await openDesk(minjun);
    await minjun.page.getByRole('link', { name: about }).click();
    await minjun.page.getByText('Security was told by telephone.').waitFor();
    await minjun.page.getByRole('button', { name: 'Open folder : take away' }).waitFor();
    expect(await savedBy(minjun, 'text-1.txt')).toBe('drwxrwxrwx keystrokes\n');
    await minjun.check();
  });

  test('one concern is hidden from the second: it is gone from his desk', async () => {
    await raise(other, nth(colleagues, 1));
    await openDesk(minjun);
    await minjun.page.getByRole('link', { name: other }).click();
    await minjun.page.getByText('the reporter sees that it was read on').waitFor();

    await openDesk(hana);
    await hana.page.getByRole('link', { name: other }).click();
    await hana.page.getByText('Hide it from a handler').click();
    await hana.check();
    await hana.page.getByLabel('From whom?').selectOption(second.name);
    await act(hana, 'Hide it');
    await hana.page.getByText('Hidden from').waitFor();

    minjun.expectFailure(/404/);
    await act(minjun, 'Take into review');
    await minjun.page.getByText('This concern is not on your desk any more').waitFor();
    await openDesk(minjun);
    await minjun.page.getByRole('heading', { name: '1 concern', exact: true }).waitFor();
    expect(await minjun.page.content()).not.toContain(other);
  });

  test('a summary is checked against the reporter’s own words, and published for ever', async () => {
    const { page } = hana;
    await page.getByRole('link', { name: 'Back to all concerns' }).click();
    await page.getByRole('link', { name: about }).click();
    await page.getByRole('link', { name: 'Publish a summary' }).click();
    await page.getByLabel('Title').fill('Short');
    await page
      .getByLabel('What was reported')
      .fill(`It was said that all keystrokes of our floor lie in a folder. Ask anna@example.com.`);
    await act(hana, 'Check it before it is published');
    expect(await page.getByLabel('Title').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Title').fill('What people typed could be read by everybody');
    await act(hana, 'Check it before it is published');
    await page.getByText('These words stand in the concern, just so').waitFor();
    expect(await page.locator('mark').allInnerTexts()).toEqual(['all keystrokes of our floor lie in a folder']);
    await page.getByText('A mail address leads to a person').waitFor();
    await hana.check();
    await act(hana, 'Change it');
    await page
      .getByLabel('What was reported')
      .fill('What people typed could be read by anybody in the company for some weeks.');
    await act(hana, 'Check it before it is published');
    await page.getByText('Nothing of this stands in the concern word for word').waitFor();
    await page.getByLabel('I have looked at every sentence').check();
    await act(hana, 'Publish it for ever');
    await page.getByText('It is published').waitFor();
    await hana.check();
    await page.getByRole('link', { name: 'Read it as everybody does' }).click();
    await page.getByRole('heading', { name: 'What people typed could be read by everybody' }).waitFor();
  });

  test('the second leaves: his key is refused at once, on the open page and replayed; the first cannot be taken away', async () => {
    await minjun.page.getByRole('link', { name: about }).click();
    await minjun.page.getByText('Security was told by telephone.').waitFor();
    const captured = minjun.requests.findLast((request) => request.url().endsWith('/unseen/handling/list'));
    const replay = () =>
      fetch(`${house.server.url}/unseen/handling/list`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: captured?.postData() ?? '',
      });
    expect((await replay()).status).toBe(200);

    const ada = await openReporter(browser, house, { device: 'laptop' });
    await ada.signIn(house.address('administrator'));
    await ada.visit('/in/admin/roles');
    await ada.page.getByRole('button', { name: `Withdraw concern handler from ${second.name}` }).click();
    await ada.page.getByText('The role is withdrawn').waitFor();

    const answer = await replay();
    expect([answer.status, await answer.json()]).toEqual([403, { error: 'not-a-handler' }]);
    minjun.expectFailure(/403/);
    await act(minjun, 'Take into review');
    await minjun.page.getByText('This key has been retired').waitFor();
    expect(await minjun.page.content()).not.toContain(about);
    await minjun.check();

    ada.expectFailure(/409/);
    await ada.page.getByRole('button', { name: `Withdraw concern handler from ${first.name}` }).click();
    await ada.page.getByText('This is the last handler whose key is in force').waitFor();
    await ada.leave();
  });

  test('what handlers ask carries no cookie, and locked, the page holds nothing', async () => {
    for (const visitor of [hana, minjun]) {
      const unseen = visitor.requests.filter((request) => request.url().includes('/unseen/'));
      expect(unseen.length).toBeGreaterThan(3);
      for (const request of unseen) {
        const { cookie, referer } = await request.allHeaders();
        expect([cookie, referer]).toEqual([undefined, undefined]);
      }
    }
    await openDesk(hana);
    await hana.page.getByRole('link', { name: about }).waitFor();
    await act(hana, 'Lock the desk');
    await hana.page.getByLabel('Passphrase of your key').waitFor();
    expect(await hana.page.content()).not.toContain(about);
    const kept = await hana.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).not.toMatch(/keystrokes|telephone|Open folder/);
    await hana.leave();
    await minjun.leave();
  });
});
