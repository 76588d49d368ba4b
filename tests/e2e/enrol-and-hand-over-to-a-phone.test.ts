import type { Browser, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues } from '~tests/support/colleagues';
import { enrolKey, makeKey, passphrase } from '~tests/support/enrolling-in-a-browser';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { readQrCode } from '~tests/support/read-qr-code';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petition: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, 'Stop recording our keystrokes and screens');
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Everything that these requests told a server, addresses included. */
const told = (requests: readonly Request[]) =>
  requests
    .map((request) => `${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`)
    .join('\n');

describe('enrolling', () => {
  test('on the laptop: twelve words, a check that they were kept, a passphrase; the words are sent nowhere', async () => {
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.signIn(house.address('employee'));
    await visitor.check();
    await page.getByRole('link', { name: 'My enrolment' }).first().click();
    await page.getByText('No key is enrolled in your name.').waitFor();
    await visitor.check();

    const words = await makeKey(visitor, 'passphrase');
    await enrolKey(visitor);
    const mail = await house.inbox.waitFor(house.address('employee'));
    expect(mail.subject).toMatch(/key.*enrolled/i);
    const sent = told(visitor.requests);
    for (const sequence of words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`))
      expect(sent).not.toContain(sequence);

    await house.publish();
    await visitor.visit('/in/my-key');
    await page.getByText(/Place \d+, since edition \d+/).waitFor();
    await page.getByRole('definition').filter({ hasText: /^Yes$/ }).waitFor();
    await visitor.leave();
  });

  test('handed over to a phone by its camera: the words never exist on the laptop, and the phone signs unseen', async () => {
    const address = house.address('organizer');
    const laptop = await openVisitor(browser, house);
    await laptop.signIn(address);
    await laptop.visit('/in/my-key');
    await laptop.page.getByRole('button', { name: 'Enrol on my phone' }).click();
    const code = laptop.page.getByRole('img', { name: /lets your phone enrol/ });
    await code.waitFor();
    await laptop.check();
    const link = await readQrCode(browser, code);
    const { origin, pathname, hash } = new URL(link);
    expect({ origin, pathname }).toEqual({ origin: house.server.url, pathname: '/enrol' });

    const phone = await openVisitor(browser, house, { device: 'phone' });
    await phone.visit(`${pathname}${hash}`);
    await expect.poll(() => phone.page.url()).toBe(`${house.server.url}/enrol`);
    const words = await makeKey(phone, 'passphrase');
    await enrolKey(phone);
    await house.inbox.waitFor(address);
    expect(phone.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    expect(phone.requests.filter((request) => request.url().includes(hash.slice(1)))).toEqual([]);

    await laptop.visit('/in/my-key');
    await laptop.page.getByText('From the next publication on').waitFor();
    await laptop.page.getByRole('definition').filter({ hasText: /^No$/ }).waitFor();
    const seen = `${await laptop.page.content()} ${told(laptop.requests)}`;
    expect(seen).not.toContain(words.slice(0, 3).join(' '));
    await laptop.leave();

    await house.publish();
    await phone.visit(`/petitions/${petition}/sign`);
    await phone.page.getByRole('button', { name: 'I have read it: go on' }).click();
    await phone.page.getByLabel('Passphrase of your key').fill('not what I chose');
    await phone.page.getByRole('button', { name: 'Open my key' }).click();
    await phone.page.getByText('That is not the passphrase of the key on this device.').waitFor();
    await phone.page.getByLabel('Passphrase of your key').fill(passphrase);
    await phone.page.getByRole('button', { name: 'Open my key' }).click();
    await phone.page.getByRole('button', { name: /^Sign as one of/ }).click();
    await phone.page.getByText('You signed', { exact: true }).waitFor();
    await phone.leave();
  });

  test('a code that was cut off is said at once, before any words are written down', async () => {
    const phone = await openVisitor(browser, house, { device: 'phone' });
    await phone.visit('/enrol#too-short');
    await phone.page.getByText('There is no code in this address').waitFor();
    expect(await phone.page.getByRole('button', { name: 'Make my key on this device' }).count()).toBe(0);
    await phone.check();
    await phone.leave();
  });
});
