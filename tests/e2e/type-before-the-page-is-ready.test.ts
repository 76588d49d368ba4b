import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

test('who types and clicks while the page is still waking up loses nothing, and the page wakes up', async () => {
  const visitor = await openVisitor(browser, house);
  // A hasty hand: from the first moment that there is a field, something is typed and clicked at every turn of the loop.
  await visitor.page.addInitScript(() => {
    let turns = 0;
    const turn = () => {
      const field = document.querySelector('input[type=email]');
      if (field instanceof HTMLInputElement) {
        turns += 1;
        field.value = 'ada@example.org';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      }
      if (turns < 300) setTimeout(turn, 0);
      else document.documentElement.dataset['hasty'] = 'done';
    };
    turn();
  });
  for (let time = 0; time < 5; time += 1) {
    await visitor.page.goto(`${house.server.url}/in/sign-in`, { waitUntil: 'load' });
    await visitor.page.locator('html[data-hasty=done]').waitFor();
    expect(await visitor.page.getByLabel('Work e-mail address').inputValue()).toBe('ada@example.org');
  }
  await visitor.leave();
});
