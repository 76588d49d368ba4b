import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayLength, dayOf } from '~/platform/clock';
import { launchChromium } from '~tests/support/chromium';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { openVisitor, type Visitor } from '~tests/support/visitor';

let house: JourneyHouse;
let browser: Browser;
let leader: Visitor;

const name = 'Recording of support calls';
const otherName = 'Door and badge log';
const reason = 'It runs, so it has to stand on the register.';

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  // A session lasts until midnight: what is said later is said after signing in again.
  leader = await openVisitor(browser, house);
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

/** The path of a programme, from its name in the list. */
async function programmePath({ page }: Visitor, programme: string): Promise<string> {
  return (await page.getByRole('link', { name: programme, exact: true }).getAttribute('href')) ?? '';
}

describe('the register of programmes', () => {
  test('leadership enters a programme with gaps, after a look at what would be published', async () => {
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/programmes');
    await page.getByRole('link', { name: 'Enter a programme' }).click();
    await page.getByRole('heading', { name: 'Enter a programme', level: 1 }).waitFor();
    await leader.check();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Where it stands').first().selectOption('Active');
    await page.getByLabel('What it is for').fill('Quality of support.');
    await page.getByLabel('Calls').check();
    await page.getByLabel('How many people that is').fill('a few');
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await page.getByText(/^Please look at these again/).waitFor();
    await leader.check();
    await page.getByLabel('How many people that is').fill('');
    await page.getByLabel('The reason').fill(reason);
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await page.getByRole('heading', { name: 'What would change, as everybody will read it' }).waitFor();
    await leader.check();
    await page.getByRole('button', { name: 'Publish this revision' }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await leader.check();

    await leader.visit('/in/desk/programmes/new');
    await page.getByLabel('Name', { exact: true }).fill(otherName);
    await page.getByLabel('Where it stands').first().selectOption('Active');
    await page.getByLabel('Opting out').fill('The porter lets you in.');
    await page.getByLabel('The reason').fill(reason);
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await page.getByRole('button', { name: 'Publish this revision' }).click();
    await page.getByRole('heading', { name: otherName, level: 1 }).waitFor();
  });

  test('adds a document to a review, and changes an answer, 41 days later, with a reason', async () => {
    await leader.leave();
    await house.moveClock(41 * dayLength);
    leader = await openVisitor(browser, house);
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    await leader.visit('/in/desk/programmes/documents');
    await page.getByLabel('What it is called').fill('Minutes of the works council');
    await page
      .getByLabel('The document')
      .setInputFiles({ name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('It was not asked.\n') });
    await page.getByRole('button', { name: 'Add this document' }).click();
    await page.getByRole('rowheader', { name: 'Minutes of the works council' }).waitFor();
    await leader.check();

    await leader.visit('/in/desk/programmes');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await leader.check();
    await page.getByLabel('What it is for').fill('Quality of support, and pay.');
    const council = page.getByRole('group', { name: 'Works council' });
    await council.getByLabel('Where it stands').selectOption('Not done');
    await council.getByText('Documents').click();
    await council.getByLabel('Minutes of the works council').check();
    await page.getByLabel('The reason').fill('Half of what it is for had been left out.');
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await page.getByRole('deletion').or(page.getByRole('insertion')).first().waitFor();
    await leader.check();
    await page.getByRole('button', { name: 'Publish this revision' }).click();
    await page.waitForURL('**/changes');
    await leader.check();
  });

  test('an employee without scripts reads on a phone what is not answered, what changed, and two side by side', async () => {
    const reader = await openVisitor(browser, house, { device: 'phone', javaScript: false });
    const { page } = reader;
    await reader.visit('/');
    await page.getByRole('link', { name: 'Programmes', exact: true }).click();
    await reader.check();
    const path = await programmePath(reader, name);
    await reader.visit(path);
    const readers = page.getByRole('region', { name: 'Who can read it' });
    await readers.getByText('Not answered for 41 days').waitFor();
    await page.getByRole('region', { name: 'What it is for' }).getByText('Quality of support, and pay.').waitFor();
    const document = page.getByRole('link', { name: 'Minutes of the works council' });
    const download = page.waitForEvent('download');
    await document.click();
    expect((await download).suggestedFilename()).toMatch(/^[0-9a-f]{12}\.txt$/);

    await page.getByRole('link', { name: 'History (What it is for)' }).click();
    await page.getByRole('heading', { name: 'What changed: What it is for' }).waitFor();
    await reader.check();
    expect(await page.locator('ins').allInnerTexts()).toEqual([expect.stringContaining(', and pay')]);
    await page.getByText('“Half of what it is for had been left out.”').waitFor();

    await reader.visit(`${path}#timeline`);
    await page.getByRole('link', { name: 'Revision 2' }).waitFor();
    await reader.visit('/programmes?state=paused');
    await page.getByRole('heading', { name: 'No programme stands there' }).waitFor();
    await reader.visit('/programmes/compare');
    await page.getByLabel('One programme').selectOption(name);
    await page.getByLabel('The other').selectOption(otherName);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('cell', { name: 'The porter lets you in.' }).waitFor();
    await reader.check();
    await reader.leave();
  });

  test('every page passes for a screen reader on a phone, in both looks', async () => {
    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit('/programmes');
    const path = await programmePath(reader, name);
    const other = await programmePath(reader, otherName);
    const compare = `/programmes/compare?one=${path.split('/').at(-1) ?? ''}&other=${other.split('/').at(-1) ?? ''}`;
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.page.emulateMedia({ colorScheme });
      for (const each of ['/programmes', path, `${path}/changes`, compare]) await reader.visit(each);
    }
    await reader.leave();
  });

  test('an employee starts a petition on a question; once open it stands beside it', async () => {
    const author = await openVisitor(browser, house);
    const { page } = author;
    await author.signIn(house.address('employee'));
    await author.visit('/programmes');
    await author.visit(await programmePath(author, name));
    await page.getByRole('link', { name: 'Start a petition (Who can read it)' }).click();
    await page.getByRole('link', { name: `${name}: Who can read it` }).waitFor();
    await author.check();
    const title = 'Say who can listen to the recordings of our calls';
    await page.getByLabel('What is to be done?').fill(title);
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByLabel('Demand 1').fill('Publish how many people can listen, and who they are.');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByLabel('Open until').fill(addDays(dayOf(house.now()), 30));
    await author.check();
    expect(await page.getByLabel('Which of its questions').inputValue()).toBe('readers');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('From how many signatures on is it counted?').waitFor();
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByRole('heading', { name: title, level: 2 }).waitFor();
    await page.getByText('About').waitFor();
    await author.check();
    await page.getByRole('button', { name: 'Send it in' }).click();
    await page.getByText('A moderator will read it').waitFor();

    const moderator = await openVisitor(browser, house);
    await moderator.signIn(house.address('moderator'));
    await moderator.visit('/in/desk/moderation');
    await moderator.page.getByRole('link', { name: title }).click();
    await moderator.page.getByRole('link', { name: `${name}: Who can read it` }).waitFor();
    await moderator.check();
    await moderator.page.getByRole('radio', { name: 'It meets the rules.' }).check();
    await moderator.page.getByRole('button', { name: 'Publish this decision' }).click();
    await moderator.page.waitForURL('**/in/desk/moderation');
    await moderator.leave();
    await house.publish();

    await author.visit('/programmes');
    await author.visit(await programmePath(author, name));
    const readers = page.getByRole('region', { name: 'Who can read it' });
    await readers.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page
      .getByRole('link', { name: `${name}: Who can read it` })
      .first()
      .waitFor();
    await author.check();
    await author.leave();
  });

  test('a handler adds a question that depends on another; leadership cannot', async () => {
    const handler = await openVisitor(browser, house);
    const { page } = handler;
    await handler.signIn(house.address('handler'));
    await handler.visit('/in/desk/programmes');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name: 'Questions to reporters', level: 1 }).waitFor();
    await handler.check();
    const row = (number: number) => page.getByRole('group', { name: `Question ${String(number)}`, exact: true });
    await row(1).getByLabel('The question').fill('Did you hear somebody else’s call?');
    await row(1).getByLabel('How it is answered').selectOption('Yes or no');
    await page.getByLabel('The reason for this change').fill('So that reports say what happened.');
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await page.getByRole('button', { name: 'Publish these questions' }).click();
    await page.waitForURL('**/changes');
    await handler.visit('/in/desk/programmes');
    await page.getByRole('link', { name, exact: true }).click();
    await row(2).getByLabel('The question').fill('Whose was it?');
    await row(2).getByLabel('Asked').selectOption('only if “Did you hear somebody else’s call?” is “yes”');
    await page.getByLabel('The reason for this change').fill('Only those who heard one can say.');
    await page.getByRole('button', { name: 'Check what would change' }).click();
    await handler.check();
    await page.getByRole('button', { name: 'Publish these questions' }).click();
    await page.waitForURL('**/changes');
    await page.getByText(/Whose was it\?.*only if “q1” is “yes”/).waitFor();
    await handler.leave();

    leader.expectFailure(/403/);
    const address = page.url();
    expect(address).toContain('/programmes/');
    const answer = await leader.page.goto(
      address.replace('/programmes/', '/in/desk/programmes/').replace('/changes', '/questions'),
    );
    expect(answer?.status()).toBe(403);
    await leader.leave();
  });

  test('leadership imports the register: as it was exported, then with an answer changed', async () => {
    leader = await openVisitor(browser, house);
    const { page } = leader;
    await leader.signIn(house.address('leadership'));
    const file = await page.request.get(`${house.server.url}/programmes.json`);
    await leader.visit('/in/desk/programmes/import');
    await page.getByLabel('File of programmes').setInputFiles({
      name: 'programmes.json',
      mimeType: 'application/json',
      buffer: await file.body(),
    });
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByText('2 programmes stand as the file has it already.').waitFor();
    await leader.check();
    const changed = (await file.text()).replace(
      'Quality of support, and pay.',
      'Quality of support, and nothing else.',
    );
    await page.getByLabel('File of programmes').setInputFiles({
      name: 'programmes.json',
      mimeType: 'application/json',
      buffer: Buffer.from(changed),
    });
    await page.getByRole('button', { name: 'Show what would change' }).click();
    await page.getByRole('heading', { name }).waitFor();
    await leader.check();
    await page.getByLabel('The reason for these changes').fill('Pay has nothing to do with it any more.');
    await page.getByRole('button', { name: 'Publish 1 revision' }).click();
    await page.waitForURL('**/programmes');
    await leader.leave();
  });
});
