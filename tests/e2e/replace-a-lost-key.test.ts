import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsToEntropy } from '~/crypto/words';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { enrolKey, makeKey } from '~tests/support/enrolling-in-a-browser';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { prepareToSign, signInABrowser } from '~tests/support/signing-in-a-browser';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('losing a key', () => {
  test('replaces it, cannot sign the open petition with the new one, and can sign the next', async () => {
    const openTitle = 'Stop recording our keystrokes and screens';
    const open = await acceptedPetition(house, openTitle);
    await house.publish();

    const loser = nth(colleagues, 0);
    const laptop = await openVisitor(browser, house);
    await laptop.signIn(loser.email);
    await laptop.visit('/in/my-key');
    await laptop.page.getByRole('radio', { name: 'I lost it' }).check();
    const consequences = laptop.page.getByText(/cannot act on 1 petition/);
    await consequences.waitFor();
    expect(await laptop.page.getByRole('listitem').filter({ hasText: openTitle }).count()).toBe(1);
    await laptop.check();
    const words = await makeKey(laptop, 'not');
    await enrolKey(laptop);
    await house.inbox.waitFor(loser.email);
    await laptop.leave();
    const replaced: Colleague = { ...loser, entropy: wordsToEntropy(words.join(' ')) };

    await house.publish();
    const phone = await openVisitor(browser, house, { device: 'phone' });
    await prepareToSign(phone, open, replaced);
    await phone.page.getByRole('button', { name: /^Sign as one of/ }).click();
    await phone.page.getByText('Your key is not on this petition’s register').waitFor();
    await phone.check();
    expect(phone.requests.filter((request) => request.url().includes('/unseen/'))).toEqual([]);

    const next = await acceptedPetition(house, 'Tell us who could read the recordings');
    await house.publish();
    await signInABrowser(phone, next, replaced);
    await phone.leave();
  });
});
