import { expect } from 'vitest';
import type { Visitor } from './visitor';

export const passphrase = 'four made up words here';

/** Makes a key on the page that is shown and goes on to where it can be sent. Returns the twelve words. */
export async function makeKey(
  { page, check }: Visitor,
  keep: 'passphrase' | 'passkey' | 'not',
  send = 'Enrol my key',
): Promise<string[]> {
  await page.getByRole('button', { name: 'Make my key on this device' }).click();
  const words = await page.getByRole('list', { name: 'Your twelve words' }).getByRole('listitem').allInnerTexts();
  expect(words).toHaveLength(12);
  await check();
  await page.getByRole('button', { name: 'I have written them down' }).click();
  await writeAskedWords({ page }, words);
  await page.getByRole('group', { name: 'How should this device keep your key?' }).waitFor();
  await check();
  if (keep === 'passphrase') {
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await page.getByLabel('The same passphrase again').fill(passphrase);
    await page.getByRole('button', { name: 'Keep my key here' }).click();
  } else if (keep === 'passkey') {
    await page.getByRole('radio', { name: 'Under a passkey' }).check();
    await page.getByRole('button', { name: 'Keep my key here' }).click();
  } else {
    await page.getByRole('radio', { name: 'Do not keep it here' }).check();
    await page.getByRole('button', { name: 'Go on without keeping it' }).click();
  }
  await page.getByRole('button', { name: send }).waitFor();
  await check();
  return words;
}

/** First with a slip of the pen, which is noticed, then as it was written. */
async function writeAskedWords({ page }: Pick<Visitor, 'page'>, words: readonly string[]): Promise<void> {
  const fields = page.getByRole('textbox', { name: /^Word \d+$/ });
  await expect.poll(() => fields.count()).toBe(3);
  for (const field of await fields.all()) await field.fill('zebra crossing');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page
    .getByText(/That is not word/)
    .first()
    .waitFor();
  for (const field of await fields.all()) {
    const place = Number((await field.getAttribute('name'))?.replace('word-', ''));
    await field.fill(words[place] ?? '');
  }
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** Proves and sends the key that was made. */
export async function enrolKey({ page, check }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Enrol my key' }).click();
  await page.getByText('Your key is enrolled', { exact: true }).waitFor();
  await check();
}
