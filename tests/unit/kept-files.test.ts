import { expect, test } from 'vitest';
import { kindOf, optionsOf, readKeptFiles } from '~/features/published/auditing/kept-files';

const checkpoint = 'acme/ledger\n40\n69+jF/bfUjRBg6UXCDugomhyDxhfHZZ0CB83ezW+ZNc=\n\n— acme/ledger 6iOd4fd=\n';
const receipt = 'acme/receipt/v1\npetition a\nnullifier 2e\naction sign\nn 0\n';

test('what somebody kept is told apart by its first words', () => {
  expect(kindOf(checkpoint)).toBe('checkpoint');
  expect(kindOf(receipt)).toBe('receipt');
  expect(kindOf(' {"v":1}')).toBe('filing');
  for (const none of ['', 'acme/ledger', 'acme/ledger\nforty\n', 'hello\n40\n', 'x acme/ledger\n40\n', '\n', '[]']) {
    expect([none, kindOf(none)]).toEqual([none, null]);
  }
});

test('files go to the checks that they are for, and others are named', async () => {
  const files = [
    new File([checkpoint], 'june.txt'),
    new File([receipt], 'mine.txt'),
    new File(['{}'], 'filing.json'),
    new File(['a shopping list'], 'list.txt'),
    new File([checkpoint, 'x'.repeat(600_000)], 'long.txt'),
  ];
  const { kept, others } = await readKeptFiles(files);
  expect(others).toEqual(['list.txt', 'long.txt']);
  expect(optionsOf(kept)).toEqual({ checkpoints: [checkpoint], receipts: [receipt], filings: ['{}'] });
});
