import type { DatabaseSource, ProcessPart } from './environment-types';
import type { Variables } from './environment-variables';

/** What the process is to be: the rules below ask different variables of a demo, a single wing, a process with keys. */
export interface Shape {
  readonly demo: boolean;
  readonly parts: readonly ProcessPart[];
  readonly database: DatabaseSource;
  /** Whether an IPC channel to a parent process exists. */
  readonly hasParent: boolean;
}

/** Rules over more than one variable; pushes a sentence for each that is broken. */
export function checkTogether(variables: Variables, shape: Shape, problems: string[]): void {
  checkDemo(shape.demo, variables, problems);
  if (!shape.demo) checkCompany(shape.parts, variables, problems);
  checkAddresses(variables, problems);
  checkKeys(shape.database, shape.parts, variables, problems);
  checkParent(shape.hasParent, variables, problems);
}

function checkCompany(parts: readonly ProcessPart[], variables: Variables, problems: string[]): void {
  if (!variables['ORGANISATION'])
    problems.push('ORGANISATION is missing: a short name such as "acme", which every signature is bound to');
  if (parts.includes('jobs') && !variables['SMTP_URL'])
    problems.push(
      'SMTP_URL is missing: sign-in codes are sent by mail, for example smtp://user:password@mail.acme.example:587',
    );
}

function checkAddresses(variables: Variables, problems: string[]): void {
  if (variables['SMTP_URL'] && !variables['MAIL_FROM'])
    problems.push('MAIL_FROM is missing: the sender of mail, for example "Round Robin <petitions@acme.example>"');
  const address = variables['PUBLIC_URL'];
  if (address && URL.canParse(address) && !isSafeAddress(address))
    problems.push('PUBLIC_URL must begin with https:// (http:// is for localhost only)');
}

function checkDemo(demo: boolean, variables: Variables, problems: string[]): void {
  if (!demo) return;
  for (const name of ['ORGANISATION', 'ORGANISATION_NAME', 'PUBLICATION_HOUR', 'TIME_ZONE', 'WORKING_WEEK'])
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

function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
