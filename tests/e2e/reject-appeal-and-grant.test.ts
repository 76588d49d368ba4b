import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantRole, setupActor } from '~/features/identified/accounts/change-role.server';
import { createDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { submitDraft } from '~/features/identified/drafts/submit-draft.server';
import { addDays, dayOf } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { demoOtherModerator, holderOf } from '~db/seed/demo-roster';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let organizer: Visitor;
let moderator: Visitor;
let petition: string;

const title = 'Stop recording the screens of the support teams';
const other = 'Stop recording the screens of all teams';
const appeal = 'The other petition asks about recordings to come. This one asks for those that were made.';
const day = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  await acceptedPetition(house, other);
  await house.publish();
  petition = await sendIn();
  const { personNumber } = demoOtherModerator;
  await grantRole(
    { db: house.database.identified, clock: house },
    { actor: setupActor, personNumber, role: 'moderator' },
  );
  [organizer, moderator] = [await openVisitor(browser, house), await openVisitor(browser, house)];
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** What an employee has written waits for a moderator. */
async function sendIn(): Promise<string> {
  const deps = { db: house.database.identified, clock: house, settings: demoSettings(demoCompany) };
  const { personNumber, name } = holderOf('employee');
  const draftId = await createDraft(deps, { author: personNumber, title });
  const demands = ['Delete what was recorded of the support teams.', 'Publish who can read the recordings.'];
  const patch = { demands, background: '', closesDay: addDays(dayOf(house.now()), 30) };
  await saveDraft(deps, { draftId, author: personNumber, patch });
  return submitDraft(deps, { draftId, author: { personNumber, name, roles: ['employee'] } });
}

describe('a petition that is rejected, and what becomes of it', () => {
  test('a moderator sees how long is left and what is like it, word by word, and rejects it', async () => {
    const { page } = moderator;
    await moderator.signIn(house.address('moderator'));
    await moderator.visit('/in/desk/moderation');
    const row = page.getByRole('row', { name: title });
    await row.getByText('3 working days left').waitFor();
    await row.getByText('You, or another moderator').waitFor();
    await moderator.check();
    await row.getByRole('link', { name: title }).click();
    const beside = page.getByRole('table', { name: `This petition beside “${other}”` });
    await beside.waitFor();
    const titles = await beside
      .getByRole('row', { name: /^Title/ })
      .locator('mark')
      .allInnerTexts();
    expect(titles.join(' ')).toContain('support');
    expect(await beside.getByRole('row').count()).toBeGreaterThan(2);
    await moderator.check();
    await page.getByRole('radio', { name: /^Another petition that is open/ }).check();
    await page.getByLabel('In your words').fill('Please sign the one about all teams.');
    await page.getByRole('button', { name: 'Publish this decision' }).click();
    await page.waitForURL('**/in/desk/moderation');
    expect((await house.inbox.waitFor(house.address('employee'))).text).toContain('another moderator decides');
  });

  test('its organizer appeals: writes why, looks at it, sends it in, once', async () => {
    const { page } = organizer;
    await organizer.signIn(house.address('employee'));
    await organizer.visit(`/in/desk/organizer/${petition}`);
    await page.getByText('Please sign the one about all teams.').waitFor();
    await page.getByRole('link', { name: 'Ask another moderator' }).first().click();
    await page.getByLabel('Why it should be accepted').fill('No.');
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText(/^Please look at this again/).waitFor();
    await organizer.check();
    await page.getByLabel('Why it should be accepted').fill(appeal);
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await organizer.check();
    await page.getByRole('button', { name: 'Send in the appeal' }).click();
    await page.getByText('Another moderator reads your appeal').waitFor();
    await organizer.check();
    await organizer.visit(`/in/desk/organizer/${petition}/appeal`);
    await page.getByText('You have appealed').waitFor();
    expect(await page.getByRole('button', { name: 'Look at it first' }).count()).toBe(0);
    await organizer.leave();
  });

  test('who rejected it cannot decide again, and is told why', async () => {
    const { page } = moderator;
    await moderator.visit('/in/desk/moderation');
    const row = page.getByRole('row', { name: title }).first();
    await row.getByText('Against your own decision').waitFor();
    await row.getByRole('link', { name: title }).click();
    await page.getByText('The appeal is against your decision').waitFor();
    await page.getByText(appeal).waitFor();
    expect(await page.getByRole('button', { name: 'Publish this decision' }).count()).toBe(0);
    await moderator.check();
    await moderator.leave();
  });

  test('what waits too long everybody sees; another moderator grants the appeal, and it opens', async () => {
    await house.moveClock(4 * day);
    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit('/petitions');
    await reader.page.getByText('1 petition waits for a moderator, longer than it should.').waitFor();
    await reader.visit(`/petitions/${petition}`);
    await reader.page.getByText('Rejected. Its organizer appealed: another moderator decides').waitFor();
    await reader.page.getByText(appeal).waitFor();

    const second = await openVisitor(browser, house);
    await second.signIn(demoOtherModerator.email);
    await second.visit('/in/desk/moderation');
    const row = second.page.getByRole('row', { name: title }).first();
    await row.getByText('Overdue by 1 working day').waitFor();
    await row.getByRole('link', { name: title }).click();
    await second.page.getByRole('radio', { name: 'The appeal clears up what the rejection rests on.' }).check();
    await second.page.getByLabel('In your words').fill('It asks for what the other one leaves out.');
    await second.check();
    await second.page.getByRole('button', { name: 'Publish this decision' }).click();
    await second.page.waitForURL('**/in/desk/moderation');
    await second.leave();
    expect((await house.inbox.waitFor(house.address('employee'))).subject).toContain('granted');

    await house.publish();
    await reader.visit(`/petitions/${petition}`);
    await reader.page.getByText(/Open for \d+ more days/).waitFor();
    await reader.page.getByText(/^Accepted on appeal by Farah Pahlavi, moderator\./).waitFor();
    await reader.page.getByText(/^Rejected by Moe Moderator, moderator\./).waitFor();
    await reader.check();
    await reader.visit('/petitions');
    await reader.page.getByText(/^No petition waits for a moderator\. Of 2 decisions/).waitFor();
    await reader.leave();
  });
});
