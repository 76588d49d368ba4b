import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDraft, saveDraft } from '~/features/identified/drafts/save-draft.server';
import { addDays, dayOf } from '~/platform/clock';
import { holderOf } from '~db/seed/demo-roster';
import { launchChromium } from '~tests/support/chromium';
import { chooseInABrowser, prepareToChoose } from '~tests/support/choosing-in-a-browser';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersChoose } from '~tests/support/others-choose';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
let author: Visitor;
let draftId: string;
/** Path and secret, as the author passes it on. */
let link: string;

const title = 'Do not weigh the parcels that each of us carries';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 12);
  await house.publish();
  // Written up to the page on which it is said how it runs; writing is another journey.
  const deps = { db: house.database.identified, clock: house };
  const own = { author: holderOf('employee').personNumber };
  draftId = await createDraft(deps, { ...own, title });
  const patch = { demands: ['Stop weighing what each of us carries.'], closesDay: addDays(dayOf(house.now()), 60) };
  await saveDraft(deps, { ...own, draftId, patch });
  author = await openVisitor(browser, house);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('a petition that looks for sponsors', () => {
  test('its author says how many, and gets a link', async () => {
    const { page } = author;
    await author.signIn(house.address('employee'));
    await author.visit(`/in/petitions/${draftId}/terms`);
    await page.getByRole('radio', { name: 'Yes, it waits for sponsors' }).check();
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('Please write a whole number between 3 and 1,000.').first().waitFor();
    await author.check();
    await page.getByLabel('How many sponsors').fill('4');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('4, by a link that only you have.').waitFor();
    await author.check();
    await page.getByRole('button', { name: 'Look for sponsors' }).click();
    const given = new URL(await page.getByLabel('Link for sponsors').inputValue());
    link = given.pathname + given.hash;
    expect(link).toMatch(/^\/petitions\/[a-z2-7]{26}\/sponsor#[\w-]{22}$/);
    await page.getByText('Not known, not to you either.').waitFor();
    await author.check();
  });

  test('a colleague reads it with the link on a phone and sponsors it unseen', async () => {
    const phone = await openVisitor(browser, house, { device: 'phone' });
    const [path = '', secret = ''] = link.split('#');
    await phone.visit(path);
    await phone.page.getByText('A part of the link is missing').waitFor();
    await phone.visit('/petitions');
    await prepareToChoose(phone, link, nth(colleagues, 0));
    await chooseInABrowser(phone, 'Yes, I sponsor it');
    await phone.page.getByText('You said: Yes, I sponsor it').waitFor();
    await phone.check();
    // Without a cookie; and the secret is in no address that was asked for.
    expect(phone.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    const sent = phone.requests.map((request) => [new URL(request.url()), request.postData() ?? ''] as const);
    expect(sent.filter(([{ pathname, search }]) => `${pathname}${search}`.includes(secret))).toEqual([]);
    const withSecret = sent.filter(([, body]) => body.includes(secret)).map(([{ pathname }]) => pathname);
    expect(new Set(withSecret)).toEqual(new Set(['/unseen/sponsoring/text']));
    await phone.leave();
  });

  test('with too few nothing moves; with enough it goes to the moderators, who see how many', async () => {
    const id = link.split('/')[2] ?? '';
    await othersChoose(house, { kind: 'sponsor', id, choice: 'sponsor' }, colleagues.slice(1, 3));
    await house.publish();
    await author.page.reload();
    // Three are as many as may be shown elsewhere in this house, and here they are not.
    await author.page.getByText('Not known, not to you either.').waitFor();
    await othersChoose(house, { kind: 'sponsor', id, choice: 'sponsor' }, colleagues.slice(3, 4));
    await house.publish();
    const mail = await house.inbox.waitFor(house.address('employee'));
    expect([mail.subject, mail.text]).toEqual(['Your petition has its sponsors', expect.stringContaining(title)]);
    await author.visit(`/in/desk/organizer/${id}`);
    await author.page.getByText('A moderator will read it').waitFor();
    await author.leave();

    const moderator = await openVisitor(browser, house);
    await moderator.signIn(house.address('moderator'));
    await moderator.visit(`/in/desk/moderation/${id}`);
    await moderator.page.getByText('Sponsored unseen by 4 employees').waitFor();
    await moderator.leave();
    const late = await openVisitor(browser, house);
    await late.visit(link);
    await late.page.getByText('This petition no longer looks for sponsors').waitFor();
    await late.check();
    late.expectFailure(/409/);
    await late.leave();
  });
});
