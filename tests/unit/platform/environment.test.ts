import { describe, expect, test } from 'vitest';
import { EnvironmentError, readDatabaseEnvironment, readEnvironment, type Environment } from '~/platform/environment';

const company = {
  ORGANISATION: 'acme',
  SMTP_URL: 'smtp://mail.acme.example',
  MAIL_FROM: 'Petitions <petitions@acme.example>',
};

function read(variables: Record<string, string | undefined> = {}, hasParent = false): Environment {
  return readEnvironment({ ...company, ...variables }, hasParent);
}

function problems(variables: Record<string, string | undefined>, hasParent = false): readonly string[] {
  try {
    read(variables, hasParent);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe('with nothing but the company named', () => {
  test('the embedded database and defaults are used', () => {
    expect(read()).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      parts: ['identified', 'published', 'anonymous', 'jobs'],
      database: { kind: 'embedded', folder: '.data' },
      rolePasswordsFile: '.data/role-passwords.json',
      keyFiles: { receipt: '.data/receipt.key', mayBeMade: true },
      settings: {
        organisation: 'acme',
        organisationName: 'acme',
        demo: false,
        minimum: 10,
        publication: { kind: 'daily', hour: 18, timeZone: 'UTC' },
      },
      clockFromParent: false,
      testVerificationKeyFile: null,
    });
  });

  test('an empty variable is one that is not set', () => {
    expect(read({ PORT: '', HOST: '', DATABASE_URL: '', WINGS: '' })).toEqual(read());
  });
});

test('the company’s week is Monday to Friday, or what it says', () => {
  expect(read().settings.workingWeek).toEqual([1, 2, 3, 4, 5]);
  expect(read({ WORKING_WEEK: 'sun, Mon,tue,wed,thu' }).settings.workingWeek).toEqual([0, 1, 2, 3, 4]);
});

