import type { Sql } from 'postgres';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startJobs, type JobRunner, type ScheduledTask } from '~/platform/jobs';
import type { Log } from '~/platform/logger';
import { openSql, type Connection } from '~db/database';
import { openTaskLocks } from '~db/task-locks';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { openFragileProxy } from '~tests/support/fragile-proxy';

const names = ['publication', 'mail', 'answers', 'reminders', 'rewriting', 'expiry'];
/** Longer than any turn may take on a machine that is busy with other things, and far from a pause that grows. */
const noGap = 5000;
const waiting = { timeout: 30_000, interval: 10 };

let database: TestDatabase;
let admin: Sql;
let log: ReturnType<typeof newLog>;
const cleanups: (() => Promise<unknown>)[] = [];

const newLog = () => ({ error: vi.fn<Log['error']>(), warn: vi.fn<Log['warn']>(), info: vi.fn<Log['info']>() });

beforeEach(async () => {
  database = await createTestDatabase();
  admin = openSql({ ...database.admin, max: 1 });
  log = newLog();
  cleanups.push(async () => {
    await admin.end();
    await database.close();
  });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Started extends JobRunner {
  readonly log: ReturnType<typeof newLog>;
}

async function start(
  tasks: readonly ScheduledTask[],
  connection: Connection = database.connection('jobs'),
  limits?: { answerWithin: number },
): Promise<Started> {
  const locks = openTaskLocks(connection, limits);
  cleanups.push(() => locks.close());
  const runner = await startJobs({ exclusively: locks.exclusively, tasks, log });
  cleanups.push(() => runner.stop());
  return { ...runner, log };
}

/** Notes every run of the tasks that it makes, over any number of runners. */
class Runs {
  readonly starts: { readonly who: string; readonly name: string; readonly at: number }[] = [];
  /** Runs of one task that were there at once. */
  overlaps = 0;
  readonly #active = new Map<string, number>();

  task(name: string, who = 'only', work: () => Promise<unknown> = () => Promise.resolve()): ScheduledTask {
    return {
      name,
      every: 50,
      run: async () => {
        const others = this.#active.get(name) ?? 0;
        if (others > 0) this.overlaps += 1;
        this.#active.set(name, others + 1);
        this.starts.push({ who, name, at: performance.now() });
        try {
          await work();
        } finally {
          this.#active.set(name, (this.#active.get(name) ?? 0) - 1);
        }
      },
    };
  }

  count(name: string, who?: string): number {
    return this.starts.filter((start) => start.name === name && (who === undefined || start.who === who)).length;
  }

  /** Waits until every task, or one, was begun `times` times more. */
  async goOn(times: number, of: readonly string[] = names, who?: string): Promise<void> {
    const before = new Map(of.map((name) => [name, this.count(name, who)]));
    const went = () => of.every((name) => this.count(name, who) >= (before.get(name) ?? 0) + times);
    await vi.waitUntil(went, waiting);
  }

  /** The longest time between two starts of one task, in milliseconds. */
  longestGap(): number {
    const gaps = names.flatMap((name) => {
      const times = this.starts.filter((start) => start.name === name).map(({ at }) => at);
      return times.slice(1).map((at, i) => at - (times[i] ?? 0));
    });
    return Math.max(...gaps);
  }
}

/** Work that ends when it is told to. */
function heldWork() {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { work: () => held, release: () => release() };
}

const loseAll = () => admin`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and usename = 'jobs'`;

/** Connections that hold the lock of a task now. */
const holders = () => admin<{ pid: number }[]>`
  select pid from pg_locks
  where locktype = 'advisory' and classid = 7020192 and granted
    and database = (select oid from pg_database where datname = current_database())`;

describe('connections that are lost again and again', () => {
  test('in the middle of work: every task goes on at its next turn, never twice at once, and all of it can be stopped', async () => {
    const runs = new Runs();
    let lost = 0;
    let losing: Promise<unknown> = Promise.resolve();
    const loseWithin = () => {
      if (lost >= 40) return Promise.resolve();
      lost += 1;
      losing = losing.then(loseAll);
      return losing;
    };
    const runner = await start(names.map((name) => runs.task(name, 'only', loseWithin)));
    await vi.waitUntil(() => lost === 40, { timeout: 50_000, interval: 10 });
    await losing;
    await runs.goOn(3);
    await runner.stop();
    expect(runs.overlaps).toBe(0);
    expect(runs.longestGap()).toBeLessThan(noGap);
    expect(runner.log.error).toHaveBeenCalledWith(
      expect.objectContaining({ part: 'jobs', code: 'CONNECTION_CLOSED' }),
      'the lock of a task was lost',
    );
  });

  test('at any moment, also between two turns and while a lock is asked for', async () => {
    const runs = new Runs();
    const runner = await start(names.map((name) => runs.task(name)));
    for (let i = 0; i < 30; i += 1) {
      await runs.goOn(1);
      await loseAll();
      await loseAll();
    }
    await runs.goOn(3);
    await loseAll();
    await runner.stop();
    expect(runs.overlaps).toBe(0);
    expect(runs.longestGap()).toBeLessThan(noGap);
  });

  test('a run whose lock was lost is awaited to its end before the next of its process', async () => {
    const runs = new Runs();
    const { work, release } = heldWork();
    const runner = await start([runs.task('mail', 'only', work), runs.task('expiry')]);
    await runs.goOn(3, ['expiry']);
    expect(runs.count('mail')).toBe(1);
    await loseAll();
    await runs.goOn(10, ['expiry']);
    expect(runs.count('mail')).toBe(1);
    release();
    await runs.goOn(2, ['mail']);
    await runner.stop();
    expect(runs.overlaps).toBe(0);
    expect(runner.log.error.mock.calls.filter(([fields]) => fields.route === 'mail')).toHaveLength(1);
  });

  test('a database that is away for many turns is found at the first turn when it is back, and logged once', async () => {
    const proxy = await openFragileProxy(database.connection('jobs'));
    cleanups.push(() => proxy.close());
    const runs = new Runs();
    const attempts = { count: 0 };
    const locks = openTaskLocks(proxy.connection);
    const runner = await startJobs({
      exclusively: (name, work) => {
        attempts.count += 1;
        return locks.exclusively(name, work);
      },
      tasks: [runs.task('mail')],
      log,
    });
    cleanups.push(
      () => locks.close(),
      () => runner.stop(),
    );
    await runs.goOn(2, ['mail']);
    await proxy.close();
    const before = attempts.count;
    await vi.waitUntil(() => attempts.count > before + 12, waiting);
    const away = performance.now();
    await proxy.reopen();
    await runs.goOn(2, ['mail']);
    expect(performance.now() - away).toBeLessThan(noGap);
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  test('a database that falls silent is given up, and neither keeps the tasks from going on nor the runner from stopping', async () => {
    const proxy = await openFragileProxy(database.connection('jobs'));
    cleanups.push(() => proxy.close());
    const runs = new Runs();
    const runner = await start([runs.task('mail')], proxy.connection, { answerWithin: 1000 });
    await runs.goOn(2, ['mail']);
    proxy.silence();
    await vi.waitUntil(() => log.error.mock.calls.length > 0, waiting);
    expect(log.error).toHaveBeenCalledWith(
      expect.objectContaining({ error: 'SilentDatabaseError', route: 'mail' }),
      'the lock of a task was lost',
    );
    // What was silenced may still hold its lock, as far as the server knows.
    await loseAll();
    await runs.goOn(2, ['mail']);
    proxy.silence();
    await runner.stop();
    expect(runs.overlaps).toBe(0);
  });
});

describe('several processes over one database', () => {
  const both = async (runs: Runs, of: readonly string[] = names) => {
    const [one, other] = await Promise.all(
      ['one', 'other'].map((who) => start(of.map((name) => runs.task(name, who)))),
    );
    if (!one || !other) throw new Error('unreachable');
    return { one, other };
  };

  test('never run one task at once, and each gets its turns', async () => {
    const runs = new Runs();
    await both(runs);
    await Promise.all([runs.goOn(10, names, 'one'), runs.goOn(10, names, 'other')]);
    expect(runs.overlaps).toBe(0);
  });

  test('run different tasks side by side', async () => {
    const runs = new Runs();
    const { work, release } = heldWork();
    await start(names.map((name) => runs.task(name, 'one', work)));
    await vi.waitUntil(() => names.every((name) => runs.count(name) === 1), waiting);
    expect(await holders()).toHaveLength(names.length);
    release();
  });

  test('one goes on where the other was stopped', async () => {
    const runs = new Runs();
    const { one } = await both(runs);
    await one.stop();
    const stopped = runs.starts.filter(({ who }) => who === 'one').length;
    await runs.goOn(5, names, 'other');
    expect(runs.starts.filter(({ who }) => who === 'one')).toHaveLength(stopped);
  });

  test('one waits for as long as the other runs, and takes over when the other loses its connection', async () => {
    const runs = new Runs();
    const { work, release } = heldWork();
    await start([runs.task('publication', 'one', work)]);
    await runs.goOn(0);
    await vi.waitUntil(() => runs.count('publication') === 1, waiting);
    await start([runs.task('publication', 'other'), runs.task('mail', 'other')]);
    await runs.goOn(10, ['mail'], 'other');
    expect(runs.count('publication')).toBe(1);
    for (const { pid } of await holders()) await admin`select pg_terminate_backend(${pid})`;
    await runs.goOn(2, ['publication'], 'other');
    release();
  });
});

describe('a task', () => {
  test('that throws is logged by kind alone, and tried again at its next turn', async () => {
    const runs = new Runs();
    const failing = () => Promise.reject(Object.assign(new RangeError('of Ada Lovelace'), { code: 'E_KIND' }));
    const runner = await start([runs.task('mail', 'only', failing), runs.task('expiry')]);
    await runs.goOn(3, ['mail', 'expiry']);
    await runner.stop();
    expect(log.error).toHaveBeenCalledTimes(runs.count('mail'));
    for (const [fields, message] of log.error.mock.calls) {
      expect(message).toBe('task failed');
      expect(fields).toMatchObject({ error: 'RangeError', code: 'E_KIND', part: 'jobs', route: 'mail' });
      expect(JSON.stringify(fields)).not.toContain('Lovelace');
    }
  });

  test('that runs is waited for by whoever stops the runner, and none begins after that', async () => {
    const runs = new Runs();
    const { work, release } = heldWork();
    const runner = await start(names.map((name) => runs.task(name, 'only', name === 'mail' ? work : undefined)));
    await vi.waitUntil(() => runs.count('mail') === 1, waiting);
    let hasStopped = false;
    const stopped = runner.stop().then(() => {
      hasStopped = true;
    });
    // Whatever else was under way has ended: the lock of the one that runs is the last.
    await vi.waitUntil(async () => (await holders()).length === 1, waiting);
    const before = runs.starts.length;
    expect(hasStopped).toBe(false);
    release();
    await stopped;
    expect(runs.starts).toHaveLength(before);
    expect(await holders()).toHaveLength(0);
  });

  test('may take as long as it likes, whatever the database says of idle transactions', async () => {
    await admin.unsafe(`do $$ begin
      execute format('alter database %I set idle_in_transaction_session_timeout = 700', current_database());
      execute format('alter database %I set transaction_timeout = 700', current_database()); end $$`);
    const runs = new Runs();
    const { work, release } = heldWork();
    const runner = await start([runs.task('mail', 'only', work)]);
    const hasOutlasted = async () => {
      const [row] = await admin`
        select from pg_stat_activity where datname = current_database() and usename = 'jobs'
          and state = 'idle in transaction' and state_change < clock_timestamp() - interval '1500 ms'`;
      return row !== undefined;
    };
    await vi.waitUntil(hasOutlasted, waiting);
    release();
    await runner.stop();
    expect(log.error).not.toHaveBeenCalled();
  });

  test('holds back neither vacuum nor a rewriting while it runs', async () => {
    const runs = new Runs();
    const { work, release } = heldWork();
    await start([runs.task('mail', 'only', work)]);
    await vi.waitUntil(() => runs.count('mail') === 1, waiting);
    const [holder] = await holders();
    const [activity] = await admin`
      select state, backend_xid, backend_xmin from pg_stat_activity where pid = ${holder?.pid ?? 0}`;
    const locks = await admin`select distinct locktype from pg_locks where pid = ${holder?.pid ?? 0} order by 1`;
    release();
    expect(activity).toEqual({ state: 'idle in transaction', backend_xid: null, backend_xmin: null });
    expect(locks.map(({ locktype }) => locktype as string)).toEqual(['advisory', 'virtualxid']);
  });
});

test('without a database nothing starts', async () => {
  const runs = new Runs();
  const nowhere = { ...database.connection('jobs'), host: '127.0.0.1', port: 9 };
  await expect(start([runs.task('mail')], nowhere)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const stranger = { ...database.connection('jobs'), password: 'wrong' };
  await expect(start([runs.task('mail')], stranger)).rejects.toMatchObject({ code: '28P01' });
  expect(runs.starts).toEqual([]);
});
