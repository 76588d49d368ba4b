import { expect, test, vi } from 'vitest';
import { startJobs } from '~/platform/jobs';
import { openSql } from '~db/database';
import { jobsSchema, queueConnectionString } from '~db/migrate';
import { createTestDatabase } from '~tests/support/database';

const names = ['one', 'two', 'three', 'four', 'five', 'six'];
const losses = 6;

test('the queue goes on however often its connections are lost in the middle of work, and leaves no rejection to nobody', async () => {
  const database = await createTestDatabase();
  const admin = openSql({ ...database.admin, max: 1 });
  const runs = new Map(names.map((name) => [name, 0]));
  const log = { error: vi.fn(), warn: vi.fn(), info: vi.fn() };
  const loseConnections = () => admin`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and usename = 'jobs'`;
  let lost = 0;
  let losing = Promise.resolve();
  const runner = await startJobs({
    connectionString: queueConnectionString(database.connection('jobs')),
    schema: jobsSchema,
    log,
    tasks: names.map((name) => ({
      name,
      every: 100,
      async run() {
        runs.set(name, (runs.get(name) ?? 0) + 1);
        if (lost >= losses) return;
        lost += 1;
        // Within a run: what it wants to note afterwards finds its connection gone.
        losing = losing.then(() => loseConnections()).then(() => undefined);
        await losing;
      },
    })),
  });
  try {
    await vi.waitUntil(() => lost === losses, { timeout: 60_000, interval: 20 });
    const before = new Map(runs);
    // An unhandled rejection in between would fail this run of the tests, as it would end a server.
    await vi.waitUntil(() => names.every((name) => (runs.get(name) ?? 0) > (before.get(name) ?? 0)), {
      timeout: 30_000,
      interval: 20,
    });
  } finally {
    await runner.stop();
    await admin.end();
    await database.close();
  }
  expect(lost).toBe(losses);
}, 100_000);
