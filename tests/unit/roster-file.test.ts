import { describe, expect, test } from 'vitest';
import { RosterError, type RosterErrorCode } from '~/features/identified/roster/roster';
import { readAll, rosterHeader } from '~tests/support/roster-files';

const ada = {
  personNumber: '0017',
  name: 'Ada Long',
  email: 'ada.long@company.example',
  unitPath: 'Company / Engineering / Storage',
  status: 'active',
};
const adaLine = '0017,Ada Long,ada.long@company.example,Company / Engineering / Storage,active';

async function failure(content: string | Uint8Array, chunk?: number): Promise<RosterError> {
  const error = await readAll(content, chunk === undefined ? {} : { chunk }).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RosterError);
  return error as RosterError;
}

async function expectFailure(content: string | Uint8Array, code: RosterErrorCode, line: number | null, words: RegExp) {
  const error = await failure(content);
  expect({ code: error.code, line: error.line }).toEqual({ code, line });
  expect(error.message).toMatch(words);
}

describe('column names', () => {
  test.each([
    ['Employee number,Name,Work e-mail,Unit path,Status'],
    ['EMPLOYEE NUMBER,NAME,WORK E-MAIL,UNIT PATH,STATUS'],
    ['employee_id,full_name,work_email,org_unit,employment_status'],
    ['EmployeeID,DisplayName,BusinessEmail,OrgUnitPath,EmployeeStatus'],
    ['Personnel Number,Employee Name,E-Mail,Department Path,Employment Status'],
    ['Staff ID,Full Name,Mail,Organisational Unit,State'],
    ['staff no.,name,e-mail address,organization unit,active'],
    ['Emp #,Name,Email,Department,Active?'],
    ['Worker ID,Name,Company Email Address,Org Path,Worker Status'],
    ['  Payroll-Nr ,"Name", Corporate Mail ,Org. hierarchy,HR status'],
    ['ID,Name,Mail,Team,Status'],
    ['Émployée Number,Name,E–mail,Unit,Status'],
  ])('%s', async (header) => {
    expect(await readAll(`${header}\n${adaLine}\n`)).toEqual([{ line: 2, row: ada }]);
  });

  test('stand in any order, among others that are ignored', async () => {
    const file = [
      'Status,Cost centre,Unit path,Private note,Work e-mail,Salary,Name,Employee number',
      'active,4711,Company > Engineering > Storage,"likes, commas",Ada.Long@Company.Example,1,Ada Long,0017',
    ].join('\n');
    expect(await readAll(file)).toEqual([{ line: 2, row: ada }]);
  });

  test.each([
    ['First name,Last name', 'Ada,Long'],
    ['Surname,Given name', 'Long,Ada'],
    ['Name,First name', 'Long,Ada'],
    ['Family Name,FORENAME', 'Long,Ada'],
    ['Full name,First name,Last name', 'A. Long,Ada,Long'],
  ])('%s make one name', async (columns, values) => {
    const file = `Employee ID,${columns},E-mail,Unit\n0017,${values},ada.long@company.example,Company/Engineering/Storage`;
    expect(await readAll(file)).toEqual([{ line: 2, row: ada }]);
  });

  test('the work address is taken where there is a private one beside it', async () => {
    const file =
      'Employee ID,Name,Email,Work email,Unit\n0017,Ada Long,ada@home.example,ada.long@company.example,Company';
    expect(await readAll(file)).toMatchObject([{ row: { email: 'ada.long@company.example' } }]);
  });

  test('without a status column everybody listed works here', async () => {
    const file = 'Employee ID,Name,Email,Unit\n1,Ada,a@company.example,Company';
    expect(await readAll(file)).toMatchObject([{ row: { status: 'active' } }]);
  });

  test('what is missing is named', async () => {
    await expectFailure(`Name,Status\nAda,active`, 'unknown-header', 1, /employee number, work e-mail, unit path\.$/);
  });

  test('two columns that could both be meant are named, not guessed', async () => {
    const file = 'Employee ID,Staff number,Name,Email,Unit\n1,2,Ada,a@company.example,Company';
    await expectFailure(file, 'unknown-header', 1, /“Employee ID” \(column 1\) and “Staff number” \(column 2\)/);
  });
});

