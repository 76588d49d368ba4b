import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { ManualClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { newSecret, writeSecretFile } from '~/platform/keys';
import { demoSettings } from '~/platform/settings';
import { keyNames, newNoteKey } from '~/server/server-keys';
import { openSql } from '~db/database';
import { seedDemo } from '~db/seed/demo';
import { createTestDatabase, type TestDatabase } from './database';
import { startInbox, type Inbox } from './inbox';
import { startTestServer, type TestServer } from './server';

/** The demo company with its whole past, real proofs and all, behind the built server; its clock stands. */
export interface AuditedHouse {
  readonly server: TestServer;
  readonly database: TestDatabase;
  readonly inbox: Inbox;
  /** What somebody does who holds the database and wants nobody to notice: no right and no trigger stops them. */
  readonly tamper: (statement: string, ...values: (string | number)[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const start = '2026-11-23T09:30:00.000Z';

export async function openAuditedHouse(): Promise<AuditedHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-audited-'));
  const [database, inbox] = await Promise.all([createTestDatabase(), startInbox()]);
  const names = keyNames(demoCompany.organisation);
  const keys = { receipt: newNoteKey(names.receipt), checkpoint: newNoteKey(names.checkpoint), codes: newSecret() };
  const { identified, published, anonymous } = database;
  await seedDemo({
    ...{ identified, published, anonymous, clock: new ManualClock(start), settings: demoSettings(demoCompany) },
    ...{ receipts: nodeNoteSigner(keys.receipt), checkpointSigner: nodeNoteSigner(keys.checkpoint) },
  });
  const files = Object.fromEntries(Object.keys(keys).map((name) => [name, join(folder, `${name}.key`)]));
  for (const [name, text] of Object.entries(keys)) await writeSecretFile(files[name] ?? '', text);
  const server = await startTestServer({
    database,
    clock: start,
    variables: {
      ...{ DEMO: '1', ORGANISATION: undefined, ORGANISATION_NAME: undefined, SMTP_URL: inbox.url },
      ...{
        RECEIPT_KEY_FILE: files['receipt'],
        CHECKPOINT_KEY_FILE: files['checkpoint'],
        CODE_KEY_FILE: files['codes'],
      },
    },
  });
  const sql = openSql({ ...database.admin, max: 1 });
  return {
    server,
    database,
    inbox,
    async tamper(statement, ...values) {
      await sql.unsafe(`set session_replication_role = replica`);
      await sql.unsafe(statement, values);
    },
    async close() {
      await server.stop();
      await sql.end();
      await Promise.all([database.close(), inbox.close(), rm(folder, { recursive: true, force: true })]);
    },
  };
}