describe('each wrong value is named', () => {
  test.each<[name: string, value: string, message: string]>([
    ['PORT', '65536', 'PORT must be a port number from 0 to 65535'],
    ['PORT', '-1', 'PORT must be a port number from 0 to 65535'],
    ['PORT', '80a', 'PORT must be a port number from 0 to 65535'],
    ['HOST', 'a b', 'HOST must be an address to listen on, such as 0.0.0.0'],
    ['PUBLIC_URL', 'petitions', 'PUBLIC_URL must be an address without a path, such as https://petitions.acme.example'],
    [
      'PUBLIC_URL',
      'https://a.example/x',
      'PUBLIC_URL must be an address without a path, such as https://petitions.acme.example',
    ],
    [
      'PUBLIC_URL',
      'https://u:p@a.example',
      'PUBLIC_URL must be an address without a path, such as https://petitions.acme.example',
    ],
    [
      'PUBLIC_URL',
      'http://petitions.acme.example',
      'PUBLIC_URL must begin with https:// (http:// is for localhost only)',
    ],
    [
      'PUBLIC_URL',
      'http://localhost.evil.example',
      'PUBLIC_URL must begin with https:// (http:// is for localhost only)',
    ],
    ['ORGANISATION', 'Acme Corp', 'ORGANISATION must be lower-case letters, digits and hyphens, at most 63'],
    ['ORGANISATION', 'a+b', 'ORGANISATION must be lower-case letters, digits and hyphens, at most 63'],
    ['ORGANISATION', 'a'.repeat(64), 'ORGANISATION must be lower-case letters, digits and hyphens, at most 63'],
    ['ORGANISATION_NAME', 'x'.repeat(101), 'ORGANISATION_NAME must be a name of at most 100 characters'],
    ['TIME_ZONE', 'Atlantis', 'TIME_ZONE must be a time zone such as Europe/London'],
    [
      'WORKING_WEEK',
      'mon,tue,someday',
      'WORKING_WEEK must be a list of sun, mon, tue, wed, thu, fri, sat, each at most once',
    ],
    ['WORKING_WEEK', 'mon,mon', 'WORKING_WEEK must be a list of sun, mon, tue, wed, thu, fri, sat, each at most once'],
    ['WORKING_WEEK', ',', 'WORKING_WEEK must be a list of sun, mon, tue, wed, thu, fri, sat, each at most once'],
    ['PUBLICATION_HOUR', '24', 'PUBLICATION_HOUR must be an hour from 0 to 23'],
    ['SMTP_URL', 'http://mail', 'SMTP_URL must begin with smtp:// or smtps://'],
    ['MAIL_FROM', 'nobody', 'MAIL_FROM must be an address, or a name followed by <an address>'],
    [
      'MAIL_FROM',
      'A\r\nBcc: b@c.example <a@b.example>',
      'MAIL_FROM must be an address, or a name followed by <an address>',
    ],
    ['WINGS', 'identified,everything', 'WINGS must be a list of identified, published, anonymous, jobs'],
    ['DEMO', 'yes', 'DEMO must be 0 or 1'],
    ['CLOCK', 'fast', 'CLOCK must be "system"'],
    [
      'DATABASE_URL',
      'postgres://o@db/rr?sslmode=prefer',
      'DATABASE_URL may say sslmode=disable, require or verify-full',
    ],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must begin with postgres:// or postgresql://'],
  ])('%s=%s', (name, value, message) => {
    const found = problems({ RECEIPT_KEY_FILE: 'r', CHECKPOINT_KEY_FILE: 'c', CODE_KEY_FILE: 'k', [name]: value });
    expect(found).toEqual([message]);
  });

  test.each<[name: string, message: RegExp]>([
    ['ORGANISATION', /^ORGANISATION is missing/],
    ['SMTP_URL', /^SMTP_URL is missing/],
    ['MAIL_FROM', /^MAIL_FROM is missing/],
  ])('%s is needed', (name, message) => {
    expect(problems({ [name]: undefined })).toEqual([expect.stringMatching(message)]);
  });

  test('all of them at once, wrong and missing ones', () => {
    const found = problems({
      PORT: 'x',
      WINGS: 'y',
      ORGANISATION: undefined,
      SMTP_URL: undefined,
      DATABASE_URL: 'z',
      PUBLIC_URL: 'http://acme.example',
      CLOCK: 'ipc',
    });
    const named = ['PORT', 'WINGS', 'ORGANISATION', 'SMTP_URL', 'DATABASE_URL', 'PUBLIC_URL', 'CLOCK'];
    for (const name of named) expect(found.join('\n')).toMatch(new RegExp(`^${name}[ =]`, 'm'));
  });
});

describe('an address for people', () => {
  test.each(['https://petitions.acme.example', 'http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080'])(
    '%s is accepted',
    (address) => {
      expect(read({ PUBLIC_URL: address }).publicUrl).toBe(address);
    },
  );

  test('loses its trailing slash', () => {
    expect(read({ PUBLIC_URL: 'https://petitions.acme.example/' }).publicUrl).toBe('https://petitions.acme.example');
  });
});