describe('the file', () => {
  const plain = `${rosterHeader}\n${adaLine}\n`;

  test.each([1, 2, 3, 4, 5, 7, 64])('is the same in chunks of %i bytes', async (chunk) => {
    const file = `\ufeff${rosterHeader}\r\n1,"Zoë ""Zo""\r\n Ünal 😀",zoe@company.example,Company,active\r\n${adaLine}`;
    expect(await readAll(file, { chunk })).toEqual([
      { line: 2, row: { ...ada, personNumber: '1', name: 'Zoë "Zo" Ünal 😀', email: 'zoe@company.example', unitPath: 'Company' } }, // prettier-ignore
      { line: 4, row: ada },
    ]);
  });

  test.each([
    ['a byte order mark', `\ufeff${plain}`],
    ['CRLF', plain.replaceAll('\n', '\r\n')],
    ['CR', plain.replaceAll('\n', '\r')],
    ['no last line break', plain.trimEnd()],
    ['semicolons', plain.replaceAll(',', ';')],
    ['tabs', plain.replaceAll(',', '\t')],
    ['quotes everywhere', plain.replace(/[^,\n]+/g, '"$&"')],
    ['spaces around values', plain.replaceAll(',', ' , ')],
    ['separators at the end of every line', plain.replaceAll('\n', ',,\n')],
    ['blank lines at the end', `${plain}\n\n , ,\n`],
  ])('may have %s', async (_, file) => {
    expect(await readAll(file)).toEqual([{ line: 2, row: ada }]);
  });

  test('blank lines and the line that Excel writes for the separator count, and are left out', async () => {
    const file = `sep=;\r\n\r\n${rosterHeader.replaceAll(',', ';')}\r\n;;;;\r\n\r\n${adaLine.replaceAll(',', ';')}\r\n`;
    expect(await readAll(file)).toEqual([{ line: 6, row: ada }]);
  });

  test('commas inside a file of semicolons are text', async () => {
    const file = `Employee number;Last name, first name;Name;E-mail;Unit\n1;x;Long, Ada;a@company.example;Company, Inc`;
    expect(await readAll(file)).toMatchObject([{ row: { name: 'Long, Ada', unitPath: 'Company, Inc' } }]);
  });

  test('a quoted line break anywhere keeps the line numbers right', async () => {
    const file = [
      '"Employee\r\nnumber",Name,E-mail,Unit,Address',
      '1,Ada,a@company.example,Company,"1 Road\r\nTown\nLand"',
      '2,,b@company.example,Company,"x"',
    ].join('\r\n');
    expect((await readAll(file)).map(({ line }) => line)).toEqual([3, 6]);
  });

  test('a quotation mark inside an unquoted value is text', async () => {
    const file = `${rosterHeader}\n1,Jim "Bo" Hall,jim@company.example,Company,active`;
    expect(await readAll(file)).toMatchObject([{ row: { name: 'Jim "Bo" Hall' } }]);
  });
});

describe('a file is refused as a whole', () => {
  test.each([
    ['UTF-16 (little end first)', Buffer.from(`\ufeff${rosterHeader}`, 'utf16le')],
    ['UTF-16 (big end first)', Buffer.from(`\ufeff${rosterHeader}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(rosterHeader, 'utf16le')],
  ])('%s', (_, bytes) => expectFailure(bytes, 'not-utf8', 1, /UTF-16.*CSV UTF-8/));

  test.each([1, 5, 4096])('Latin-1, naming the first line that shows it (chunks of %i)', async (chunk) => {
    const text = `${rosterHeader}\r\n1,Ada,a@company.example,Company,active\r\n2,"Zo\n\xe9",z@company.example,Company,active\r\n`;
    const error = await failure(Buffer.from(text, 'latin1'), chunk);
    expect(error).toMatchObject({ code: 'not-utf8', line: 4 });
    expect(error.message).toMatch(/Latin-1/);
  });

  test('cut in the middle of a character', () =>
    expectFailure(Buffer.from(`${rosterHeader}\n1,Zoé`).subarray(0, -1), 'not-utf8', 2, /not UTF-8/));

  test('a spreadsheet', () => expectFailure(Buffer.from('PK\x03\x04rest'), 'not-csv', null, /spreadsheet/));
  test('nothing', () => expectFailure('', 'empty-file', null, /empty/));
  test('only blank lines', () => expectFailure('\ufeff\r\n\n  \n', 'empty-file', null, /empty/));
  test('only a header', () => expectFailure(`${rosterHeader}\n\n`, 'empty-file', null, /nobody/));

  test('a quotation mark that is never closed', () =>
    expectFailure(`${rosterHeader}\n${adaLine}\n2,"Ada,a@company.example`, 'malformed', 3, /never closed/));

  test('a quotation mark that would swallow the rest of a large file, without reading it', async () => {
    let read = 0;
    async function* endless() {
      yield await Promise.resolve(Buffer.from(`${rosterHeader}\n${adaLine}\n2,"Ada`));
      for (;;) {
        read += 1;
        yield Buffer.alloc(1024, 'x\n');
      }
    }
    const { readRoster } = await import('~/features/identified/roster/read-roster');
    const lines = readRoster(endless(), { demo: false });
    await expect(lines.next()).rejects.toMatchObject({ code: 'malformed', line: 3 });
    expect(read).toBeLessThan(400);
  });

  test('a header line without an end', () => expectFailure('x'.repeat(200_000), 'malformed', 1, /longer than 64 KB/));
});
