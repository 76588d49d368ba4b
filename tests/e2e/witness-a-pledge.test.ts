import { inArray } from 'drizzle-orm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '~db/schema/identified';
import { answeredPetition, pledgeIn } from '~tests/support/answered-petition';
import { launchChromium } from '~tests/support/chromium';
import { chooseInABrowser, prepareToChoose } from '~tests/support/choosing-in-a-browser';
import { enrolColleagues, nth, type Colleague } from '~tests/support/colleagues';
import { openJourneyHouse, type JourneyHouse } from '~tests/support/journey-house';
import { othersChoose } from '~tests/support/others-choose';
import { openVisitor } from '~tests/support/visitor';

const unit = 'Tidewater Instruments / Engineering / Storage';

let house: JourneyHouse;
let browser: Browser;
let colleagues: Colleague[];
/** Those of them who work in the unit. */
let inUnit: Colleague[];
let pledge: string;

beforeAll(async () => {
  [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  colleagues = await enrolColleagues(house, 50);
  await house.publish();
  const rows = await house.database.identified
    .select()
    .from(person)
    .where(
      inArray(
        person.personNumber,
        colleagues.map(({ personNumber }) => personNumber),
      ),
    );
  const there = new Set(rows.flatMap(({ personNumber, unitPath }) => (unitPath === unit ? [personNumber] : [])));
  inUnit = colleagues.filter(({ personNumber }) => there.has(personNumber));
  const petition = await answeredPetition(house, {
    title: 'Stop recording our keystrokes and screens',
    text: {
      body: 'Thank you for asking.',
      items: [
        { answer: 'accepted', reason: 'The recording stops in December.' },
        { answer: 'accepted', reason: 'The list is published with it.' },
      ],
    },
    signers: colleagues.slice(0, 4),
  });
  pledge = await pledgeIn(house, petition, {
    text: 'The logger is switched off on every laptop by December.',
    howSeen: 'No process of that name runs any more.',
    witnessed: 'stops',
  });
});

afterAll(async () => {
  await browser.close();
  await house.close();
});

describe('a field witness', () => {
  test('names a unit on a phone, with a second proof; the unit is shown with the third of it', async () => {
    const phone = await openVisitor(browser, house, { device: 'phone' });
    await prepareToChoose(phone, `/pledges/${pledge}/witness`, nth(inUnit, 0));
    const { page } = phone;
    await page.getByText(`Yes: somebody in ${unit}`).click();
    await page.getByRole('button', { name: `Say it as one of ${inUnit.length}` }).waitFor();
    await phone.check();
    await chooseInABrowser(phone, 'I still see it running');
    await page.getByText('You said: I still see it running').waitFor();
    expect(await page.getByRole('main').innerText()).toContain(`That it comes from ${unit} is published once`);
    await phone.check();
    expect(phone.requests.filter((request) => request.headers()['cookie'])).toEqual([]);
    // Nothing that was asked for says which unit.
    const paths = phone.requests.map((request) => decodeURIComponent(request.url()));
    expect(paths.filter((path) => path.includes('Storage'))).toEqual([]);
    await phone.leave();

    await othersChoose(house, { kind: 'witness', id: pledge, choice: 'done', unit }, inUnit.slice(1, 2));
    await house.publish();
    const reader = await openVisitor(browser, house, { device: 'phone' });
    await reader.visit(`/pledges/${pledge}`);
    expect(await reader.page.locator('#witnesses').innerText()).toContain('Fewer than 3 employees');
    await othersChoose(house, { kind: 'witness', id: pledge, choice: 'not-done', unit }, inUnit.slice(2, 3));
    // A crowd that names no unit: without it the unit of whoever comes next could be had by subtraction.
    const elsewhere = colleagues.filter((each) => !inUnit.includes(each));
    await othersChoose(house, { kind: 'witness', id: pledge, choice: 'done' }, elsewhere.slice(0, 3));
    await house.publish();
    await reader.visit(`/pledges/${pledge}`);
    const said = (await reader.page.locator('#witnesses').innerText()).replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      'Of 6 employees who said what they see, 4 say “I see it stopped” and 2 “I still see it running”.',
    );
    expect(said).toMatch(/By unit .*Engineering \/ Storage 1 33 % 2/);
    expect(said).toContain('Leadership says');
    await reader.page.locator('#witnesses').getByText('The figures as a table').click();
    await reader.check();
    await reader.leave();
  });

  test('who names no unit counts in the whole alone', async () => {
    const visitor = await openVisitor(browser, house);
    const somebody = nth(
      colleagues.filter((each) => !inUnit.includes(each)),
      3,
    );
    await prepareToChoose(visitor, `/pledges/${pledge}/witness`, somebody);
    await visitor.page.getByText('Do you want to say where you work?').waitFor();
    await chooseInABrowser(visitor, 'I see it stopped');
    await visitor.page.getByText('You said: I see it stopped').waitFor();
    await house.publish();
    await visitor.visit(`/pledges/${pledge}`);
    const said = (await visitor.page.locator('#witnesses').innerText()).replaceAll(/\s+/g, ' ');
    expect(said).toContain('Of 7 employees who said what they see');
    expect(said).toMatch(/By unit .*Engineering \/ Storage 1 33 % 2/);
    await visitor.leave();
  });
});
