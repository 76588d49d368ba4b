import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newWords } from '~/crypto/words';
import { demoHandlers } from '~db/seed/demo-roster';
import { launchChromium } from '~tests/support/chromium';
import { nth } from '~tests/support/colleagues';
import { makeKey, passphrase } from '~tests/support/enrolling-in-a-browser';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { plugInAuthenticator } from '~tests/support/passkeys';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let minjunsWords = '';
const [hana, minjun] = [nth(demoHandlers, 0), nth(demoHandlers, 1)];

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const desk = '/in/desk/handlers';

/** The eight groups that stand large on the page. */
async function shownFingerprint({ page }: Visitor, from = page.locator('main')): Promise<string> {
  const groups = from.locator('.fingerprint--large span');
  await expect.poll(() => groups.count()).toBe(8);
  return (await groups.allInnerTexts()).map((group) => group.trim()).join(' ');
}

/** Everything that these requests told a server. */
const told = ({ requests }: Visitor) =>
  requests.map((request) => `${request.url()} ${request.postData() ?? ''}`).join('\n');

describe('handlers', () => {
  test('the first makes a key under a passkey; the second asks, is compared, is let in, and lets the first go', async () => {
    const first = await openVisitor(browser, house);
    await plugInAuthenticator(first);
    await first.signIn(hana.email);
    await first.visit(desk);
    await first.page.getByText('There is no handler yet').waitFor();
    const words = await makeKey(first, 'passkey', 'Put my key in force');
    await first.page.getByRole('button', { name: 'Put my key in force' }).click();
    await first.page.getByText('This is the first key').waitFor();
    const root = await shownFingerprint(first);
    await first.page.getByText('You are the only handler').waitFor();
    await first.check();
    expect((await house.inbox.waitFor(hana.email)).text).toContain(root);

    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit('/handlers');
    await reader.page.getByText('Checked on this device').waitFor();
    expect(await reader.page.locator('main').innerText()).toContain(hana.name);
    await reader.check();

    const second = await openVisitor(browser, house);
    await second.signIn(minjun.email);
    await second.visit(desk);
    const secondWords = await makeKey(second, 'passphrase', 'Ask to be let in');
    minjunsWords = secondWords.join(' ');
    await second.page.getByRole('button', { name: 'Ask to be let in' }).click();
    await second.page.getByText('Your key waits for another handler').waitFor();
    const asked = await shownFingerprint(second);
    await second.check();
    expect((await house.inbox.waitFor(hana.email)).text).toContain(asked);

    // A new document: the key is locked, and the passkey opens it again.
    await first.visit(desk);
    await first.page.getByText('Open your key, above').waitFor();
    await first.page.getByRole('button', { name: 'Open with your passkey' }).click();
    await first.page.getByText('Your key is open in this tab').waitFor();
    const card = first.page.locator('.card').filter({ hasText: 'have the eight groups read to you' });
    expect(await shownFingerprint(first, card)).toBe(asked);
    const letIn = first.page.getByRole('button', { name: `Let in ${minjun.name}` });
    expect(await letIn.isDisabled()).toBe(true);
    await first.page.getByLabel(`${minjun.name} read me these eight groups`).check();
    await first.check();
    await letIn.click();
    await first.page.getByText(`${minjun.name} is a handler now`).waitFor();
    expect((await house.inbox.waitFor(minjun.email)).subject).toBe(`A handler’s key was added: ${minjun.name}`);
    await first.check();

    await second.visit(desk);
    await second.page.getByLabel('Passphrase of your key').fill(passphrase);
    await second.page.getByRole('button', { name: 'Open my key' }).click();
    await second.page.getByText('Your key is open in this tab').waitFor();
    expect(await shownFingerprint(second)).toBe(asked);
    const old = second.page.locator('.card').filter({ hasText: hana.name });
    await old.getByText('Retire this key').click();
    await second.check();
    await old.getByRole('button', { name: `Retire the key of ${hana.name}` }).click();
    await second.page.getByText(`The key of ${hana.name} is retired`).waitFor();
    expect((await house.inbox.waitFor(minjun.email)).subject).toBe(`A handler’s key was retired: ${hana.name}`);

    await reader.visit('/handlers');
    await reader.page.getByText('Checked on this device').waitFor();
    await reader.page.getByRole('heading', { name: 'Who did before' }).waitFor();
    await reader.check();

    for (const [visitor, secret] of [
      [first, words],
      [second, secondWords],
    ] as const) {
      // prettier-ignore
      const sent = told(visitor);
      for (const pair of secret.slice(1).map((word, index) => `${secret[index] ?? ''} ${word}`))
        expect(sent).not.toContain(pair);
      await visitor.leave();
    }
    await reader.leave();
  });

  test('brings the key to another device with its words, and replaces it there', async () => {
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.signIn(minjun.email);
    await visitor.visit(desk);
    await page.getByText('Your key is not on this device').waitFor();
    await page.getByLabel('Your twelve words').fill(newWords());
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByText('These words belong to another key').waitFor();
    await page.getByLabel('Your twelve words').fill(minjunsWords);
    await page.getByRole('button', { name: 'Use these words' }).click();
    await page.getByRole('radio', { name: 'Do not keep it here' }).check();
    await visitor.check();
    await page.getByRole('button', { name: 'Go on without keeping it' }).click();
    const old = await shownFingerprint(visitor);

    await page.getByRole('button', { name: 'Replace my key' }).click();
    await makeKey(visitor, 'passphrase', 'Add my new key');
    await page.getByRole('button', { name: 'Add my new key' }).click();
    await page.getByText('2 keys of yours are in force').waitFor();
    await expect.poll(() => shownFingerprint(visitor)).not.toBe(old);
    await visitor.check();

    // In a new document the new key is the one in use.
    await visitor.visit(desk);
    await page.getByLabel('Passphrase of your key').fill(passphrase);
    await page.getByRole('button', { name: 'Open my key' }).click();
    expect(await shownFingerprint(visitor)).not.toBe(old);
    const card = page.locator('.card').filter({ hasText: old.slice(0, 8) });
    await card.getByText('Retire this key').click();
    await card.getByRole('button', { name: /^Retire the key of/ }).click();
    await page.getByText(`The key of ${minjun.name} is retired`).waitFor();
    await page.getByText('You are the only handler').waitFor();
    await visitor.leave();
  });

  test('what was asked can be taken back', async () => {
    const visitor = await openVisitor(browser, house);
    const { page } = visitor;
    await visitor.signIn(nth(demoHandlers, 2).email);
    await visitor.visit(desk);
    await makeKey(visitor, 'not', 'Ask to be let in');
    await page.getByRole('button', { name: 'Ask to be let in' }).click();
    await page.getByText('Your key waits for another handler').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('button', { name: 'Make my key on this device' }).waitFor();
    await visitor.leave();
  });
});
