import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitingFiling } from '~db/schema/anonymous-concerns';
import { readFilingProof } from '~/crypto/filing';
import { receiptOf } from '~/features/anonymous/concerns/receipt';
import { toHex } from '~/crypto/hash';
import { entryLeaf } from '~/crypto/tlog/entry';
import { noteVerifier } from '~/crypto/tlog/note';
import { verifyProof } from '~/crypto/tlog/tlog-proof';
import { wordsToEntropy } from '~/crypto/words';
import { findMetadata } from '~/features/anonymous/concerns/cleaning/find-metadata';
import { demoCompany } from '~/platform/environment';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { letInHandlers, publishProgramme, type JourneyHandler } from '~tests/support/journey-handlers';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openMine, openReporter, sendInBrowser, tellInBrowser } from '~tests/support/raising-in-a-browser';
import { tracesOf } from '~tests/support/traces';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let handlers: JourneyHandler[];

const photograph = 'tests/fixtures/photographs/starfish.jpg';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  handlers = await letInHandlers(house, ['Hana Okafor', 'Henrik Lund', 'Helene Faure']);
  await publishProgramme(house, 'keystrokes', {
    name: 'Keystroke recording',
    questions: [
      { id: 'read', text: 'Did somebody use it against you?', kind: 'yes-no', options: [], showIf: null },
      {
        id: 'how',
        text: 'How did you notice?',
        kind: 'text',
        options: [],
        showIf: { question: 'read', equals: 'yes' },
      },
    ],
  });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

