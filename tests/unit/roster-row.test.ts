import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLargeRemoval, isRefused } from '~/features/identified/roster/roster';
import { canonicalUnitPath } from '~/features/identified/roster/unit-path';
import { readAll, rosterHeader } from '~tests/support/roster-files';

async function row(cells: readonly string[], options: { demo?: boolean } = {}) {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const [line] = await readAll(`${rosterHeader}\n${quoted}\n`, options);
  return line?.row;
}

const good = ['1', 'Ada', 'ada@company.example', 'Company', 'active'];
const withCell = (index: number, value: string) => good.map((cell, at) => (at === index ? value : cell));

describe('a row is refused with its reason', () => {
  test.each([
    ['no number', withCell(0, ' '), /employee number is missing/],
    ['a long number', withCell(0, '1'.repeat(65)), /number is longer than 64/],
    ['a number that means something else', withCell(0, 'command'), /cannot be an employee number/],
    ['no name', withCell(1, '\u00a0'), /name is missing/],
    ['a long name', withCell(1, 'a'.repeat(201)), /name is longer than 200/],
    ['a zero byte', withCell(1, 'A\0da'), /control/],
    ['an escape', withCell(1, 'A\u001b[2Jda'), /control/],
    ['turned text', withCell(1, 'Ada\u202emoc'), /control/],
    ['no address', withCell(2, ''), /e-mail address is missing/],
    ['no domain', withCell(2, 'ada'), /not an e-mail address/],
    ['two addresses', withCell(2, 'ada@company.example, b@company.example'), /not an e-mail address/],
    ['an address with a name', withCell(2, 'Ada <ada@company.example>'), /not an e-mail address/],
    ['a space in the address', withCell(2, 'ada long@company.example'), /not an e-mail address/],
    ['a local domain', withCell(2, 'ada@localhost'), /not an e-mail address/],
    ['two dots', withCell(2, 'a..b@company.example'), /not an e-mail address/],
    ['a long local part', withCell(2, `${'a'.repeat(65)}@company.example`), /not an e-mail address/],
    ['a long address', withCell(2, `a@${'b.'.repeat(126)}example`), /longer than 254/],
    ['no unit', withCell(3, ' / '), /unit path is missing/],
    ['a deep unit', withCell(3, 'a/b/c/d/e/f/g/h/i/j/k/l/m'), /more than 12 levels/],
    ['a long unit', withCell(3, 'a'.repeat(501)), /unit path is longer/],
    ['no status', withCell(4, ''), /status is missing/],
    ['a status nobody knows', withCell(4, 'pending review'), /“pending review” is not known/],
    ['a status with an escape', withCell(4, 'x\u001b[2J'), /^The status is not known\.$/],
    ['too few columns', good.slice(0, 4), /Too few columns: 4 where the header has 5/],
    ['too many columns', [...good, 'more'], /Too many columns: 6 where the header has 5/],
  ])('%s', async (_, cells, reason) => {
    expect(await row(cells)).toMatchObject({ refusal: expect.stringMatching(reason) as string });
  });

  test('and keeps what says whom it is about, so that nobody leaves by a slip of the pen', async () => {
    expect(await row(withCell(4, '?'))).toMatchObject({ personNumber: '1', email: 'ada@company.example' });
    expect(await row(withCell(0, ''))).toMatchObject({ personNumber: null, email: 'ada@company.example' });
    expect(await row(['1', 'Long', 'Ada', 'Ada@company.example', 'Company', 'active'])).toMatchObject({
      personNumber: '1',
      email: 'ada@company.example',
    });
  });

  test('the demo takes invented addresses only', async () => {
    expect(await row(good, { demo: true })).toMatchObject({ personNumber: '1', status: 'active' });
    const real = await row(withCell(2, 'ada@company.com'), { demo: true });
    expect(real).toMatchObject({ refusal: expect.stringMatching(/invented people only/) as string });
    expect(await row(withCell(2, 'ada@company.com'))).toMatchObject({ email: 'ada@company.com' });
  });
});

describe('status', () => {
  test.each(['active', 'Active', ' ACTIVE ', 'A', 'yes', '1', 'Employed', 'on leave', 'On-Leave', 'Parental leave', 'On notice'])(
    '“%s” works here',
    async (status) => {
      expect(await row(withCell(4, status))).toMatchObject({ status: 'active' });
    },
  ); // prettier-ignore
  test.each(['left', 'Left', 'leaver', 'INACTIVE', 'Terminated', 'resigned', 'Retired', 'former', 'no', '0'])(
    '“%s” has left, and needs no more than a number',
    async (status) => {
      expect(await row(['1', '', '', '', status])).toEqual({ personNumber: '1', status: 'left' });
    },
  );
});

