import { expect, test } from 'vitest';
import { parseCompareArguments } from '../../../app/commands/compare/compare-arguments';

test('an address, and what else is asked for', () => {
  expect(parseCompareArguments(['https://petitions.example'])).toEqual({
    address: 'https://petitions.example',
    key: null,
    pages: [],
    json: false,
  });
  const all = ['--json', '--page', '/help', 'http://localhost:3000/', '--key', 'a+b+c', '--page', '/leave'];
  expect(parseCompareArguments(all)).toEqual({
    address: 'http://localhost:3000',
    key: 'a+b+c',
    pages: ['/help', '/leave'],
    json: true,
  });
});

test.each([
  [[]],
  [['petitions.example']],
  [['file:///etc/passwd']],
  [['https://petitions.example/path']],
  [['https://petitions.example?x']],
  [['https://one.example', 'https://two.example']],
  [['https://petitions.example', '--key']],
  [['https://petitions.example', '--page', '//evil.example']],
  [['https://petitions.example', '--wrong']],
])('%j makes no sense', (given) => {
  expect(parseCompareArguments(given)).toBeNull();
});
