import { checkTogether } from './environment-checks';
import { readDatabase } from './environment-database';
import { processParts, type DatabaseEnvironment, type Environment, type ProcessPart } from './environment-types';
import { parseVariables, type ServerVariables, type Variables } from './environment-variables';
import { demoSettings, productionSettings, type Settings } from './settings';

export { rolesOf } from './environment-database';
export { processParts } from './environment-types';
export type * from './environment-types';

/** Thrown with every problem at once, each naming its variable. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

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
  const value = parseVariables(variables, problems);
  const demo = value.DEMO ?? false;
  const parts = value.WINGS ?? processParts;
  const database = readDatabase(variables, parts, problems);
  checkTogether(variables, { demo, parts, database: database.database, hasParent }, problems);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return assemble(value as ServerVariables, parts, database);
}

function assemble(value: ServerVariables, parts: readonly ProcessPart[], database: DatabaseEnvironment): Environment {
  return {
    ...database,
    host: value.HOST,
    port: value.PORT,
    publicUrl: value.PUBLIC_URL ?? null,
    parts,
    frameAncestors: value.FRAME_ANCESTORS,
    settings: value.DEMO ? demoSettings(demoCompany) : companySettings(value),
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

/** The demo's configuration: what the caller sets, over what the environment says. @throws EnvironmentError */
export function readDemoEnvironment(
  mail: { readonly smtpUrl: string; readonly from: string },
  variables: Variables = process.env,
): Environment {
  return readEnvironment({
    DATA_DIR: '.data/demo',
    ...variables,
    DEMO: '1',
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: mail.from,
  });
}

/** The name that keys are bound to. @throws EnvironmentError without one */
export function readOrganisation(variables: Variables = process.env): string {
  const problems: string[] = [];
  const { ORGANISATION } = parseVariables({ ORGANISATION: variables['ORGANISATION'] }, problems);
  if (ORGANISATION === undefined) throw new EnvironmentError([...problems, 'ORGANISATION is missing']);
  return ORGANISATION;
}

/** React and Remix leave out their development checks only if this is set before they are loaded. */
export function assumeProductionMode(): void {
  const { NODE_ENV }: Variables = process.env;
  if (!NODE_ENV) process.env.NODE_ENV = 'production';
}

function companySettings(value: ServerVariables): Settings {
  const organisation = value.ORGANISATION ?? '';
  return productionSettings({
    organisation,
    organisationName: value.ORGANISATION_NAME ?? organisation,
    timeZone: value.TIME_ZONE,
    hour: value.PUBLICATION_HOUR,
    ...(value.WORKING_WEEK && { workingWeek: value.WORKING_WEEK }),
  });
}
