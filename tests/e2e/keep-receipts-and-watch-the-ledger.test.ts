import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entropyToWords } from '~/crypto/words';
import { openSql } from '~db/database';
import { signatureRange } from '~db/schema/published-ledger';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let counted: string;
let dropped: string;

const passphrase = 'correct horse battery staple';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  counted = await acceptedPetition(house, 'Chairs that do not hurt');
  dropped = await acceptedPetition(house, 'Stop recording our screens');
  await house.publish();
  for (const petition of [counted, dropped]) await othersSign(house, petition, [1, 2, 3].map((index) => nth(colleagues, index))); // prettier-ignore
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

test('a device keeps receipts locked with its key, and looks for itself whether they are counted', async () => {
  const visitor = await openVisitor(browser, house, { device: 'phone' });
  const { page } = visitor;
  await keepKeyHere(visitor, nth(colleagues, 0));
  // The box is there before anything is in it, and for who never signs.
  expect(await boxesIn(page)).toMatchObject([{ bytes: 16_384 + 16 }]);
  await page.getByText('No receipt is kept on this device.').waitFor();
  for (const petition of [counted, dropped]) await signWithKeptKey(visitor, petition);
  await openMyKey(visitor);
  await expect.poll(() => page.getByText('Waits for the next publication.').count()).toBe(2);
  await visitor.check();

  // Locked, nothing of it can be read: not how many there are, nor of what.
  const stored = await boxesIn(page);
  expect(stored).toMatchObject([{ bytes: 16_384 + 16 }]);
  expect(stored[0]?.text).not.toMatch(/petition|receipt|nullifier|Chairs/);

  // The house takes one of the two away before it is published; others go on signing.
  const sql = openSql({ ...house.database.admin });
  await sql`delete from anonymous.waiting_action where petition_id = ${dropped}`;
  await sql.end();
  for (const index of [4, 5]) {
    await othersSign(house, dropped, [nth(colleagues, index)]);
    await house.publish();
  }
  await page.getByRole('button', { name: 'Look again' }).last().click();
  await page.getByText(/^Counted, entry [\d,]+$/).waitFor();
  await page.getByText('Not there: what to do').waitFor();
  await visitor.check();

  // The number is the place of an entry of that petition, and the file proves the rest.
  const shown = await page.getByText(/^Counted, entry [\d,]+$/).innerText();
  const entry = Number(shown.replace(/\D/g, ''));
  const { petitionId } = signatureRange;
  const ranges = await house.database.published.select().from(signatureRange).where(eq(petitionId, counted));
  expect(ranges.some(({ first, entries }) => entry >= first && entry < first + entries)).toBe(true);
  const evidence = JSON.parse(await download(page, 'Keep the evidence as a file')) as Record<string, string>;
  expect(evidence).toMatchObject({ format: 'round-robin/missing-act/v1' });
  expect(evidence['receipt']).toContain(`petition ${dropped}\n`);
  expect(evidence['checkpoint']).toMatch(/^demo-company\/ledger\n|\/ledger\n/);

  const entriesAsked = () =>
    visitor.requests.filter((request) => request.url().includes('/ledger/tile/entries/')).length;
  expect(entriesAsked()).toBe(0);
  await page.getByRole('button', { name: 'Look at every entry' }).click();
  await page.getByText('It is in none of the entries of any petition.').waitFor();
  expect(entriesAsked()).toBeGreaterThan(0);

  await page.getByText('Throw all of them away').click();
  await page.getByRole('button', { name: 'Throw all receipts away' }).click();
  await page.getByText('No receipt is kept on this device.').waitFor();
  expect(await boxesIn(page)).toMatchObject([{ bytes: 16_384 + 16 }]);

  // Where an act stands was asked for all petitions, never of one; nothing carried a cookie.
  const asked = visitor.requests.map((request) => new URL(request.url()).pathname);
  expect(new Set(asked.filter((path) => path.endsWith('/entries')))).toEqual(
    new Set([counted, dropped].map((petition) => `/petitions/${petition}/entries`)),
  );
  expect(visitor.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
  await visitor.leave();
});

test('a device that is shown less than before stops, says so, and keeps what proves it', async () => {
  const visitor = await openVisitor(browser, house);
  const { page } = visitor;
  const old = await (await fetch(`${house.server.url}/ledger/checkpoint`)).text();
  await othersSign(house, counted, [nth(colleagues, 6)]);
  await house.publish();
  await visitor.visit(`/my-key`);
  await page.getByText('remembered for your next visit').waitFor();
  await visitor.visit(`/petitions/${counted}/sign`);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByText('nothing that it saw before is gone or changed').waitFor();

  await page.route('**/ledger/checkpoint', (route) => route.fulfill({ body: old, contentType: 'text/plain' }));
  await visitor.visit(`/petitions/${counted}/sign`);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByText('This house’s public ledger has become shorter').waitFor();
  expect(await page.getByRole('button', { name: /^Sign as one of/ }).count()).toBe(0);
  await visitor.check();
  expect(await download(page, 'What it signs now')).toBe(old);
  const before = await download(page, 'What this house signed before');
  expect(Number(before.split('\n')[1])).toBeGreaterThan(Number(old.split('\n')[1]));

  // What was proved stays proved, on every page that relies on the ledger, until a person throws it away.
  await page.unroute('**/ledger/checkpoint');
  for (const path of ['/my-key', '/concerns/mine']) {
    await visitor.visit(path);
    await page.getByText('This house’s public ledger has become shorter').waitFor();
    await visitor.check();
  }
  await page.getByText('I know why, and want to go on').click();
  await page.getByRole('button', { name: 'Forget what this device saw' }).click();
  await page.getByText('remembered for your next visit').waitFor();
  await visitor.leave();
});

/** Brings a key to this device under a passphrase. It is open afterwards. */
async function keepKeyHere({ page, visit }: Visitor, { entropy }: Colleague): Promise<void> {
  await visit('/my-key');
  await page.getByText('I have enrolled elsewhere and have my twelve words').click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Bring my key here' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('The same passphrase again').fill(passphrase);
  await page.getByRole('button', { name: 'Keep my key here' }).click();
  await page.getByText('Your key is kept on this device and is open.').waitFor();
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.getByRole('button', { name: 'Open my key' }).click();
}

async function signWithKeptKey({ page, visit }: Visitor, petition: string): Promise<void> {
  await visit(`/petitions/${petition}/sign`);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await unlock(page);
  await page.getByRole('button', { name: /^Sign as one of/ }).click();
  await page.getByText('You signed', { exact: true }).waitFor();
}

async function openMyKey({ page, visit }: Visitor): Promise<void> {
  await visit('/my-key');
  await unlock(page);
}

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return readFile(await file.path(), 'utf8');
}

/** What lies in the browser's boxes, as whoever copies its storage sees it. */
function boxesIn(page: Page): Promise<{ bytes: number; text: string }[]> {
  return page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('round-robin');
      opening.onsuccess = () => {
        resolve(opening.result);
      };
      opening.onerror = () => {
        reject(new Error('no storage'));
      };
    });
    const boxes = await new Promise<{ ciphertext: ArrayBuffer }[]>((resolve) => {
      const reading = opened.transaction('box').objectStore('box').getAll() as IDBRequest<
        { ciphertext: ArrayBuffer }[]
      >;
      reading.onsuccess = () => {
        resolve(reading.result);
      };
    });
    opened.close();
    return boxes.map(({ ciphertext }) => ({
      bytes: ciphertext.byteLength,
      text: new TextDecoder('latin1').decode(ciphertext),
    }));
  });
}