describe('the database', () => {
  const keys = { RECEIPT_KEY_FILE: 'r', CHECKPOINT_KEY_FILE: 'c', CODE_KEY_FILE: 'k' };
  const urls = {
    DATABASE_URL_IDENTIFIED: 'postgres://identified:x@db/rr',
    DATABASE_URL_PUBLISHED: 'postgres://published:x@db/rr',
    DATABASE_URL_ANONYMOUS: 'postgres://anonymous:x@db/rr',
    DATABASE_URL_JOBS: 'postgres://jobs:x@db/rr',
  };

  test('may be reached as its owner', () => {
    expect(read({ ...keys, DATABASE_URL: 'postgres://owner@db/rr' }).database).toEqual({
      kind: 'owner',
      url: 'postgres://owner@db/rr',
    });
  });

  test('may be reached as its roles', () => {
    expect(read({ ...keys, ...urls }).database).toMatchObject({ kind: 'roles' });
  });

  test('is one or the other', () => {
    expect(problems({ ...keys, ...urls, DATABASE_URL: 'postgres://owner@db/rr' })[0]).toMatch(/exclude each other$/);
  });

  test('needs the credentials of every wing that is served, and no others', () => {
    expect(problems({ ...keys, ...urls, DATABASE_URL_JOBS: undefined })).toEqual([
      'DATABASE_URL_JOBS is missing: this process serves identified, published, anonymous, jobs',
    ]);
    const publicKeys = { RECEIPT_PUBLIC_KEY: 'a+00000000+AA', CHECKPOINT_PUBLIC_KEY: 'a+00000000+AA' };
    const one = { WINGS: 'published', DATABASE_URL_PUBLISHED: urls.DATABASE_URL_PUBLISHED, ...publicKeys };
    expect(problems(one)).toEqual([]);
    expect(problems({ ...one, DATABASE_URL_IDENTIFIED: urls.DATABASE_URL_IDENTIFIED })).toEqual([
      'DATABASE_URL_IDENTIFIED is given to a process that serves only published: leave it out',
    ]);
  });

  test('is never entered as another role', () => {
    expect(problems({ ...keys, ...urls, DATABASE_URL_ANONYMOUS: 'postgres://identified:x@db/rr' })).toEqual([
      'DATABASE_URL_ANONYMOUS must log in as the role "anonymous"',
    ]);
  });

  test('of somebody else needs keys that all processes share', () => {
    const found = problems({ DATABASE_URL: 'postgres://owner@db/rr' });
    for (const name of Object.keys(keys)) expect(found.join('\n')).toContain(`${name} is missing`);
  });

  test('is all that a command reads', () => {
    expect(readDatabaseEnvironment(['identified'], { DATA_DIR: 'somewhere' })).toEqual({
      database: { kind: 'embedded', folder: 'somewhere' },
      dataDir: 'somewhere',
      rolePasswordsFile: 'somewhere/role-passwords.json',
    });
    expect(() => readDatabaseEnvironment(['identified'], { DATABASE_URL: 'x' })).toThrow(EnvironmentError);
  });
});

describe('a process without a wing', () => {
  test('is told the public keys that it does not hold', () => {
    expect(problems({ WINGS: 'identified' })).toEqual([
      'RECEIPT_PUBLIC_KEY is missing: this process does not hold the private key (WINGS has no anonymous)',
      'CHECKPOINT_PUBLIC_KEY is missing: this process does not hold the private key (WINGS has no jobs)',
    ]);
  });

  test('and without jobs sends no mail', () => {
    const publicKeys = { RECEIPT_PUBLIC_KEY: 'a+00000000+AA', CHECKPOINT_PUBLIC_KEY: 'a+00000000+AA' };
    expect(problems({ WINGS: 'identified', SMTP_URL: undefined, MAIL_FROM: undefined, ...publicKeys })).toEqual([]);
  });
});

describe('what only tests may do', () => {
  test('is refused where no parent process exists', () => {
    expect(problems({ CLOCK: 'ipc' })).toEqual([expect.stringMatching(/^CLOCK=ipc is for tests/)]);
    expect(problems({ TEST_VERIFICATION_KEY_FILE: 'k' })).toEqual([
      expect.stringMatching(/^TEST_VERIFICATION_KEY_FILE is for tests/),
    ]);
    expect(read({ CLOCK: 'ipc' }, true).clockFromParent).toBe(true);
  });
});

describe('the demo', () => {
  test('has a company and lower floors of its own', () => {
    const { settings } = readEnvironment({ DEMO: '1' }, false);
    expect(settings).toMatchObject({ demo: true, minimum: 3, publication: { kind: 'every', seconds: 5 } });
  });

  test.each([
    ['ORGANISATION', 'acme'],
    ['ORGANISATION_NAME', 'Acme'],
    ['PUBLICATION_HOUR', '9'],
    ['TIME_ZONE', 'UTC'],
    ['WORKING_WEEK', 'mon'],
  ])('leaves no choice of %s', (name, value) => {
    const attempt = () => readEnvironment({ DEMO: '1', [name]: value }, false);
    expect(attempt).toThrow(`${name} cannot be set together with DEMO=1`);
  });

  test('alone lowers a floor: no variable of a company does', () => {
    const everything = Object.fromEntries(
      ['MINIMUM', 'CRITICAL_MASS', 'PUBLICATION_SECONDS', 'ANONYMITY'].map((name) => [name, '0']),
    );
    expect(read(everything).settings).toEqual(read().settings);
  });
});
