import { createHash } from 'node:crypto';
import { openSql, type Connection } from './database';
import { LastingClient } from './lost-connections';

/** First key of the locks of tasks; the second is the number of the task's name. The other locks of the program are 7020191. */
const lockClass = 7020192;

/** How long the database may take to answer for a lock, in milliseconds: a connection that died unnoticed never does. */
const answerWithin = 10_000;

/*
 * Settings for this transaction alone. To wait while the task runs is what it is for, so nothing may end it for that;
 * `transaction_timeout` exists since PostgreSQL 17. A machine that vanishes is noticed within a minute, and not after the two
 * hours that systems wait by default. The statement reads no table, and takes no parameters: with some its portal would stand
 * as long as the transaction does, with its snapshot, and vacuum would wait for that.
 */
const tryLock = (name: string) => `
  select pg_try_advisory_xact_lock(${String(lockClass)}, ${String(numberOf(name))}) as got,
    set_config('idle_in_transaction_session_timeout', '0', true),
    case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', '0', true) end,
    set_config('tcp_keepalives_idle', '30', true), set_config('tcp_keepalives_interval', '10', true),
    set_config('tcp_keepalives_count', '3', true)`;

/** The first 32 bits of the name's SHA-256, as PostgreSQL's int. */
const numberOf = (name: string): number => createHash('sha256').update(name).digest().readInt32BE();

/** The database did not answer for a lock. */
class SilentDatabaseError extends Error {
  override readonly name = 'SilentDatabaseError';
  readonly code = 'ETIMEDOUT';
}

/** Mutual exclusion of tasks over all processes of one database. Stores nothing, and needs no right but to connect. */
export interface TaskLocks {
  /**
   * Runs `work` unless any process is running something under this name; then it returns at once. Settles when `work` has, and
   * never before. Rejects with what `work` threw; or where the lock could not be asked for, or its connection was lost. In
   * the latter case `work` was not cut short, but another process may have begun before it ended.
   */
  readonly exclusively: (name: string, work: () => Promise<void>) => Promise<void>;
  /** Closes the connections. Nothing may be under way. */
  close(): Promise<void>;
}

/**
 * Locks that last as long as a transaction, so that they go with the connection and with the process, and may pass through a
 * pooler. One connection for each name, opened when it is needed and anew after any failure.
 * @param connection of a role that needs no rights
 * @param limits.answerWithin how long the database may take to answer, in milliseconds
 */
export function openTaskLocks(connection: Connection, limits = { answerWithin }): TaskLocks {
  const clients = new Map<string, LastingClient>();
  // A connection that is lost while the driver (postgres.js 3.4.9) fetches types leaves a rejection to nobody, which would end
  // the process. None are needed here.
  const open = () => new LastingClient(() => openSql(connection, { max: 1, fetch_types: false }));
  return {
    async exclusively(name, work) {
      const client = clients.get(name) ?? open();
      clients.set(name, client);
      const patience = new Patience(limits.answerWithin);
      let run: Promise<void> | undefined;
      const locked = client.begin(async (tx) => {
        const [lock] = await tx.unsafe<{ got: boolean }[]>(tryLock(name));
        if (lock?.got !== true || patience.isOver) return;
        patience.end();
        run = work();
        await run;
        patience.begin();
      });
      try {
        await Promise.race([locked, patience.lost]);
      } catch (error) {
        clients.delete(name);
        void client.end({ timeout: 0 });
        await run?.catch(() => undefined);
        throw error;
      } finally {
        patience.end();
      }
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.end({ timeout: 5 })));
    },
  };
}

/** Waits for answers, and not for work. */
class Patience {
  isOver = false;
  /** Rejects when an answer took too long; settles in no other way. */
  readonly lost: Promise<never>;
  #lose: (error: Error) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly milliseconds: number) {
    this.lost = new Promise((_resolve, reject) => {
      this.#lose = reject;
    });
    this.begin();
  }

  begin(): void {
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#lose(new SilentDatabaseError('the database did not answer'));
    }, this.milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
