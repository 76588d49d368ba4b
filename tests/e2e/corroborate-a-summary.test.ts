import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex } from '~/crypto/hash';
import { entropyToWords } from '~/crypto/words';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { handlerFingerprint, handlerKeys, handlerStatement } from '~/features/published/handlers/handler-key';
import { randomId } from '~/features/published/petitions/random-id.server';
import { signSummary } from '~/features/published/summaries/summary.schema';
import { dayOf } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { handlerKey } from '~db/schema/published-concerns';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

const { organisation } = demoCompany;
const title = 'Recording went on during breaks';
const body = 'Several of us found that screens were recorded during breaks.\n\nIt had been said to stop.';
const path = '/unseen/handling/summary';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let summary: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Goes through reading and checking with the twelve words of a key, up to where one chooses. */
async function prepareToSpeak({ page, visit, check }: Visitor, { entropy }: Colleague): Promise<void> {
  await visit(`/summaries/${summary}/corroborate`);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Use these words once' }).click();
  await page.getByRole('button', { name: /^Say it as one of/ }).waitFor();
  await check();
}

async function say(visitor: Visitor, choice: string): Promise<void> {
  await visitor.page.getByText(choice, { exact: true }).click();
  await visitor.page.getByRole('button', { name: /^Say it as one of/ }).click();
}

describe('a summary of concerns', () => {
  test('is published by a handler, with a request signed by the handler’s key and no cookie', async () => {
    const keys = await handlerKeys(new Uint8Array(randomBytes(16)));
    const fingerprint = handlerFingerprint(organisation, keys.signing.publicKey, keys.recipient);
    const day = dayOf(house.now());
    const added = handlerStatement({
      ...{ organisation, act: 'added', fingerprint, name: 'Hana Handler', by: fingerprint, day },
    });
    await house.database.identified.insert(handlerKey).values({
      ...{ fingerprint: fromHex(fingerprint), number: 1, name: 'Hana Handler', signingKey: keys.signing.publicKey },
      ...{ recipient: keys.recipient, addedDay: day, addedBy: fromHex(fingerprint) },
      signature: keys.signing.sign(added),
    });
    summary = randomId();
    const request = signSummary(keys.signing, {
      ...{ organisation, day, id: summary, programme: null, field: null, title, body },
    });
    const send = (signed: object) =>
      fetch(`${house.server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(signed),
      });
    const signed = signRequest(keys.signing, { organisation, path, request });
    expect((await send({ ...signed, request: signed.request.replace('breaks', 'meetings') })).status).toBe(403);
    expect((await send(signed)).status).toBe(200);
  });

  test('three colleagues bear it out on their phones; nothing is shown before the third, then all of it', async () => {
    const reader = await openVisitor(browser, house);
    for (const index of [0, 1, 2]) {
      await reader.visit(`/summaries/${summary}`);
      expect(await reader.page.getByRole('main').innerText()).toMatch(/Me too\s+fewer than 3/);
      const visitor = await openVisitor(browser, house, { device: 'phone' });
      await prepareToSpeak(visitor, nth(colleagues, index));
      await say(visitor, 'Me too');
      await visitor.page.getByText('You said: Me too').waitFor();
      await visitor.check();
      expect(visitor.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
      await visitor.leave();
      await house.publish();
    }
    await reader.visit(`/summaries/${summary}`);
    expect(await reader.page.getByRole('main').innerText()).toMatch(/Me too\s+3/);
    expect(await reader.page.getByRole('main').innerText()).toMatch(/I saw it\s+fewer than 3/);
    await reader.leave();
  });

  test('one of them comes back: the device finds what its key said, and says something else', async () => {
    const visitor = await openVisitor(browser, house);
    await prepareToSpeak(visitor, nth(colleagues, 0));
    await say(visitor, 'This contradicts what I know');
    await visitor.page.getByText('“Me too” is published.').waitFor();
    await visitor.check();
    await visitor.page.getByRole('button', { name: 'Say “This contradicts what I know” now' }).click();
    await visitor.page.getByText('You said: This contradicts what I know').waitFor();
    await house.publish();
    // One alone is not shown, so the old answer counts on.
    await visitor.visit(`/summaries/${summary}`);
    expect(await visitor.page.getByRole('main').innerText()).toMatch(/Me too\s+3/);
    await visitor.leave();
  });

  test('it is on leadership’s desk, by the day that an answer is due, and leadership answers', async () => {
    const leadership = await openVisitor(browser, house);
    const { page } = leadership;
    await leadership.signIn(house.address('leadership'));
    await leadership.visit('/in/desk/leadership');
    await page.getByRole('row', { name: new RegExp(`${title}.*Summary.*3`) }).waitFor();
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('button', { name: 'Write the answer' }).click();
    const words = page.getByLabel('Words to everybody who reads the summary');
    await words.fill('short');
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await leadership.check();
    await page.getByRole('link', { name: /Please write at least 10 characters/ }).click();
    await words.fill('It **stops** on Friday, and what was recorded is deleted.');
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await leadership.check();
    await page.getByRole('navigation', { name: 'The draft' }).getByRole('link', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Publish the answer' }).click();
    await page.getByRole('heading', { name: 'The answer' }).waitFor();
    await leadership.visit('/in/desk/leadership');
    await page.getByText('No answer is due').waitFor();
    await leadership.leave();

    const reader = await openVisitor(browser, house, { javaScript: false, device: 'phone' });
    await reader.visit(`/summaries/${summary}`);
    expect(await reader.page.getByRole('main').innerText()).toContain('It stops on Friday');
    await reader.visit('/summaries');
    expect(await reader.page.getByRole('main').innerText()).toMatch(/Answered by leadership/);
    await reader.leave();
  });

  test('an employee makes a draft of it with one click', async () => {
    const employee = await openVisitor(browser, house);
    const { page } = employee;
    await employee.signIn(house.address('employee'));
    await employee.visit(`/summaries/${summary}`);
    await page.getByRole('button', { name: 'Turn it into a draft petition' }).click();
    await page.waitForURL('**/in/petitions/*/ask');
    await employee.check();
    await page.getByLabel('Demand 1').fill('Stop recording during breaks.');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByLabel('Background').waitFor();
    const background = await page.getByLabel('Background').inputValue();
    expect(background).toContain(`${house.server.url}/summaries/${summary}`);
    expect(background).toContain('> Several of us found that screens were recorded during breaks.\n>\n> It had');
    await employee.leave();
  });
});
