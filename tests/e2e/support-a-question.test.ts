import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { decideQuestion } from '~/features/published/questions/decide-question.server';
import { questionsPath, supportPath } from '~/features/published/questions/question';
import { dayOf } from '~/platform/clock';
import { question } from '~db/schema/published-questions';
import { inTransaction } from '~db/transaction';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { chooseInABrowser, prepareToChoose } from '~tests/support/choosing-in-a-browser';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersChoose } from '~tests/support/others-choose';
import { openVisitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let petition: string;
let asked: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, 'Stop recording our keystrokes and screens');
  await house.publish();
  const { anonymous, identified } = house.database;
  const day = dayOf(house.now());
  asked = randomId();
  const words = { about: 'petition' as const, body: 'Who has read the recordings?\nAnd since when?' };
  await anonymous.insert(question).values({ id: asked, petitionId: petition, ...words, state: 'waiting', day });
  await inTransaction(identified, async (tx) => {
    const decision = { act: 'accept' as const, reasonCode: 'meets-the-rules', words: '' };
    const decided = { questionId: asked, decision, moderatorName: 'Moe Moderator', day };
    await appendEntry(tx, await decideQuestion(tx, decided));
  });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

async function questionsPage(): Promise<string> {
  const reader = await openVisitor(browser, house, { javaScript: false });
  await reader.visit(questionsPath(petition));
  const text = await reader.page.getByRole('main').innerText();
  await reader.leave();
  return text.replaceAll(/\s+/g, ' ');
}

describe('supporting a question', () => {
  test('on a phone, taking it back before it was counted, and giving it again', async () => {
    const phone = await openVisitor(browser, house, { device: 'phone' });
    const path = supportPath(petition, asked);
    await prepareToChoose(phone, path, nth(colleagues, 0));
    await chooseInABrowser(phone, 'I no longer support it');
    await phone.page.getByText('There is nothing to take back').waitFor();
    await phone.check();

    await prepareToChoose(phone, path, nth(colleagues, 0));
    await chooseInABrowser(phone, 'I would like to know this too');
    await phone.page.getByText('You said: I would like to know this too').waitFor();
    await phone.check();
    expect(phone.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    // What was asked of the server and refused is no mistake of the page.
    phone.expectFailure(/409/);
    await phone.leave();

    await othersChoose(house, { kind: 'support', id: asked, choice: 'support' }, colleagues.slice(1, 3));
    expect(await questionsPage()).toMatch(/Support is shown from 3 colleagues up/);
    await house.publish();
    expect(await questionsPage()).toMatch(/3 colleagues would like it answered/);
  });

  test('is taken back by a key that finds it in public data', async () => {
    await othersChoose(house, { kind: 'support', id: asked, choice: 'support' }, colleagues.slice(3, 5));
    const visitor = await openVisitor(browser, house);
    await prepareToChoose(visitor, supportPath(petition, asked), nth(colleagues, 0));
    await chooseInABrowser(visitor, 'I no longer support it');
    await visitor.page.getByText('“I would like to know this too” is published.').waitFor();
    await visitor.check();
    await visitor.page.getByRole('button', { name: 'Say “I no longer support it” now' }).click();
    await visitor.page.getByText('You said: I no longer support it').waitFor();
    await visitor.leave();
    await house.publish();
    expect(await questionsPage()).toMatch(/4 colleagues would like it answered/);
  });
});
