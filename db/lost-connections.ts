import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres';

/** A transaction whose connection was lost. Nothing of it was committed, unless it was lost during the commit itself. */
class LostConnectionError extends Error {
  override readonly name = 'LostConnectionError';
  readonly code = 'CONNECTION_CLOSED';
}

/** What a query is rejected with when its connection is gone, be it by the server, by the network or by us. */
const lostCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** How long what else runs in a pool that lost a connection may take to end, in seconds. */
const graceSeconds = 5;

type Work = (tx: TransactionSql) => Promise<unknown>;
type WorkArguments = [...options: string[], work: Work];
type Begin = (...args: WorkArguments) => Promise<unknown>;

/**
 * The part of a postgres.js client that drizzle uses, made safe against connections that die in the middle of something.
 *
 * As it is, postgres.js 3.4.9 then sends the ROLLBACK of a transaction to a socket that is gone, which ends the process (its
 * issue 1208), or to a new connection that another transaction may use by then, while what is left of the first runs
 * there statement by statement (its issue 1216); and the first result on the new connection may begin where the lost
 * one broke off. Here the transaction is rejected, as before, nothing of it is sent any more, and the pool is replaced
 * as a whole.
 */
export class LastingClient {
  #current: Sql;
  #ended = false;
  readonly #ending: Promise<void>[] = [];

  /** @param open makes a pool; nothing connects before the first query */
  constructor(private readonly open: () => Sql) {
    this.#current = open();
  }

  get options(): Sql['options'] {
    return this.#current.options;
  }

  unsafe(...args: Parameters<Sql['unsafe']>): PendingQuery<Row[]> {
    const pool = this.#current;
    return watch(pool.unsafe(...args), () => this.#replace(pool));
  }

  async begin(...args: WorkArguments): Promise<unknown> {
    const pool = this.#current;
    const fate = new Fate(() => this.#replace(pool));
    const begin = pool.begin.bind(pool) as unknown as Begin;
    try {
      // When the connection closes the driver rejects this, whatever the work is at. After the end no harm is done.
      return await begin(...withWork(args, (work) => guardWork(work, fate)));
    } catch (error) {
      // It still waited for a connection when its pool was given up: nothing of it was done, so the new pool may do it.
      if (!fate.begun && isLost(error) && pool !== this.#current) return await this.begin(...args);
      throw error;
    } finally {
      fate.end();
    }
  }

  async end(options: { readonly timeout: number }): Promise<void> {
    this.#ended = true;
    await Promise.all([this.#current.end(options), ...this.#ending]);
  }

  #replace(pool: Sql): void {
    if (this.#ended || pool !== this.#current) return;
    this.#current = this.open();
    this.#ending.push(pool.end({ timeout: graceSeconds }));
  }
}

/** What became of the connection of one transaction. */
class Fate {
  /** Nothing may be sent any more. */
  over = false;
  /** The transaction has a connection, and its work was started. */
  begun = false;

  constructor(private readonly replacePool: () => void) {}

  readonly lose = (): void => {
    this.over = true;
    this.replacePool();
  };

  end(): void {
    this.over = true;
  }
}

function withWork(args: WorkArguments, change: (work: Work) => Work): WorkArguments {
  return [...(args.slice(0, -1) as string[]), change(args.at(-1) as Work)];
}

function guardWork(work: Work, fate: Fate): Work {
  return async (tx) => {
    fate.begun = true;
    try {
      const result = await work(guardStatements(tx, fate));
      if (!fate.over) return result;
    } catch (error) {
      if (!fate.over) throw error;
    }
    // Never settles, so that no COMMIT or ROLLBACK is sent: the driver has rejected the transaction, or is about to.
    return new Promise(() => undefined);
  };
}

/** Statements go through `unsafe`, savepoints through `savepoint`: drizzle uses nothing else. */
function guardStatements(tx: TransactionSql, fate: Fate): TransactionSql {
  return new Proxy(tx, {
    get(target, key, receiver) {
      if (key === 'unsafe') {
        return (...args: Parameters<TransactionSql['unsafe']>) => {
          if (fate.over) throw new LostConnectionError('the connection of this transaction was lost');
          return watch(target.unsafe(...args), fate.lose);
        };
      }
      if (key === 'savepoint') {
        const savepoint = target.savepoint.bind(target) as unknown as Begin;
        return (...args: WorkArguments) => savepoint(...withWork(args, (work) => guardWork(work, fate)));
      }
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

/** The driver settles a query through its own `reject`. */
function watch(query: PendingQuery<Row[]>, onLost: () => void): PendingQuery<Row[]> {
  const settling = query as unknown as { reject: (error: unknown) => void };
  const reject = settling.reject.bind(query);
  settling.reject = (error) => {
    if (isLost(error)) onLost();
    reject(error);
  };
  return query;
}

function isLost(error: unknown): boolean {
  return error instanceof Error && lostCodes.has(String((error as { code?: unknown }).code));
}