test.each([
  ['Company/Engineering/Storage', 'Company / Engineering / Storage'],
  ['Company > Engineering > Storage', 'Company / Engineering / Storage'],
  ['Company\\Engineering\\Storage', 'Company / Engineering / Storage'],
  [' Company |Engineering| Storage ', 'Company / Engineering / Storage'],
  ['/Company//Engineering/', 'Company / Engineering'],
  ['Company > Sales / Marketing', 'Company / Sales/Marketing'],
  ['Company', 'Company'],
  ['', ''],
])('unit path %s', (text, canonical) => {
  expect(canonicalUnitPath(text)).toBe(canonical);
  expect(canonicalUnitPath(canonical)).toBe(canonical);
});

test('a large removal is more than a tenth', () => {
  expect([0, 1, 10, 11].map((leaving) => isLargeRemoval(leaving, 100))).toEqual([false, false, false, true]);
  expect([isLargeRemoval(1, 9), isLargeRemoval(1, 10), isLargeRemoval(0, 0)]).toEqual([true, false, false]);
});

const letters = fc.constantFrom(...Array.from('abcXYZ 019,;"|>/\\\'\t\n.-_éßøñ李😀'));
const text = fc.string({ unit: letters, minLength: 1, maxLength: 40 });
const canonicalText = text.map((value) => value.replace(/\s+/g, ' ').trim()).filter((value) => value !== '');
const person = fc.record({
  personNumber: canonicalText,
  name: canonicalText,
  email: fc.integer({ min: 0, max: 99_999 }).map((id) => `p${String(id)}@company.example`),
  unit: fc.array(canonicalText.map((level) => level.replaceAll(/[/>|\\]/g, 'x')), { minLength: 1, maxLength: 4 }), // prettier-ignore
});

test('whatever a well-behaved export writes is read back: separators, quotes, line ends, marks, order, chunks', async () => {
  const shape = fc.record({
    people: fc.array(person, { minLength: 1, maxLength: 8 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    chunk: fc.integer({ min: 1, max: 50 }),
    unitSeparator: fc.constantFrom(' / ', '>', ' | ', '\\'),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ people, delimiter, lineEnd, mark, order, chunk, unitSeparator }) => {
      const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
      const lineOf = (cells: string[]) => order.map((index) => quote(cells[index] ?? '')).join(delimiter);
      const lines = people.map((each) =>
        lineOf([each.personNumber, each.name, each.email.toUpperCase(), each.unit.join(unitSeparator)]),
      );
      const file = mark + [lineOf(['Staff ID', 'Full name', 'Mail', 'Org unit']), ...lines].join(lineEnd);
      const read = await readAll(file, { chunk });
      let line = 1;
      expect(read).toEqual(
        people.map((each, index) => {
          line += countLines(lines[index - 1]) + 1;
          return {
            line,
            row: {
              personNumber: each.personNumber,
              name: each.name,
              email: each.email,
              unitPath: each.unit.join(' / '),
              status: 'active',
            },
          };
        }),
      );
    }),
    { numRuns: 200 },
  );
});

const countLines = (text: string | undefined) => (text?.match(/\r\n|\n|\r/g) ?? []).length;

test('no bytes whatsoever make the reader fail in another way than it says', async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...Array.from('1,;\t"\n\r a@b.c\ufeff\0é')), maxLength: 300 }).map((body) => Buffer.from(`${rosterHeader}\n${body}`)), // prettier-ignore
  );
  await fc.assert(
    fc.asyncProperty(noise, fc.integer({ min: 1, max: 20 }), async (bytes, chunk) => {
      const result = await readAll(bytes, { chunk }).catch((error: unknown) => error as Error);
      if (result instanceof Error) {
        expect(result.name).toBe('RosterError');
        return;
      }
      for (const { line, row: each } of result) {
        expect(line).toBeGreaterThan(1);
        if (isRefused(each) || each.status === 'left') continue;
        expect(each.name + each.email + each.unitPath).toMatch(/^[^\p{Cc}]+$/u);
      }
    }),
    { numRuns: 500 },
  );
});
