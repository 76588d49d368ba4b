import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantRole, setupActor } from '~/features/identified/accounts/change-role.server';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { petitionOrganizer } from '~db/schema/identified';
import { demoPeople, demoRoles, holderOf } from '~db/seed/demo-roster';
import { acceptedPetition } from '~tests/support/accepted-petition';
import { launchChromium } from '~tests/support/chromium';
import { enrolColleagues } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersSign } from '~tests/support/others-sign';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let petition: string;
let similar: string;

const title = 'Stop recording our keystrokes and screens';
const similarTitle = 'Stop recording what we type and our screens';
const question = 'Do you mean the laptops of contractors as well?';
const answer = 'Theirs too: they sit beside us, **and nobody asked them**.';
const threshold = 3;

/** Somebody who holds no role yet: the second leader. */
const second = demoPeople.find((person) => demoRoles.every(({ person: holder }) => holder !== person));
const leader = holderOf('leadership');
const organizer = holderOf('organizer');

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  const deps = { db: house.database.identified, clock: house, base: demoSettings(demoCompany) };
  await changeSetting(deps, { name: 'thresholdAbsolute', value: threshold });
  await grantRole(deps, { actor: setupActor, personNumber: second?.personNumber ?? '', role: 'leadership' });
  const colleagues = await enrolColleagues(house, 12);
  petition = await acceptedPetition(house, title);
  similar = await acceptedPetition(house, similarTitle);
  for (const petitionId of [petition, similar]) {
    const { personNumber } = organizer;
    await house.database.identified.insert(petitionOrganizer).values({ petitionId, personNumber });
  }
  await house.publish();
  for (const each of [petition, similar]) await othersSign(house, each, colleagues.slice(0, threshold));
  await house.publish();
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** A section of the desk. */
const section = ({ page }: Visitor, heading: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) });

describe.each([
  ['with JavaScript', true],
  ['without', false],
])('%s', (_, javaScript) => {
  // The same way twice over one house: what the first run publishes stands for the second.
  const about = () => (javaScript ? petition : similar);
  const aboutTitle = javaScript ? title : similarTitle;

  test('a leader says who answers; both are told, and the page says it', async () => {
    const visitor = await openVisitor(browser, house, { javaScript });
    const { page } = visitor;
    await visitor.signIn(leader.email);
    await visitor.visit('/in/desk/leadership');
    const row = section(visitor, 'Due').getByRole('row').filter({ hasText: aboutTitle });
    await row.getByText('Nobody yet').waitFor();
    await row.getByRole('link', { name: 'Say who answers' }).click();
    await page.getByRole('heading', { name: 'Who answers' }).waitFor();
    await visitor.check();
    await page.getByLabel('Who answers for it').selectOption(leader.personNumber);
    await page.getByLabel('Who writes the answer for them').selectOption(second?.personNumber ?? '');
    await page.getByRole('button', { name: 'Note it' }).click();
    await row.getByText(`${second?.name ?? ''} writes it`).waitFor();
    await visitor.check();
    expect((await house.inbox.waitFor(leader.email)).subject).toBe('You answer for this');
    expect((await house.inbox.waitFor(second?.email ?? '')).subject).toBe('You are asked to write an answer');
    await page.getByRole('link', { name: /^Mine/ }).click();
    await page.waitForURL('**?show=mine');
    await row.waitFor();
    await page.getByRole('link', { name: /^Nobody’s/ }).click();
    await page.waitForURL('**?show=nobody');
    await row.waitFor({ state: 'detached' });
    await visitor.check();
    await visitor.leave();
  });

  test('asks the organizer in public, who is told and answers in public', async () => {
    const visitor = await openVisitor(browser, house, { javaScript });
    const { page } = visitor;
    await visitor.signIn(leader.email);
    await visitor.visit(`/in/desk/leadership/ask/${about()}`);
    await page.getByLabel('What do you ask the organizer?').fill(question);
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText('As everybody will read it').waitFor();
    await visitor.check();
    await page.getByRole('button', { name: 'Ask in public' }).click();
    await page.getByText('has not answered yet').waitFor();
    await visitor.leave();

    const mail = await house.inbox.waitFor(organizer.email);
    expect(mail.text).toContain(question);
    const asked = await openVisitor(browser, house, { javaScript, device: 'phone' });
    await asked.signIn(organizer.email);
    await asked.visit('/in/desk/organizer');
    await asked.page.getByRole('link', { name: 'Answer 1 question' }).click();
    await asked.page.getByText(question).waitFor();
    await asked.page.getByLabel('Your answer').fill(answer);
    await asked.page.getByRole('button', { name: 'Look at it first' }).click();
    await asked.page.getByText('As everybody will read it').waitFor();
    await asked.check();
    await asked.page.getByRole('button', { name: 'Answer in public' }).click();
    await asked.page.getByText(/answered, 23 November/).waitFor();
    await asked.visit('/in/desk/organizer');
    expect(await asked.page.getByText('Leadership asks you something').count()).toBe(0);
    await asked.leave();
    for (const address of [leader.email, second?.email ?? '']) {
      expect((await house.inbox.waitFor(address)).text).toContain('nobody asked them');
    }

    const reader = await openVisitor(browser, house, { javaScript, device: 'phone' });
    await reader.visit(`/petitions/${about()}`);
    await reader.page.getByRole('heading', { name: 'Leadership asked the organizer' }).waitFor();
    await reader.page.getByText('and nobody asked them').waitFor();
    await reader.page.getByText(/answers for this since/).waitFor();
    await reader.page.getByRole('link', { name: leader.name }).first().waitFor();
    await reader.leave();
  });
});

test('without JavaScript petitions that ask for the same are ticked and answered together', async () => {
  const visitor = await openVisitor(browser, house, { javaScript: false });
  const { page } = visitor;
  await visitor.signIn(leader.email);
  await visitor.visit('/in/desk/leadership');
  const together = page.getByRole('group', { name: '2 petitions that may ask for the same' });
  for (const each of [title, similarTitle]) expect(await together.getByLabel(each).isChecked()).toBe(true);
  await together.getByRole('button', { name: 'Write one answer to those ticked' }).click();
  await page.waitForURL(/\/in\/desk\/leadership\/[\w-]+$/);
  await visitor.visit('/in/desk/leadership');
  const rows = section(visitor, 'Due').getByRole('row').filter({ hasText: 'Being written' });
  expect(await rows.count()).toBe(2);
  await visitor.leave();
});
