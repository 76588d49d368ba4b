import { processParts, type DatabaseEnvironment, type DatabaseSource, type ProcessPart } from './environment-types';
import type { Variables } from './environment-variables';

const databaseVariables = {
  identified: 'DATABASE_URL_IDENTIFIED',
  published: 'DATABASE_URL_PUBLISHED',
  anonymous: 'DATABASE_URL_ANONYMOUS',
  jobs: 'DATABASE_URL_JOBS',
} as const satisfies Record<ProcessPart, string>;

/** Where the data is. Pushes a sentence for everything that contradicts itself or is missing. */
export function readDatabase(
  variables: Variables,
  parts: readonly ProcessPart[],
  problems: string[],
): DatabaseEnvironment {
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
    checkUrl('DATABASE_URL', owner, problems);
    return { kind: 'owner', url: owner };
  }
  if (given.length === 0) return { kind: 'embedded', folder };
  const urls: Partial<Record<ProcessPart, string>> = {};
  for (const role of rolesOf(parts)) {
    const name = databaseVariables[role];
    const text = variables[name];
    if (!text) problems.push(`${name} is missing: this process serves ${parts.join(', ')}`);
    else if (!checkUrl(name, text, problems)) continue;
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

function checkUrl(name: string, text: string, problems: string[]): boolean {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    problems.push(`${name} must begin with postgres:// or postgresql://`);
    return false;
  }
  const sslmode = new URL(text).searchParams.get('sslmode') ?? 'disable';
  if (['disable', 'require', 'verify-full'].includes(sslmode)) return true;
  problems.push(`${name} may say sslmode=disable, require or verify-full`);
  return false;
}
