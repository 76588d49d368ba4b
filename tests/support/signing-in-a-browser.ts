import { entropyToWords } from '~/crypto/words';
import type { Colleague } from './colleagues';
import type { Visitor } from './visitor';

/** Goes through reading and checking with the twelve words of a key, up to where signing is offered. */
export async function prepareToSign(
  { page, visit, check }: Visitor,
  petitionId: string,
  { entropy }: Colleague,
): Promise<void> {
  await visit(`/petitions/${petitionId}/sign`);
  await page.getByRole('button', { name: 'I have read it: go on' }).click();
  await page.getByRole('button', { name: 'I have my twelve words' }).click();
  await page.getByLabel('Your twelve words').fill(entropyToWords(entropy));
  await page.getByRole('button', { name: 'Use these words once' }).click();
  await page.getByRole('button', { name: /^Sign as one of/ }).waitFor();
  await check();
}

/** Signs with the twelve words of a key, from the petition's page to the receipt. */
export async function signInABrowser(visitor: Visitor, petitionId: string, colleague: Colleague): Promise<void> {
  await prepareToSign(visitor, petitionId, colleague);
  await visitor.page.getByRole('button', { name: /^Sign as one of/ }).click();
  await visitor.page.getByText('You signed', { exact: true }).waitFor();
}
