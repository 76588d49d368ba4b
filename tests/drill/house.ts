import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { importRoster } from '~/features/identified/roster/import-roster.server';
import { handlerFingerprint, handlerKeys, handlerStatement, type HandlerKeys } from '~/features/published/handlers/handler-key'; // prettier-ignore
import { newSponsorSecret, sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { addDays, dayOf } from '~/platform/clock';
import { newSecret, writeSecretFile } from '~/platform/keys';
import { productionSettings } from '~/platform/settings';
import { keyNames, newNoteKey } from '~/server/server-keys';
import { openSql, type Connection } from '~db/database';
import { petition } from '~db/schema/published';
import { handlerKey } from '~db/schema/published-concerns';
import type { TestDatabase } from '~tests/support/database';
import { startInbox, type Inbox } from '~tests/support/inbox';
import { inChunks, rosterFile } from '~tests/support/roster-files';
import { startTestServer, testOrganisation, type TestServer } from '~tests/support/server';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';
import { openBackups, type Backups } from './backups';
import type { Employee } from './company';
import { linesAsRows, takeDump, type Dump, type Moment } from './dumps';

/** What people sign in the drill: the same words under every petition. */
export const petitionText = { title: 'Stop the recording', demands: ['Stop it.'], background: '' };

/** The built server over a database of its own, with its clock in the drill's hands and everything that a thief would carry off. */
export interface DrillHouse {
  readonly server: TestServer;
  readonly inbox: Inbox;
  readonly admin: Connection;
  readonly simulator: Simulator;
  readonly handler: HandlerKeys;
  /** Instant of the simulated clock. */
  readonly now: () => Date;
  readonly setClock: (time: Date | string) => Promise<void>;
  /** Imports the roster as the company's administrator does: who is not on it has left. */
  readonly importRoster: (people: readonly Employee[]) => Promise<void>;
  /** Puts in a petition that moderators have let through; it opens at the next publication. */
  readonly acceptPetition: (id: string, criticalMass: number, closesInDays?: number) => Promise<void>;
  /** Puts in a petition that looks for so many sponsors before moderators read it. */
  readonly gatherPetition: (id: string, wanted: number) => Promise<void>;
  /** Sets the clock to 18:00 of its day and waits until the publication has its checkpoint. */
  readonly publish: () => Promise<void>;
  /** Sets the clock to the next minute and waits until everything that waits has been rewritten. */
  readonly rewrite: () => Promise<void>;
  readonly dump: (moment: Moment) => Promise<Dump>;
  readonly backUp: () => Promise<void>;
  readonly restoreBackups: Backups['restoreAll'];
  /** Runs a query as the superuser. */
  readonly ask: <T extends object>(query: string) => Promise<T[]>;
  /** Place in the write-ahead log at which the drill began, in bytes. */
  readonly logBegan: bigint;
  /** Text of every key file. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

const limitMs = 120_000;

/** @param database its own, closed by whoever opened it. @param people the roster at the start */
export async function openDrillHouse(
  database: Omit<TestDatabase, 'close'>,
  start: string,
  people: readonly Employee[],
): Promise<DrillHouse> {
  const logBegan = await placeInLog(database.admin);
  const folder = await mkdtemp(join(tmpdir(), 'rr-drill-'));
  const [simulator, inbox] = await Promise.all([createSimulator(), startInbox()]);
  const variables = await writeKeys(folder, simulator);
  const handler = await letInHandler(database, start.slice(0, 10));
  // Before the server is there: until its clock is set, everything of these days has long expired.
  await applyRosterFile(database, people, new Date(start));
  const server = await startTestServer({
    database: { ...database, close: () => Promise.resolve() },
    clock: start,
    variables: { ...variables, SMTP_URL: inbox.url },
  });
  let time = new Date(start);
  const sql = openSql({ ...database.admin, max: 2 });
  const secrets = await keysIn(folder);
  const backups = await openBackups(database.admin, folder);
  let turn = 0;
  const ask: DrillHouse['ask'] = async <T extends object>(query: string) => [...(await sql.unsafe<T[]>(query))] as T[];

  const house: DrillHouse = {
    ...{ server, inbox, simulator, handler, secrets, ask, logBegan, admin: database.admin },
    now: () => time,
    async setClock(at) {
      time = new Date(at);
      await server.setClock(time);
    },
    importRoster: (people) => applyRosterFile(database, people, time),
    async acceptPetition(id, criticalMass, closesInDays = 60) {
      const day = dayOf(time);
      await database.identified.insert(petition).values({
        ...{ id, ...petitionText, textDigest: petitionTextDigest(petitionText), state: 'accepted' },
        ...{ organizerName: 'Olga Organizer', submittedDay: day, closesDay: addDays(day, closesInDays), criticalMass },
      });
    },
    async gatherPetition(id, wanted) {
      const day = dayOf(time);
      const text = { ...petitionText, closesDay: addDays(day, 60) };
      const sponsors = { wanted, link: sponsorLinkOf(newSponsorSecret()) };
      await submitPetition(database.identified, {
        ...{ id, text, organizer: { name: 'Olga Organizer' }, criticalMass: 0, askedUnit: null, sponsors, day },
        moderationDays: 3,
      });
    },
    async publish() {
      const day = dayOf(time);
      await house.setClock(`${day}T18:00:01Z`);
      const done = () => ask(`select from published.publication where day = '${day}' and checkpoint_done`);
      await until(async () => (await done()).length > 0, `publication of ${day}`);
    },
    async rewrite() {
      const file = async () => {
        const [row] = await ask<{ file: string }>(
          `select pg_relation_filenode('anonymous.waiting_action')::text as file`,
        );
        return row?.file;
      };
      const before = await file();
      await house.setClock(new Date((Math.floor(time.getTime() / 60_000) + 1) * 60_000));
      await until(async () => (await file()) !== before, 'rewriting');
      // Concerns are rewritten after what waits, by the same turn.
      await until(async () => await concernsAreInOrder(), 'rewriting of concerns');
    },
    dump: (moment) =>
      takeDump(database.admin, { moment, day: dayOf(time), turn: (turn += 1) }, [
        ...linesAsRows('log', server.log().split('\n')),
        ...linesAsRows(
          'mail',
          inbox.mails.map(({ to, subject, text }) => `${to} ${subject} ${text}`),
        ),
        ...linesAsRows('secret', secrets),
      ]),
    backUp: () => backups.write({ day: dayOf(time), turn: (turn += 1) }),
    restoreBackups: backups.restoreAll,
    async close() {
      await server.stop();
      await Promise.all([sql.end(), inbox.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function concernsAreInOrder(): Promise<boolean> {
    const [row] = await ask<{ writers: number; slots: number }>(`
      select (select count(distinct xmin::text) from anonymous.concern)::int as writers,
        (select count(distinct xmin::text) from anonymous.concern_slot)::int as slots`);
    return (row?.writers ?? 0) <= 1 && (row?.slots ?? 0) <= 1;
  }

  async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (!(await condition())) {
      if (performance.now() > deadline) throw new Error(`no ${what}; the server wrote\n${server.log().slice(-4000)}`);
      await pause(25);
    }
  }
  return house;
}

async function placeInLog(admin: Connection): Promise<bigint> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const [row] = await sql<{ bytes: string }[]>`select (pg_current_wal_lsn() - '0/0'::pg_lsn)::text as bytes`;
    return BigInt(row?.bytes ?? 0);
  } finally {
    await sql.end();
  }
}

async function applyRosterFile(
  { identified }: Pick<TestDatabase, 'identified'>,
  people: readonly Employee[],
  now: Date,
): Promise<void> {
  const lines = people.map(({ personNumber, name, email, unit }) => [personNumber, name, email, unit] as const);
  const settings = productionSettings({ organisation: testOrganisation, organisationName: 'Drill', timeZone: 'UTC' });
  const written: string[] = [];
  const terminal = {
    write: (line: string) => void written.push(line),
    progress: () => undefined,
    ask: () => Promise.resolve(null),
  };
  const deps = { db: identified, settings, clock: { now: () => now }, terminal };
  const options = { yes: true, withoutRefused: false, removeMany: null };
  const outcome = await importRoster(deps, inChunks(rosterFile(...lines)), options);
  if (outcome !== 'applied') throw new Error(`the roster was ${outcome}:\n${written.join('\n')}`);
}

async function writeKeys(folder: string, simulator: Simulator): Promise<Record<string, string>> {
  const names = keyNames(testOrganisation);
  const file = (name: string) => join(folder, name);
  await writeSecretFile(file('receipt.key'), newNoteKey(names.receipt));
  await writeSecretFile(file('checkpoint.key'), newNoteKey(names.checkpoint));
  await writeSecretFile(file('codes.key'), newSecret());
  await writeFile(file('verification.json'), JSON.stringify(simulator.key));
  return {
    RECEIPT_KEY_FILE: file('receipt.key'),
    CHECKPOINT_KEY_FILE: file('checkpoint.key'),
    CODE_KEY_FILE: file('codes.key'),
    TEST_VERIFICATION_KEY_FILE: file('verification.json'),
  };
}

async function keysIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.key'));
  return Promise.all(names.map(async (name) => (await readFile(join(folder, name), 'utf8')).trim()));
}

/** The first handler, whose key signs its own entry. */
async function letInHandler({ identified }: Pick<TestDatabase, 'identified'>, day: string): Promise<HandlerKeys> {
  const keys = await handlerKeys(new Uint8Array(randomBytes(16)));
  const fingerprint = handlerFingerprint(testOrganisation, keys.signing.publicKey, keys.recipient);
  const name = 'Hana Handler';
  const statement = { organisation: testOrganisation, act: 'added', fingerprint, name, by: fingerprint, day } as const;
  await identified.insert(handlerKey).values({
    ...{ fingerprint: Buffer.from(fingerprint, 'hex'), number: 1, name, signingKey: keys.signing.publicKey },
    ...{ recipient: keys.recipient, addedDay: day, addedBy: Buffer.from(fingerprint, 'hex') },
    signature: keys.signing.sign(handlerStatement(statement)),
  });
  return keys;
}
