import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsToEntropy } from '~/crypto/words';
import { answeredPetition } from '~tests/support/answered-petition';
import { launchChromium } from '~tests/support/chromium';
import { chooseInABrowser, prepareToChoose } from '~tests/support/choosing-in-a-browser';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { enrolKey, makeKey } from '~tests/support/enrolling-in-a-browser';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersChoose } from '~tests/support/others-choose';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;
let judgePath: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  petition = await answeredPetition(house, {
    title: 'Stop recording our keystrokes and screens',
    text: {
      body: 'Thank you for asking.',
      items: [
        { answer: 'accepted', reason: 'The recording **stops** on Friday.' },
        { answer: 'declined', reason: 'We do not publish who can read them.' },
      ],
    },
    signers: colleagues.slice(0, 4),
  });
  judgePath = `/petitions/${petition}/judge/2`;
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** What the petition's page says below its second demand. */
async function belowDemand(number: number): Promise<string> {
  const reader = await openVisitor(browser, house, { javaScript: false });
  await reader.visit(`/petitions/${petition}`);
  const text = await reader.page
    .locator('.demands > li')
    .nth(number - 1)
    .innerText();
  await reader.leave();
  return text.replaceAll(/\s+/g, ' ');
}

describe('judging an answer', () => {
  test('an employee judges it on a phone; nothing is shown before the minimum, then every choice at once', async () => {
    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit(`/petitions/${petition}`);
    await reader.page.getByRole('link', { name: 'Judge this answer to demand 2' }).click();
    await reader.page.waitForURL(`**${judgePath}`);
    expect(await reader.page.getByRole('main').innerText()).toContain('We do not publish who can read them.');
    await reader.check();

    await prepareToChoose(reader, judgePath, nth(colleagues, 0));
    expect(await reader.page.getByRole('main').innerText()).toContain('You vanish in a crowd of 12');
    // Under the minimum nobody is told how many.
    expect(await reader.page.getByRole('main').innerText()).not.toContain('of them have judged');
    await chooseInABrowser(reader, 'It does not answer it');
    await reader.page.getByText('You said: It does not answer it').waitFor();
    await reader.check();
    expect(reader.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    await reader.leave();

    const verdict = { kind: 'verdict', id: `${petition}.2` } as const;
    await othersChoose(house, { ...verdict, choice: 'answered' }, colleagues.slice(1, 2));
    await house.publish();
    expect(await belowDemand(2)).toContain('Fewer than 3 employees have judged this answer');
    await othersChoose(house, { ...verdict, choice: 'not' }, colleagues.slice(2, 3));
    await house.publish();
    expect(await belowDemand(2)).toMatch(
      /It answers the demand 1 33 % It answers it in part 0 0 % It does not answer it 2 67 %/,
    );
    expect(await belowDemand(2)).toContain('Of 3 employees who judged this answer, 1 says “It answers the demand”');
    expect(await belowDemand(1)).toContain('Fewer than 3 employees have judged this answer');
  });

  test('the employee comes back: the device finds the verdict, and replaces it', async () => {
    const visitor = await openVisitor(browser, house);
    await prepareToChoose(visitor, judgePath, nth(colleagues, 0));
    expect(await visitor.page.getByRole('main').innerText()).toContain('3 of them have judged this answer.');
    // By keyboard alone.
    const { page } = visitor;
    await page.getByRole('radio', { name: 'It answers it in part' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await visitor.page.getByText('“It does not answer it” is published.').waitFor();
    await visitor.check();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('You chose before');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await visitor.page.getByText('You said: It answers it in part').waitFor();
    await house.publish();
    await visitor.visit(`/petitions/${petition}`);
    await visitor.leave();
    expect(await belowDemand(2)).toMatch(
      /It answers the demand 1 33 % It answers it in part 1 33 % It does not answer it 1 33 %/,
    );
  });

  test('whoever replaces a key judges once all the same: the new one is not on this answer’s register', async () => {
    const loser = nth(colleagues, 0);
    const laptop = await openVisitor(browser, house);
    await laptop.signIn(loser.email);
    await laptop.visit('/in/my-key');
    await laptop.page.getByRole('radio', { name: 'I lost it' }).check();
    const words = await makeKey(laptop, 'not');
    await enrolKey(laptop);
    await house.inbox.waitFor(loser.email);
    await laptop.leave();
    await house.publish();

    const phone = await openVisitor(browser, house, { device: 'phone' });
    await prepareToChoose(phone, judgePath, { ...loser, entropy: wordsToEntropy(words.join(' ')) });
    await chooseInABrowser(phone, 'It does not answer it');
    await phone.page.getByText('Your key is not on this answer’s register').waitFor();
    await phone.check();
    expect(phone.requests.filter((request) => request.url().includes('/unseen/'))).toEqual([]);
    await phone.leave();
    await house.publish();
    expect(await belowDemand(2)).toContain('Of 3 employees who judged this answer');
  });
});
