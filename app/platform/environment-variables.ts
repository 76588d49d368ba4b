import { z } from 'zod';
import { processParts } from './environment-types';

export type Variables = Readonly<Record<string, string | undefined>>;

const integer = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((number) => number >= from && number <= to);

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));

/** In the order of their numbers, 0 to 6. */
const daysOfWeek = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Every variable of a server process that stands for itself: how it is read, and what to say where it cannot be. */
export const serverVariables = {
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
      .refine((text) => /^[a-z]+:\/\/[^/?#@]+\/?$/i.test(text))
      .transform((text) => new URL(text).origin)
      .optional(),
    'must be an address without a path, such as https://petitions.acme.example',
  ],
  FRAME_ANCESTORS: [
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((site) => site !== ''))
      .pipe(z.array(z.string().regex(/^(?:\*|https?:\/\/(?:\*\.)?[\w.-]+(?::\d{1,5})?)$/)).min(1))
      .transform((sites) => sites.join(' '))
      .default('*'),
    'must be * or a list of sites such as https://intranet.acme.example',
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
  WORKING_WEEK: [
    z
      .string()
      .transform((text) => text.split(',').map((name) => daysOfWeek.indexOf(name.trim().toLowerCase())))
      .refine((days) => days.every((day) => day >= 0) && new Set(days).size === days.length)
      .optional(),
    `must be a list of ${daysOfWeek.join(', ')}, each at most once`,
  ],
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

type Table = Record<string, readonly [z.ZodType, string]>;
type Read<T extends Table> = { readonly [K in keyof T]: z.output<T[K][0]> };
export type ServerVariables = Read<typeof serverVariables>;

/**
 * Reads the variables one by one; pushes a sentence for each that cannot be read, and leaves it out.
 * An empty variable counts as one that is not set, as in shells and service files.
 */
export function parseVariables(variables: Variables, problems: string[]): Partial<ServerVariables> {
  const read: Record<string, unknown> = {};
  for (const [name, [type, message]] of Object.entries<readonly [z.ZodType, string]>(serverVariables)) {
    const result = type.safeParse(variables[name] === '' ? undefined : variables[name]);
    if (result.success) read[name] = result.data;
    else problems.push(`${name} ${message}`);
  }
  return read;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
