import { z } from 'zod';
import { demoSettings, productionSettings, type Settings } from './settings';

/** What a process can serve. A process gets only the credentials and keys that its parts need. */
export const processParts = ['identified', 'published', 'anonymous', 'jobs'] as const;
export type ProcessPart = (typeof processParts)[number];

/** Where the data is: PostgreSQL of our own in a folder, or somebody's, reached as its owner or as the single roles. */
export type DatabaseSource =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'owner'; readonly url: string }
  | { readonly kind: 'roles'; readonly urls: Readonly<Partial<Record<ProcessPart, string>>> };

export interface DatabaseEnvironment {
  readonly database: DatabaseSource;
  /** Folder for what the process itself keeps: the embedded database, generated passwords and keys. */
  readonly dataDir: string;
  /** File with the generated passwords of the database roles. */
  readonly rolePasswordsFile: string;
}

export interface KeyFiles {
  readonly receipt: string;
  readonly checkpoint: string;
  readonly codes: string;
  /** Whether missing ones may be made: only where no second process could make others. */
  readonly mayBeMade: boolean;
}

export interface Environment extends DatabaseEnvironment {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Address under which people reach the site, without a trailing slash; null: where the process listens. */
  readonly publicUrl: string | null;
  readonly parts: readonly ProcessPart[];
  readonly settings: Settings;
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly keyFiles: KeyFiles;
  /** C2SP vkeys, for a process that does not hold the private halves. */
  readonly publicKeys: { readonly receipt: string | null; readonly checkpoint: string | null };
  /** The parent process sets the clock. Tests only. */
  readonly clockFromParent: boolean;
  /** A verification key whose trapdoor is known. Tests only. */
  readonly testVerificationKeyFile: string | null;
}

/** Thrown with every problem at once, each naming its variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

export type Variables = Readonly<Record<string, string | undefined>>;

const databaseVariables = {
  identified: 'DATABASE_URL_IDENTIFIED',
  published: 'DATABASE_URL_PUBLISHED',
  anonymous: 'DATABASE_URL_ANONYMOUS',
  jobs: 'DATABASE_URL_JOBS',
} as const satisfies Record<ProcessPart, string>;

/** The demo company. Its roster is the only one that the demo's lower floors accept. */
export const demoCompany = { organisation: 'tidewater-demo', organisationName: 'Tidewater Instruments' } as const;

/**
 * Reads the whole configuration of a server process. @throws EnvironmentError naming every wrong or missing variable.
 * @param hasParent whether an IPC channel to a parent process exists; without one nothing may set the clock
 */
export function readEnvironment(
  variables: Variables = process.env,
  hasParent: boolean = process.connected,
): Environment {
  const problems: string[] = [];
  const value = parse(serverVariables, variables, problems);
  const demo = value?.DEMO ?? false;
  const parts = value?.WINGS ?? processParts;
  const database = readDatabase(variables, parts, problems);
  checkDemo(demo, variables, problems);
  checkKeys(database.database, parts, variables, problems);
  checkParent(hasParent, variables, problems);
  if (value && !demo && !value.ORGANISATION)
    problems.push('ORGANISATION is missing: a short name such as "acme", which every signature is bound to');
  if (value && !demo && needsMail(parts) && !value.SMTP_URL)
    problems.push(
      'SMTP_URL is missing: sign-in codes are sent by mail, for example smtp://user:password@mail.acme.example:587',
    );
  if (value?.SMTP_URL && !value.MAIL_FROM)
    problems.push('MAIL_FROM is missing: the sender of mail, for example "Round Robin <petitions@acme.example>"');
  if (value?.PUBLIC_URL && !isSafeAddress(value.PUBLIC_URL))
    problems.push('PUBLIC_URL must begin with https:// (http:// is for localhost only)');
  if (!value || problems.length > 0) throw new EnvironmentError(problems);
  return {
    ...database,
    host: value.HOST,
    port: value.PORT,
    publicUrl: value.PUBLIC_URL ?? null,
    parts,
    settings: demo ? demoSettings(demoCompany) : companySettings(value),
    mail: value.SMTP_URL && value.MAIL_FROM ? { smtpUrl: value.SMTP_URL, from: value.MAIL_FROM } : null,
    keyFiles: {
      receipt: value.RECEIPT_KEY_FILE ?? `${database.dataDir}/receipt.key`,
      checkpoint: value.CHECKPOINT_KEY_FILE ?? `${database.dataDir}/checkpoint.key`,
      codes: value.CODE_KEY_FILE ?? `${database.dataDir}/codes.key`,
      mayBeMade: database.database.kind === 'embedded',
    },
    publicKeys: { receipt: value.RECEIPT_PUBLIC_KEY ?? null, checkpoint: value.CHECKPOINT_PUBLIC_KEY ?? null },
    clockFromParent: value.CLOCK === 'ipc',
    testVerificationKeyFile: value.TEST_VERIFICATION_KEY_FILE ?? null,
  };
}

