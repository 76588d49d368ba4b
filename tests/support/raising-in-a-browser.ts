import { expect } from 'vitest';
import { entropyToWords } from '~/crypto/words';
import type { Colleague } from './colleagues';
import type { JourneyHouse } from './journey-house';
import { openVisitor, type Visitor, type VisitorOptions } from './visitor';

/** A visitor whose device has the house's date: what is proved names its day, and wrong clocks are noticed. */
export async function openReporter(
  browser: Parameters<typeof openVisitor>[0],
  house: JourneyHouse,
  options: VisitorOptions = { device: 'phone' },
): Promise<Visitor> {
  const visitor = await openVisitor(browser, house, options);
  await visitor.page.clock.setFixedTime(house.now());
  return visitor;
}

/** Follows the form's button to the step with this title, and checks the page there. */
export async function goOnTo({ page, check }: Visitor, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByRole('heading', { name: title, level: 2 }).waitFor();
  await check();
}

export interface ConcernInBrowser {
  readonly programme: string;
  readonly kind: string;
  readonly what: string;
  /** Paths of files to add, or files in memory. */
  readonly files?: string[] | { name: string; mimeType: string; buffer: Buffer }[];
  /** Names of handlers to leave out. */
  readonly leftOut?: readonly string[];
}

/** Goes from the first step to the receipt words. Returns them. */
export async function tellInBrowser(
  visitor: Visitor,
  concern: ConcernInBrowser,
  { entropy }: Colleague,
): Promise<string[]> {
  const { page, visit, check } = visitor;
  await visit('/concerns/new');
  await page.getByRole('radio', { name: concern.programme }).check();
  await goOnTo(visitor, 'What kind of concern is it?');
  await page.getByRole('radio', { name: concern.kind }).check();
  await goOnTo(visitor, 'Tell it');
  await page.getByLabel('What happened, or what worries you?').fill(concern.what);
  await goOnTo(visitor, 'Pictures and texts that show it');
  if (concern.files) {
    await page.getByLabel('Add files').setInputFiles(concern.files);
    await expect.poll(() => page.getByText('Taken out:').count()).toBe(concern.files.length);
    await check();
  }
  await goOnTo(visitor, 'Who may read it?');
  for (const name of concern.leftOut ?? []) await page.getByRole('checkbox', { name }).uncheck();
  await goOnTo(visitor, 'Before you go on, on this device');
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Use these words once' }).click();
  await page.getByText('Your key is open in this tab.').waitFor();
  await goOnTo(visitor, 'This is what will be sent');
  await goOnTo(visitor, 'Twelve words, the only way back');
  const words = await page.getByRole('list', { name: 'Your receipt words' }).getByRole('listitem').allInnerTexts();
  expect(words).toHaveLength(12);
  return words;
}

/** Shows that the words were kept, and sends. */
export async function sendInBrowser(visitor: Visitor, words: readonly string[]): Promise<void> {
  const { page, check } = visitor;
  await page.getByRole('button', { name: 'I have kept them' }).click();
  const fields = page.getByRole('textbox', { name: /^Word \d+$/ });
  await expect.poll(() => fields.count()).toBe(3);
  await check();
  for (const field of await fields.all()) {
    const place = Number((await field.getAttribute('name'))?.replace('word-', ''));
    await field.fill(words[place] ?? '');
  }
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByRole('button', { name: 'Send it to the handlers' }).click();
}

/** Opens "my concern" with its words. */
export async function openMine(visitor: Visitor, words: readonly string[]): Promise<void> {
  const { page, visit } = visitor;
  await visit('/concerns/mine');
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await page.getByRole('button', { name: 'Open my concern' }).click();
}
