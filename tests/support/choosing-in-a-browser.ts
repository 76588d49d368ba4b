import { entropyToWords } from '~/crypto/words';
import type { Colleague } from './colleagues';
import type { Visitor } from './visitor';

const button = /^Say it as one of/;

/** Goes through reading and checking with the twelve words of a key, up to where one chooses. */
export async function prepareToChoose(
  { page, visit, check }: Visitor,
  path: string,
  { entropy }: Colleague,
): Promise<void> {
  await visit(path);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Use these words once' }).click();
  await page.getByRole('button', { name: button }).waitFor();
  await check();
}

/** Chooses by its words, and sends it. */
export async function chooseInABrowser({ page }: Visitor, choice: string): Promise<void> {
  await page.getByText(choice, { exact: true }).click();
  await page.getByRole('button', { name: button }).click();
}