/** The part of the configuration that a command needs which only works on the data. @throws EnvironmentError */
export function readDatabaseEnvironment(
  parts: readonly ProcessPart[],
  variables: Variables = process.env,
): DatabaseEnvironment {
  const problems: string[] = [];
  const database = readDatabase(variables, parts, problems);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return database;
}

/** React and Remix leave out their development checks only if this is set before they are loaded. */
export function assumeProductionMode(): void {
  process.env.NODE_ENV ??= 'production';
}

const integer = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((number) => number >= from && number <= to);

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

const serverVariables = {
  PORT: [integer(0, 65535).default(3000), 'must be a port number from 0 to 65535'],
  HOST: [
    z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
    'must be an address to listen on, such as 0.0.0.0',
  ],
  PUBLIC_URL: [
    url('http:', 'https:')
      .refine((text) => new URL(text).pathname === '/' && !/[?#@]/.test(text))
      .transform((text) => new URL(text).origin)
      .optional(),
    'must be an address without a path, such as https://petitions.acme.example',
  ],
  ORGANISATION: [
    z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional(),
    'must be lower-case letters, digits and hyphens, at most 63',
  ],
  ORGANISATION_NAME: [z.string().trim().min(1).max(100).optional(), 'must be a name of at most 100 characters'],
  TIME_ZONE: [z.string().refine(isTimeZone).default('UTC'), 'must be a time zone such as Europe/London'],
  PUBLICATION_HOUR: [integer(0, 23).default(18), 'must be an hour from 0 to 23'],
  SMTP_URL: [url('smtp:', 'smtps:').optional(), 'must begin with smtp:// or smtps://'],
  MAIL_FROM: [
    z
      .string()
      .regex(/^(?:[^<>\r\n]+<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/)
      .optional(),
    'must be an address, or a name followed by <an address>',
  ],
  RECEIPT_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  CHECKPOINT_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  CODE_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
  RECEIPT_PUBLIC_KEY: [
    z
      .string()
      .regex(/^[^+\s]+\+[0-9a-f]{8}\+\S+$/)
      .optional(),
    'must be a key as name+hash+base64',
  ],
  CHECKPOINT_PUBLIC_KEY: [
    z
      .string()
      .regex(/^[^+\s]+\+[0-9a-f]{8}\+\S+$/)
      .optional(),
    'must be a key as name+hash+base64',
  ],
  WINGS: [
    z
      .string()
      .transform((text) => text.split(',').map((name) => name.trim()))
      .pipe(z.array(z.enum(processParts)).min(1))
      .optional(),
    `must be a list of ${processParts.join(', ')}`,
  ],
  DEMO: [
    z
      .enum(['0', '1'])
      .default('0')
      .transform((flag) => flag === '1'),
    'must be 0 or 1',
  ],
  CLOCK: [z.enum(['system', 'ipc']).default('system'), 'must be "system"'],
  TEST_VERIFICATION_KEY_FILE: [z.string().min(1).optional(), 'must be the path of a file'],
} satisfies Record<string, readonly [z.ZodType, string]>;

type Read<T extends Record<string, readonly [z.ZodType, string]>> = { readonly [K in keyof T]: z.output<T[K][0]> };

/** An empty variable counts as one that is not set, as in shells and service files. */
function parse<T extends Record<string, readonly [z.ZodType, string]>>(
  wanted: T,
  variables: Variables,
  problems: string[],
): Read<T> | null {
  const read: Record<string, unknown> = {};
  let isComplete = true;
  for (const [name, [type, message]] of Object.entries(wanted)) {
    const result = type.safeParse(variables[name] === '' ? undefined : variables[name]);
    if (result.success) read[name] = result.data;
    else {
      problems.push(`${name} ${message}`);
      isComplete = false;
    }
  }
  return isComplete ? (read as Read<T>) : null;
}

function readDatabase(variables: Variables, parts: readonly ProcessPart[], problems: string[]): DatabaseEnvironment {
  const dataDir = variables['DATA_DIR'] || '.data';
  const rolePasswordsFile = variables['ROLE_PASSWORDS_FILE'] || `${dataDir}/role-passwords.json`;
  return { database: readSource(variables, dataDir, parts, problems), dataDir, rolePasswordsFile };
}

function readSource(
  variables: Variables,
  folder: string,
  parts: readonly ProcessPart[],
  problems: string[],
): DatabaseSource {
  const owner = variables['DATABASE_URL'];
  const given = processParts.filter((role) => variables[databaseVariables[role]]);
  if (owner) {
    if (given.length > 0)
      problems.push(`DATABASE_URL and ${given.map((role) => databaseVariables[role]).join(', ')} exclude each other`);
    if (!isPostgresUrl(owner)) problems.push('DATABASE_URL must begin with postgres:// or postgresql://');
    return { kind: 'owner', url: owner };
  }
  if (given.length === 0) return { kind: 'embedded', folder };
  const urls: Partial<Record<ProcessPart, string>> = {};
  for (const role of rolesOf(parts)) {
    const name = databaseVariables[role];
    const text = variables[name];
    if (!text) problems.push(`${name} is missing: this process serves ${parts.join(', ')}`);
    else if (!isPostgresUrl(text)) problems.push(`${name} must begin with postgres:// or postgresql://`);
    else if (decodeURIComponent(new URL(text).username) !== role)
      problems.push(`${name} must log in as the role "${role}"`);
    else urls[role] = text;
  }
  for (const role of given.filter((role) => !rolesOf(parts).includes(role)))
    problems.push(
      `${databaseVariables[role]} is given to a process that serves only ${parts.join(', ')}: leave it out`,
    );
  return { kind: 'roles', urls };
}

/** Database roles that the parts of a process log in as. Jobs publish for all wings. */
export function rolesOf(parts: readonly ProcessPart[]): readonly ProcessPart[] {
  return parts.includes('jobs') ? processParts : parts;
}

function checkDemo(demo: boolean, variables: Variables, problems: string[]): void {
  if (!demo) return;
  for (const name of ['ORGANISATION', 'ORGANISATION_NAME', 'PUBLICATION_HOUR', 'TIME_ZONE'])
    if (variables[name]) problems.push(`${name} cannot be set together with DEMO=1: the demo has a company of its own`);
}

function checkKeys(
  source: DatabaseSource,
  parts: readonly ProcessPart[],
  variables: Variables,
  problems: string[],
): void {
  const needed: readonly (readonly [ProcessPart, string, string | null])[] = [
    ['anonymous', 'RECEIPT_KEY_FILE', 'RECEIPT_PUBLIC_KEY'],
    ['jobs', 'CHECKPOINT_KEY_FILE', 'CHECKPOINT_PUBLIC_KEY'],
    ['identified', 'CODE_KEY_FILE', null],
  ];
  for (const [part, file, publicKey] of needed) {
    if (parts.includes(part)) {
      if (source.kind !== 'embedded' && !variables[file])
        problems.push(`${file} is missing: all processes need the same one; "npm run new-keys -- FOLDER" makes it`);
    } else if (publicKey && !variables[publicKey]) {
      problems.push(`${publicKey} is missing: this process does not hold the private key (WINGS has no ${part})`);
    }
  }
}

function checkParent(hasParent: boolean, variables: Variables, problems: string[]): void {
  if (hasParent) return;
  if (variables['CLOCK'] === 'ipc')
    problems.push('CLOCK=ipc is for tests: there is no parent process that could set the clock');
  if (variables['TEST_VERIFICATION_KEY_FILE'])
    problems.push('TEST_VERIFICATION_KEY_FILE is for tests: with that key anybody could forge signatures');
}

function companySettings(value: Read<typeof serverVariables>): Settings {
  const organisation = value.ORGANISATION ?? '';
  return productionSettings({
    organisation,
    organisationName: value.ORGANISATION_NAME ?? organisation,
    timeZone: value.TIME_ZONE,
    hour: value.PUBLICATION_HOUR,
  });
}

function needsMail(parts: readonly ProcessPart[]): boolean {
  return parts.includes('jobs');
}

function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