test('a reporter raises a concern on a phone, comes back on another device, reads the reply and writes on', async () => {
  const reporter = await openReporter(browser, house);
  const { page } = reporter;
  const what = 'All keystrokes of our floor lie in a folder that everybody can open.';
  const words = await tellInBrowser(
    reporter,
    {
      programme: 'Keystroke recording',
      kind: 'Who can read it',
      what,
      files: [
        { name: 'IMG_2041 Anna.jpg', mimeType: 'image/jpeg', buffer: await readFile(photograph) },
        { name: 'listing of anna.txt', mimeType: 'text/plain', buffer: Buffer.from('drwxrwxrwx keystrokes\n') },
      ],
      leftOut: ['Helene Faure'],
    },
    nth(colleagues, 0),
  );
  await reporter.check();
  await sendInBrowser(reporter, words);
  await page.getByText('Your concern has arrived', { exact: true }).waitFor();
  await reporter.check();
  await page.getByText('Proof that you filed').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Keep the proof as a file' }).click(),
  ]);
  const proof = readFilingProof(await readFile(await download.path(), 'utf8'));

  // The digest that the proof shows is the one that waits for the ledger.
  const filed = await house.database.anonymous.select().from(waitingFiling);
  expect(filed.map(({ digest }) => toHex(digest))).toEqual([proof.digest]);
  expect(proof.published).toBeNull();

  // No request of the raising carried a cookie or an address to come back to; nothing that was typed lies in the browser.
  const unseen = reporter.requests.filter((request) => request.url().includes('/unseen/'));
  expect(unseen.length).toBeGreaterThan(3);
  for (const request of unseen) {
    const headers = await request.allHeaders();
    expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
  }
  const kept = await page.evaluate(() => [localStorage, sessionStorage].map((store) => JSON.stringify(store)).join());
  // The name of what may be kept is no word of a receipt, though it has some in it.
  const elsewhere = kept.replace(`round-robin:first-handler:${demoCompany.organisation}`, '');
  expect(elsewhere).not.toMatch(new RegExp(`\\b(?:${[what, ...words].join('|')})\\b`));
  expect(await storedInOutbox(page)).toEqual({ message: 0, chunk: 0 });
  await reporter.leave();

  // Two handlers can read it, with both files clean; the one who was left out cannot.
  const [hana, henrik, helene] = handlers as [JourneyHandler, JourneyHandler, JourneyHandler];
  const [concern] = await hana.list();
  if (!concern) throw new Error('nothing arrived');
  const said = await henrik.read(concern, 0);
  expect(said).toMatchObject({ text: what, kind: 'access', leftOut: [helene.fingerprint] });
  expect(said.files.map(({ name }) => name)).toEqual(['photo-1.jpg', 'text-2.txt']);
  const photo = await hana.readFile(concern, 0, 1);
  expect(findMetadata(photo)).toEqual([]);
  expect(new TextDecoder().decode(await hana.readFile(concern, 0, 2))).toBe('drwxrwxrwx keystrokes\n');
  await expect(helene.read(concern, 0)).rejects.toMatchObject({ code: 'not-for-this-key' });
  expect(await helene.list()).toEqual([]);
  await hana.markRead(concern, 0);
  const [seen] = await hana.list();
  await hana.reply(seen ?? concern, 'Thank you. Since when has it been open?');

  // Another device, with nothing but the words.
  const again = await openReporter(browser, house, { device: 'laptop' });
  await openMine(again, words);
  await again.page.getByText('Thank you. Since when has it been open?').waitFor();
  await again.check();
  const messages = again.page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  expect(await again.page.getByText(what).count()).toBe(1);
  expect(await again.page.getByText('Somebody read it on').count()).toBe(1);
  expect(await again.page.getByText('Hana Okafor').count()).toBe(1);
  expect(await again.page.getByText('Helene Faure').count()).toBe(1);
  expect(await messages.count()).toBeGreaterThan(1);
  await again.page.getByRole('button', { name: 'Decrypt photo-1.jpg' }).click();
  await again.page.getByRole('button', { name: 'Show it here' }).click();
  await again.page.getByRole('img', { name: 'photo-1.jpg' }).waitFor();
  await again.check();

  await again.page.getByLabel('Your message').fill('Since spring.');
  await again.page
    .getByLabel('Add files')
    .setInputFiles([{ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') }]);
  await again.page.getByText('Taken out:').waitFor();
  await again.page.getByRole('button', { name: 'Encrypt and send' }).click();
  await again.page.getByText('It stands above.').waitFor();
  await again.page.getByText('Since spring.').waitFor();
  await again.check();
  const [answered] = await hana.list();
  expect(answered?.messages).toHaveLength(3);
  if (!answered) throw new Error('gone');
  expect((await henrik.read(answered, 2)).text).toBe('Since spring.');
  await expect(helene.read(answered, 2)).rejects.toMatchObject({ code: 'not-for-this-key' });

  // After the publication the device finds the filing by itself, and its file is checked without asking the house.
  await again.page.getByText('Proof that you filed').click();
  await again.page.getByText('Not in the public ledger yet').waitFor();
  await house.publish();
  await again.page.getByRole('button', { name: 'Look in the ledger again' }).click();
  await again.page.getByText(/^In the public ledger, entry [\d,]+$/).waitFor();
  await again.check();
  const [complete] = await Promise.all([
    again.page.waitForEvent('download'),
    again.page.getByRole('link', { name: 'Keep the proof as a file' }).click(),
  ]);
  const filing = readFilingProof(await readFile(await complete.path(), 'utf8'));
  const { ledger } = (await (await fetch(`${house.server.url}/ledger/keys`)).json()) as { ledger: { key: string }[] };
  const found = verifyProof(filing.published?.inclusion ?? '', {
    leaf: entryLeaf(new TextEncoder().encode(filing.published?.entry)),
    ledger: ledger.map(({ key }) => noteVerifier(key)),
  });
  expect([filing.digest, filing.publishedDay]).toEqual([proof.digest, house.now().toISOString().slice(0, 10)]);
  expect(found.size).toBeGreaterThan(found.index);

  // Closed, nothing of it is left on the page.
  await again.page.getByRole('button', { name: 'Close', exact: true }).click();
  await again.page.getByLabel('Your twelve words').waitFor();
  expect(await again.page.content()).not.toContain(what);
  await again.leave();

  // Somebody takes every row, every file of the database and the server's log. What is public is found; of this, nothing.
  const written = [what, 'Thank you. Since when has it been open?', 'Since spring.', 'drwxrwxrwx'];
  const calledSo = ['IMG_2041', 'listing of anna', 'photo-1.jpg', 'text-2.txt', 'more.csv', 'image/jpeg', 'text/csv'];
  const receipt = await receiptOf(wordsToEntropy(words.join(' ')));
  const secret = [words.join(' '), toHex(receipt.entropy), receipt.identity, receipt.recipient, toHex(receipt.salt)];
  expect(await tracesOf(house, ['Keystroke recording'])).not.toEqual([]);
  expect(await tracesOf(house, [...written, ...calledSo, ...secret])).toEqual([]);
});

describe('before anything is typed', () => {
  test('without handlers, and where the list of them does not hold, nothing can be raised', async () => {
    const visitor = await openReporter(browser, house);
    const { page, check } = visitor;
    const records = (await (await fetch(`${house.server.url}/handlers.json`)).json()) as Record<string, unknown>[];
    const forged = records.map((record, index) => (index === 1 ? { ...record, signature: '00'.repeat(64) } : record));
    for (const [list, title] of [
      [[], 'There are no handlers yet'],
      [forged, 'Do not raise a concern here now'],
    ] as const) {
      await page.route('**/handlers.json', (route) => route.fulfill({ json: list }));
      await visitor.visit('/concerns/new');
      await page.getByText(title).waitFor();
      await check();
      expect(await page.getByRole('radio').count()).toBe(0);
      await page.unroute('**/handlers.json');
    }
    await visitor.leave();
  });
});

describe('coming back', () => {
  test('a mistyped word is found on the device, and words of nothing get an answer like any other', async () => {
    const visitor = await openReporter(browser, house);
    const { page, check } = visitor;
    await openMine(
      visitor,
      Array.from({ length: 12 }, () => 'zebra'),
    );
    await page.getByText('These words do not belong together').waitFor();
    await page.getByLabel('Your twelve words').fill('abandonn '.repeat(12));
    await page.getByRole('button', { name: 'Open my concern' }).click();
    await page.getByText('Word 1 is not one that we use').waitFor();
    await check();
    expect(visitor.requests.filter((request) => request.url().includes('/unseen/'))).toEqual([]);
    await openMine(visitor, [...Array.from({ length: 11 }, () => 'abandon'), 'about']);
    await page.getByText('There is nothing under these words').waitFor();
    await check();
    await visitor.leave();
  });

  test('words in the address are taken out of it at once and never sent', async () => {
    const visitor = await openReporter(browser, house);
    const { page } = visitor;
    const words = [...Array.from({ length: 11 }, () => 'abandon'), 'about'].join('-');
    await visitor.visit(`/concerns/mine#${words}`);
    await page.getByText('There is nothing under these words').waitFor();
    expect(page.url()).not.toContain('abandon');
    for (const request of visitor.requests) {
      expect(`${request.url()} ${request.postData() ?? ''}`.replace(/#.*/, '')).not.toContain('abandon');
    }
    await visitor.leave();
  });
});

describe('the form', () => {
  test('asks what the programme asks, gives hints, and does not let go of what was written without asking', async () => {
    const visitor = await openReporter(browser, house, { device: 'laptop' });
    const { page, check } = visitor;
    await visitor.visit('/concerns/new?programme=keystrokes&field=readers');
    expect(await page.getByRole('radio', { name: 'Keystroke recording' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Which part of it?').inputValue()).toBe('readers');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByText('Choose what comes nearest.').waitFor();
    await page.getByRole('radio', { name: 'A leak' }).check();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.getByText('Say what happened, or what worries you.').waitFor();
    await page
      .getByLabel('What happened, or what worries you?')
      .fill('As I told my manager Tom, mail anna@acme.example.');
    await page.getByText('This could tell who you are').waitFor();
    expect(await page.getByLabel('How did you notice?').count()).toBe(0);
    await page.getByRole('group', { name: 'Did somebody use it against you?' }).getByText('Yes').click();
    await page.getByLabel('How did you notice?').waitFor();
    await check();
    await page.getByRole('link', { name: 'Petitions', exact: true }).first().click();
    await page.getByRole('dialog', { name: 'Leave without sending?' }).waitFor();
    await check();
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.getByLabel('What happened, or what worries you?').inputValue()).toContain('my manager');
    // Leaving quickly never asks.
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    await page.waitForURL('**/leave');
    await visitor.leave();
  });

  test('without JavaScript says plainly that it needs it', async () => {
    const visitor = await openReporter(browser, house, { device: 'phone', javaScript: false });
    const pages = {
      '/concerns': 'Raising a concern',
      '/concerns/new': 'Raising a concern',
      '/concerns/mine': 'Opening a concern',
    };
    for (const [path, what] of Object.entries(pages)) {
      await visitor.visit(path);
      const plainly = visitor.page.locator('noscript .notice__title');
      expect(await plainly.innerText()).toBe(`${what} needs JavaScript`);
    }
    await visitor.leave();
  });
});

interface Stored {
  readonly message: number;
  readonly chunk: number;
}

/** How much lies in the outbox of this browser. */
function storedInOutbox(page: Page): Promise<Stored> {
  return page.evaluate(
    () =>
      new Promise<Stored>((resolve, reject) => {
        const opening = indexedDB.open('round-robin-outbox');
        opening.onerror = () => {
          reject(new Error('no outbox'));
        };
        opening.onsuccess = () => {
          const reading = opening.result.transaction(['message', 'chunk']);
          const message = reading.objectStore('message').count();
          const chunk = reading.objectStore('chunk').count();
          reading.oncomplete = () => {
            opening.result.close();
            resolve({ message: message.result, chunk: chunk.result });
          };
        };
      }),
  );
}
