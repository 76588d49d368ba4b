import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { demoCompany } from '~/platform/environment';
import { addDays, dayOf } from '~/platform/clock';
import { demoSettings } from '~/platform/settings';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let author: Visitor;
let moderator: Visitor;

const title = 'Keep recordings of our work out of performance reviews';
const demands = ['Do not use recordings of screens to judge anybody.', 'Show each of us what was recorded about us.'];
const similarTitle = 'Keep recordings of our screens out of reviews';
const responseThreshold = 3;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  const deps = { db: house.database.identified, clock: house, base: demoSettings(demoCompany) };
  await changeSetting(deps, { name: 'thresholdAbsolute', value: responseThreshold });
  colleagues = await enrolColleagues(house, 12);
  await acceptedPetition(house, similarTitle);
  await house.publish();
  author = await openVisitor(browser, house);
  moderator = await openVisitor(browser, house);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** Number of the petition whose page on a desk is shown. */
const petitionOf = ({ page }: Visitor) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

describe('a petition from its first word to its answer', () => {
  test('an employee writes it in stages, sees what is like it, and sends it in', async () => {
    const { page } = author;
    await author.signIn(house.address('employee'));
    await author.visit('/in/petitions/new');
    await page.getByLabel('What is to be done?').fill(title);
    const similar = page.getByRole('link', { name: similarTitle });
    await similar.waitFor();
    await author.check();
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByLabel('Demand 1').fill(demands[0] ?? '');
    await page.getByLabel('Demand 2').fill('Too short');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText(/^Please look at this again/).waitFor();
    await author.check();
    await page.getByLabel('Demand 2').fill(demands[1] ?? '');
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByLabel('Background').fill('What is recorded **leaks**, and it makes work worse.');
    await page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await author.check();
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByText('From how many signatures on is it counted?').waitFor();
    await author.check();
    await page.getByRole('button', { name: 'Save and continue' }).click();

    await page.getByRole('heading', { name: title, level: 2 }).waitFor();
    await similar.waitFor();
    await author.check();
    await page.getByRole('button', { name: 'Send it in' }).click();
    await page.getByText('A moderator will read it').waitFor();
    await author.check();
  });

  test('a moderator sends it back, it is changed and sent in again, and accepted; it opens with the next publication', async () => {
    const { page } = moderator;
    await moderator.signIn(house.address('moderator'));
    await moderator.visit('/in/desk/moderation');
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('radio', { name: 'It is not clear what leadership is asked to do.' }).check();
    await page.getByLabel('In your words').fill('Please say which recordings you mean, and from when on.');
    await moderator.check();
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page.waitForURL('**/in/desk/moderation');
    await moderator.check();
    expect((await house.inbox.waitFor(house.address('employee'))).text).toContain(title);

    await author.visit(`/in/desk/organizer/${petitionOf(author)}`);
    await author.page.getByText('Please say which recordings you mean, and from when on.').waitFor();
    await author.page.getByRole('link', { name: 'Change it and send it in again' }).click();
    for (let step = 0; step < 4; step += 1) {
      const heading = await author.page.getByRole('heading', { level: 1 }).innerText();
      if (step === 1)
        await author.page.getByLabel('Demand 1').fill('From 2027 on, judge nobody by recordings of screens.');
      await author.page.getByRole('button', { name: 'Save and continue' }).click();
      await author.page.getByRole('heading', { level: 1 }).filter({ hasNotText: heading }).waitFor();
    }
    await author.page.getByRole('button', { name: 'Send it in again' }).click();
    await author.page.getByText('A moderator will read it').waitFor();

    await page.reload();
    // First what waits; below it what was decided, where it stands as well.
    await page.getByRole('link', { name: title }).first().click();
    // In the petition itself; beside a similar one as well.
    await page.getByText('From 2027 on, judge nobody by recordings of screens.').first().waitFor();
    await page.getByRole('radio', { name: 'It meets the rules.' }).check();
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page.waitForURL('**/in/desk/moderation');
    await moderator.check();

    await house.publish();
    await author.visit(`/petitions/${petitionOf(author)}`);
    await author.page.getByText(/Open for \d+ more days/).waitFor();
    await author.page.getByRole('link', { name: 'Sign unseen' }).first().waitFor();
  });

  test('its organizer watches the count grow, as a chart and as the table behind it, and posts news', async () => {
    const petition = petitionOf(author);
    const { page } = author;
    await author.visit(`/in/desk/organizer/${petition}`);
    await page
      .getByText(/Counting starts at 3/)
      .first()
      .waitFor();
    await othersSign(house, petition, colleagues.slice(0, 3));
    await house.publish();
    await house.moveClock(24 * 60 * 60 * 1000);
    await othersSign(house, petition, colleagues.slice(3, 5));
    await house.publish();

    await author.visit(`/in/desk/organizer/${petition}`);
    await page.getByText('5 signatures: the threshold of 3 is reached.').waitFor();
    await page.getByRole('img', { name: /Signatures by day/ }).waitFor();
    await page.getByText('The figures as a table').click();
    const figures = await page.getByRole('table').getByRole('cell', { name: /^\d+$/ }).allInnerTexts();
    expect(figures.map(Number).filter((figure) => figure > 0)).toEqual([5, 3]);
    await author.check();

    await page.getByLabel('News for everybody who follows this petition').fill('We meet on Tuesday, **room 4**.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.waitForURL('**#news');
    await author.visit(`/petitions/${petition}`);
    await page.getByText('We meet on Tuesday').waitFor();
  });

  test('leadership answers every demand; the answer stands on the petition’s page', async () => {
    const leader = await openVisitor(browser, house);
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/leadership');
    await page.getByRole('link', { name: title }).first().click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Write the answer' }).click();
    await page.getByRole('radio', { name: 'Accepted' }).first().check();
    await page.getByLabel('The reason for it').first().fill('Nobody has been judged by them, and nobody will be.');
    await page.getByRole('radio', { name: 'Partly' }).last().check();
    await page.getByLabel('The reason for it').last().fill('From January on; what is older has been deleted.');
    await page.getByLabel('Words to everybody who signed').fill('Thank you for saying it **plainly**.');
    await leader.check();
    await page.getByRole('button', { name: 'Save and look at it' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await page.getByRole('navigation', { name: 'The draft' }).getByRole('link', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Publish the answer' }).click();
    await page.getByRole('heading', { name: 'The response' }).waitFor();
    await leader.check();
    await leader.leave();

    await author.visit(`/petitions/${petitionOf(author)}`);
    await author.page.getByText('Nobody has been judged by them, and nobody will be.').waitFor();
    await author.page
      .getByText(/^Answered on/)
      .first()
      .waitFor();
    await author.leave();
  });

  test('another one is rejected, and stays listed with the reason', async () => {
    const rejected = 'Replace the head of the sales department';
    const organizer = await openVisitor(browser, house);
    await organizer.signIn(house.address('organizer'));
    await organizer.visit('/in/petitions/new');
    await organizer.page.getByLabel('What is to be done?').fill(rejected);
    await organizer.page.getByRole('button', { name: 'Save and continue' }).click();
    await organizer.page.getByLabel('Demand 1').fill('Appoint somebody else by the end of the year.');
    await organizer.page.getByRole('button', { name: 'Save and continue' }).click();
    await organizer.page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await organizer.page.getByRole('button', { name: 'Save and continue' }).click();
    await organizer.page.getByText('From how many signatures on is it counted?').waitFor();
    await organizer.page.getByRole('button', { name: 'Save and continue' }).click();
    await organizer.page.getByRole('button', { name: 'Send it in' }).click();
    await organizer.page.getByText('A moderator will read it').waitFor();
    await organizer.leave();

    await moderator.visit('/in/desk/moderation');
    await moderator.page.getByRole('link', { name: rejected }).click();
    await moderator.page
      .getByRole('radio', { name: 'It is about the case of one person, which belongs elsewhere.' })
      .check();
    await moderator.page.getByLabel('In your words').fill('Take it to the works council, which can help with it.');
    await moderator.page.getByRole('button', { name: 'Publish this decision' }).click();
    await moderator.page.waitForURL('**/in/desk/moderation');
    await moderator.leave();

    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit('/petitions?show=rejected');
    await reader.page.getByText('Rejected. It is about the case of one person').waitFor();
    await reader.page.getByRole('link', { name: rejected }).click();
    await reader.page.getByText('Take it to the works council, which can help with it.').waitFor();
    expect(await reader.page.getByRole('link', { name: 'Sign unseen' }).count()).toBe(0);
    await reader.check();
    await reader.leave();
  });
});
