import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entropyToWords } from '~/crypto/words';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;

const title = 'Stop recording our keystrokes and screens';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, title);
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const mostStops = 60;

interface Stop {
  readonly words: string;
  readonly outlined: boolean;
}

/** What has the focus: its words, and whether the eye can see that it has it. */
const focused = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { words: '', outlined: true };
    const labels = 'labels' in element && element.labels instanceof NodeList ? element.labels : [];
    const label = [...labels].map((each) => each.textContent).join(' ');
    // A row or a card that is one link shows the focus around all of it.
    const around = [element, element.closest('li'), element.closest('label')].filter((each) => each !== null);
    return {
      words: `${label} ${element.textContent}`.trim(),
      outlined: around.some((each) => getComputedStyle(each).outlineStyle !== 'none'),
    };
  });

/** Presses Tab until something with these words has the focus. */
async function tabTo(page: Page, words: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < mostStops; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    expect(stop.outlined, `${stop.words} does not show that it has the focus`).toBe(true);
    if (words.test(stop.words)) return;
    passed.push(stop.words);
  }
  throw new Error(`the keyboard does not reach ${String(words)}; it passes ${passed.join(' | ')}`);
}

describe('with the keyboard alone', () => {
  test('finds the petition, reads it, signs it', async () => {
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.visit('/');
    await page.keyboard.press('Tab');
    expect((await focused(page)).words).toBe('Skip to the text');
    await page.keyboard.press('Enter');
    await tabTo(page, new RegExp(title));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await tabTo(page, /Sign unseen/);
    await page.keyboard.press('Enter');
    await page.getByText('This is the exact text that you would sign.').waitFor();
    await tabTo(page, /I have read it: go on/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Before you sign' }).waitFor();
    await tabTo(page, /I have my twelve words/);
    await page.keyboard.press('Enter');
    await page.getByLabel('Your twelve words').waitFor();
    await tabTo(page, /Your twelve words/);
    await page.keyboard.type(entropyToWords(nth(colleagues, 0).entropy));
    await tabTo(page, /Use these words once/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Sign as one of/ }).waitFor();
    await tabTo(page, /^Sign as one of/);
    await page.keyboard.press('Enter');
    await page.getByText('You signed', { exact: true }).waitFor();
    expect((await focused(page)).words).toBe('Done');
    await visitor.leave();
  });
});

describe('leaving quickly', () => {
  test('Escape three times leaves for a neutral page, and going back does not lead to the petition', async () => {
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.visit('/safety');
    await visitor.visit(`/petitions/${petition}/sign`);
    await page.getByRole('button', { name: 'I have read it: go on' }).click();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    await page.waitForURL('**/leave');
    await visitor.check();
    expect(await page.title()).toBe('Conversion tables');
    expect(await page.content()).not.toMatch(/petition|Round Robin/i);
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await page.goBack();
    await page.waitForURL('**/safety');
    await visitor.leave();
  });

  test('the button does the same on a phone', async () => {
    const visitor = await openVisitor(browser, house, { device: 'phone' });
    await visitor.visit(`/petitions/${petition}`);
    await visitor.page.getByRole('link', { name: 'Leave quickly' }).tap();
    await visitor.page.waitForURL('**/leave');
    await visitor.check();
    await visitor.leave();
  });
});
