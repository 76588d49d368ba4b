import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { petitionOrganizer } from '~db/schema/identified';
import { holderOf } from '~db/seed/demo-roster';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let organizer: Visitor;
let colleague: Visitor;
let own: string;
let other: string;

const title = 'Stop recording our keystrokes on every laptop';
const otherTitle = 'Stop recording what we type';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  [own, other] = [await acceptedPetition(house, title, 0), await acceptedPetition(house, otherTitle, 0)];
  const { identified } = house.database;
  const { personNumber, name } = holderOf('handler');
  await identified.insert(petitionOrganizer).values([
    { petitionId: own, personNumber: holderOf('organizer').personNumber },
    // Who started the other one left it to somebody who had joined, before it opened.
    { petitionId: other, personNumber, name },
  ]);
  await house.publish();
  [organizer, colleague] = [await openVisitor(browser, house), await openVisitor(browser, house)];
  await organizer.signIn(house.address('organizer'));
  await colleague.signIn(house.address('employee'));
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('a petition that several organize', () => {
  test('an organizer asks a colleague, who agrees; both names stand on the petition', async () => {
    await organizer.visit(`/in/desk/organizer/${own}/organizers`);
    await organizer.page.getByLabel('Their work e-mail address').fill(house.address('employee'));
    await organizer.page.getByRole('button', { name: 'Ask them' }).click();
    await organizer.page.getByText('Colleagues who were asked').waitFor();
    await organizer.check();
    const mail = await house.inbox.waitFor(house.address('employee'));
    expect(mail.text).toContain(`/in/invitations/${own}`);

    await colleague.visit('/in/desk/organizer');
    await colleague.page.getByRole('link', { name: title }).click();
    await colleague.page.getByRole('button', { name: 'Organize it with them' }).waitFor();
    await colleague.check();
    await colleague.page.getByRole('button', { name: 'Organize it with them' }).click();
    await colleague.page.waitForURL(`**/in/desk/organizer/${own}`);
    await colleague.visit(`/petitions/${own}`);
    await colleague.page.getByText(`${holderOf('employee').name} became an organizer.`).waitFor();
  });

  test('who started it leaves it to the other, and no longer finds it on their desk', async () => {
    const { page } = organizer;
    await organizer.visit(`/in/desk/organizer/${own}/organizers`);
    await page.getByRole('button', { name: 'Leave this petition' }).click();
    await page.getByRole('button', { name: 'Yes, leave it to the others' }).click();
    await page.waitForURL('**/in/desk/organizer');
    await organizer.visit(`/petitions/${own}`);
    await page.getByText(new RegExp(`Organized by ${holderOf('employee').name}; before, by Oona Organizer`)).waitFor();
    await organizer.check();
  });
});

describe('two petitions that ask for the same', () => {
  test('one is merged into the other by agreement; the pages lead on and add nothing up', async () => {
    const { page } = colleague;
    await colleague.visit(`/in/desk/organizer/${own}/ending`);
    await page.getByRole('radio', { name: otherTitle }).check();
    await colleague.check();
    await page.getByRole('button', { name: 'Propose it to its organizers' }).click();
    await page.getByText('Waits for an answer').waitFor();

    const handler = await openVisitor(browser, house);
    await handler.signIn(house.address('handler'));
    await handler.visit(`/in/desk/organizer/${other}/ending`);
    await handler.page.getByLabel('Why the two belong together').fill('Both ask for the same, in other words.');
    await handler.check();
    await handler.page.getByRole('button', { name: 'Agree: merge it into this one' }).click();
    await handler.page.getByText('Others were merged into this one, so it goes on').waitFor();

    await colleague.visit(`/petitions/${own}`);
    await page.getByText('Both ask for the same, in other words.').waitFor();
    await house.publish();
    await colleague.visit(`/petitions/${own}`);
    await page.getByText(/^Merged into another one, closed/).waitFor();
    await colleague.check();
    await page.getByRole('link', { name: otherTitle }).first().click();
    await page.getByRole('heading', { name: 'Merged into this one' }).waitFor();
    await page.getByText('The numbers are never added up').waitFor();
    await page.getByText(`Organized by ${holderOf('handler').name}; before, by Oona Organizer`).waitFor();
    await colleague.check();
  });
});

describe('a reader who follows a petition', () => {
  test('is told what is new by the device alone: no request names it', async () => {
    const reader = await openVisitor(browser, house);
    const { page } = reader;
    await reader.visit(`/petitions/${other}`);
    await page.getByRole('button', { name: 'Follow on this device' }).click();
    await page.getByRole('button', { name: 'Following on this device' }).waitFor();
    await reader.check();

    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
    await reader.visit('/following');
    await page.getByRole('link', { name: otherTitle }).waitFor();
    await reader.check();
    expect(asked.some((each) => each.includes('/petitions/standing'))).toBe(true);
    expect(asked.filter((each) => each.includes(other))).toEqual([]);

    await page.getByRole('button', { name: 'Forget what I follow' }).click();
    await page.getByText('You follow none on this device').waitFor();
    const feed = await fetch(`${house.server.url}/petitions/${other}/feed.atom`);
    expect([feed.status, feed.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await feed.text()).toContain(`Opened: ${otherTitle}`);
  });
});
