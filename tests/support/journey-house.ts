import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { count, eq } from 'drizzle-orm';
import { unseenPending } from '~/features/anonymous/publication/publish-unseen.server';
import { editionsPending } from '~/features/identified/enrolment/editions-pending.server';
import { demoCompany } from '~/platform/environment';
import { newSecret, writeSecretFile } from '~/platform/keys';
import { demoSettings } from '~/platform/settings';
import { keyNames, newNoteKey } from '~/server/server-keys';
import { publication } from '~db/schema/published';
import { holderOf, type DemoRole } from '~db/seed/demo-roster';
import { createTestDatabase, type TestDatabase } from './database';
import { foundDemoCompany } from './demo-company';
import { startInbox, type Inbox } from './inbox';
import { startTestServer, type TestServer } from './server';

/** The whole house for a browser: the built server over a database of its own, the demo company's roster, real mail. */
export interface JourneyHouse {
  readonly server: TestServer;
  readonly database: TestDatabase;
  readonly inbox: Inbox;
  /** Where the secret key lies that signs its ledger. */
  readonly ledgerKeyFile: string;
  /** Where the one lies that signs receipts. */
  readonly receiptKeyFile: string;
  /** Work address of the demo person who holds this role. */
  readonly address: (role: DemoRole) => string;
  /** The clock of the server. */
  readonly now: () => Date;
  /** Moves the clock, to whole seconds. */
  readonly moveClock: (milliseconds: number) => Promise<void>;
  /** Moves the clock to the next publication and waits until everything that was due is published. */
  readonly publish: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const settings = demoSettings(demoCompany);
const slot = 5000;
const pollMs = 50;
const publicationLimitMs = 60_000;

/** Opens a house whose clock stands until it is moved. */
export async function openJourneyHouse(start = '2026-11-23T09:00:00.000Z'): Promise<JourneyHouse> {
  const [database, inbox] = await Promise.all([createTestDatabase(), startInbox()]);
  const clock = { now: () => new Date(start) };
  await foundDemoCompany({ db: database.identified, clock, settings });
  const keys = await writeKeys();
  const server = await startTestServer({
    database,
    clock: start,
    variables: {
      DEMO: '1',
      ORGANISATION: undefined,
      ORGANISATION_NAME: undefined,
      SMTP_URL: inbox.url,
      ...keys.variables,
    },
  });
  let time = new Date(start);
  const moveClock = async (milliseconds: number) => {
    time = new Date(time.getTime() + milliseconds);
    await server.setClock(time);
  };
  return {
    server,
    database,
    inbox,
    ledgerKeyFile: keys.variables.CHECKPOINT_KEY_FILE,
    receiptKeyFile: keys.variables.RECEIPT_KEY_FILE,
    address: (role) => holderOf(role).email,
    now: () => time,
    moveClock,
    async publish() {
      await moveClock(slot);
      await until(() => nothingIsDue(database, time), server.log);
    },
    async close() {
      await server.stop();
      await Promise.all([database.close(), inbox.close(), keys.remove()]);
    },
  };
}

async function writeKeys() {
  const folder = await mkdtemp(join(tmpdir(), 'rr-keys-'));
  const names = keyNames(demoCompany.organisation);
  const file = (name: string) => join(folder, name);
  await writeSecretFile(file('receipt.key'), newNoteKey(names.receipt));
  await writeSecretFile(file('checkpoint.key'), newNoteKey(names.checkpoint));
  await writeSecretFile(file('codes.key'), newSecret());
  return {
    variables: {
      RECEIPT_KEY_FILE: file('receipt.key'),
      CHECKPOINT_KEY_FILE: file('checkpoint.key'),
      CODE_KEY_FILE: file('codes.key'),
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function nothingIsDue({ identified, published, anonymous }: TestDatabase, time: Date): Promise<boolean> {
  if (await unseenPending(anonymous, settings, time.toISOString().slice(0, 10))) return false;
  if (await editionsPending(identified, settings, time.toISOString().slice(0, 10))) return false;
  const [unfinished] = await published
    .select({ number: count() })
    .from(publication)
    .where(eq(publication.checkpointDone, false));
  return unfinished?.number === 0;
}

/** Waits for a condition, asking again and again. Throws after a minute, with what the server wrote. */
async function until(condition: () => Promise<boolean>, log: () => string): Promise<void> {
  const deadline = Date.now() + publicationLimitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`what was due was not published; the server wrote\n${log()}`);
    await new Promise((done) => setTimeout(done, pollMs));
  }
}
