import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petition: string;
let leader: Visitor;
let reviewer: Visitor;

const title = 'Say who could read the recordings';
const dayLength = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  const colleagues = await enrolColleagues(house, 8);
  petition = await acceptedPetition(house, title);
  await house.publish();
  await othersSign(house, petition, colleagues.slice(0, 5));
  await house.publish();
  leader = await openVisitor(browser, house);
  // A works council reads on whatever device it has, scripts or none.
  reviewer = await openVisitor(browser, house, { device: 'phone', javaScript: false });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

const desk = () => `/in/desk/leadership/${petition}`;

describe('an answer that others must approve', () => {
  test('is written demand by demand, one of them left open, and looked at', async () => {
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit(desk());
    await page.getByRole('button', { name: 'Write the answer' }).click();
    await page.getByRole('radio', { name: 'Accepted' }).first().check();
    await page.getByLabel('The reason for it').first().fill('Yes.');
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await page.getByText('Before it can be published').waitFor();
    await leader.check();
    await page.getByRole('link', { name: /^Demand 1: Please write at least/ }).click();
    await page.getByLabel('The reason for it').first().fill('The list is on the page of the programme.');
    await page.getByLabel('Words to everybody who signed').fill('Thank you for asking **plainly**.');
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await page.getByText('No answer yet').first().waitFor();
    await leader.check();
  });

  test('goes to a named reviewer, who is told of it by mail', async () => {
    const { page } = leader;
    await page.getByRole('navigation', { name: 'The draft' }).getByRole('link', { name: 'Review' }).click();
    await page.getByLabel('Work e-mail address of a reviewer').fill('nobody@tidewater.example');
    await page.getByLabel('In what capacity').fill('works council');
    await page.getByRole('button', { name: 'Name this reviewer' }).click();
    await page.getByText('Nobody who works here has this address.').first().waitFor();
    leader.expectFailure(/status of 400/);
    await leader.check();
    await page.getByLabel('Work e-mail address of a reviewer').fill(house.address('handler'));
    await page.getByRole('button', { name: 'Name this reviewer' }).click();
    await page.getByText('Has not said anything yet').waitFor();
    await page.getByRole('button', { name: 'Ask them to review it' }).click();
    await page.getByText('In review').waitFor();
    await leader.check();
    await leader.visit(`${desk()}?step=publish`);
    await page.getByText('Not every reviewer has approved it').waitFor();
    expect(await page.getByRole('button', { name: 'Publish the answer' }).count()).toBe(0);
  });

  test('which nobody else is shown', async () => {
    const mail = await house.inbox.waitFor(house.address('handler'));
    const address = /\/in\/desk\/reviews\/[a-z2-7]{26}/.exec(mail.text)?.[0] ?? '';
    expect(address).not.toBe('');
    expect(mail.text).not.toContain('Thank you for asking');
    const stranger = await openVisitor(browser, house);
    stranger.expectFailure(/status of 404/);
    await stranger.signIn(house.address('organizer'));
    const answer = await stranger.page.goto(`${house.server.url}${address}`);
    expect(answer?.status()).toBe(404);
    await stranger.leave();

    await reviewer.signIn(house.address('handler'));
    await reviewer.visit('/in/desk/reviews');
    await reviewer.page.getByText('Waits for you').waitFor();
    await reviewer.page.getByRole('link', { name: title }).click();
    await reviewer.page.getByText('The list is on the page of the programme.').waitFor();
    await reviewer.check();
  });

  test('is sent back with a comment, changed, and approved word by word', async () => {
    const theirs = reviewer.page;
    await theirs.getByLabel('What it is about').selectOption('Demand 1');
    await theirs.getByLabel('Your comment').fill('Please name the page.');
    await theirs.getByRole('button', { name: 'Comment' }).click();
    await theirs.getByText('Please name the page.').waitFor();
    await theirs.getByRole('radio', { name: 'I ask for changes' }).check();
    await theirs.getByRole('button', { name: 'Say so' }).click();
    await theirs.getByText(/^Please look at this again/).waitFor();
    reviewer.expectFailure(/status of 400/);
    await theirs.getByLabel('Which changes, or anything else').fill('Nobody will find it like this.');
    await theirs.getByRole('button', { name: 'Say so' }).click();
    await theirs.getByText(/^Asked for changes/).waitFor();
    expect((await house.inbox.waitFor(house.address('leadership'))).text).toContain('Nobody will find it like this.');

    const { page } = leader;
    await leader.visit(`${desk()}?step=review`);
    await page.getByText('Please name the page.').waitFor();
    await leader.visit(desk());
    await page.getByLabel('The reason for it').first().fill('The list is on the page “Screen recording”.');
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await page.getByText('“Screen recording”').waitFor();
    await leader.visit(`${desk()}?step=review`);
    await page.getByText('of words that were changed since').waitFor();
    await page.getByRole('button', { name: 'Ask them to review it' }).click();
    await page.getByText('In review').waitFor();

    await house.inbox.waitFor(house.address('handler'));
    await theirs.reload();
    await theirs.getByRole('radio', { name: 'I approve them' }).check();
    await theirs.getByRole('button', { name: 'Say so' }).click();
    await theirs.getByText(/^Approved on/).waitFor();
    await reviewer.leave();
  });

  test('is published at its hour, with nobody there, and says which demand has no answer', async () => {
    const { page } = leader;
    await leader.visit(`${desk()}?step=publish`);
    await page.getByLabel('Day').fill('2026-11-24');
    await page.getByLabel('Hour').selectOption('09:00');
    await page.getByRole('button', { name: 'Publish it then' }).click();
    await page.getByText(/It is published on Tuesday 24 November at 09:00/).waitFor();
    await leader.check();
    await leader.leave();

    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit(`/petitions/${petition}`);
    expect(await reader.page.getByText('Screen recording').count()).toBe(0);
    await house.moveClock(dayLength);
    await expect
      .poll(
        async () => {
          await reader.page.reload();
          return reader.page.getByText('“Screen recording”').count();
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBeGreaterThan(0);
    await reader.page.getByText('No answer yet').first().waitFor();
    await reader.check();
    await reader.leave();
  });
});
