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

interface Fate {
  /** The transaction's own connection is gone. */
  lost: boolean;
}

type Work = (tx: TransactionSql) => Promise<unknown>;
type Begin = (...args: [...options: string[], work: Work]) => Promise<unknown>;

/**
 * Makes transactions safe against a connection that dies in their middle. As it is, postgres.js 3.4.9 then sends ROLLBACK to
 * a socket that is gone, which ends the process (its issue 1208), or to a new connection that another transaction may
 * use by then; and what is left of the transaction runs there, statement by statement (its issue 1216).
 * Here the transaction is rejected, as before, and nothing of it is sent any more.
 */
export function surviveLostConnections(sql: Sql): Sql {
  const begin = sql.begin.bind(sql) as unknown as Begin;
  const safe: Begin = (...args) => {
    const fate: Fate = { lost: false };
    const result = begin(...withWork(args, (work) => guardWork(work, fate)));
    // When the connection closes the driver rejects this, whatever the work is at. After the end no harm is done.
    return result.finally(() => {
      fate.lost = true;
    });
  };
  return Object.assign(sql, { begin: safe });
}

function withWork(args: Parameters<Begin>, change: (work: Work) => Work): Parameters<Begin> {
  return [...(args.slice(0, -1) as string[]), change(args.at(-1) as Work)];
}

function guardWork(work: Work, fate: Fate): Work {
  return async (tx) => {
    try {
      return await work(guardStatements(tx, fate));
    } catch (error) {
      if (!fate.lost) throw error;
      // Never settles, so that no ROLLBACK is sent: the driver has rejected the transaction, or is about to.
      return new Promise(() => undefined);
    }
  };
}

/** Statements go through `unsafe`, savepoints through `savepoint`: drizzle uses nothing else. */
function guardStatements(tx: TransactionSql, fate: Fate): TransactionSql {
  return new Proxy(tx, {
    get(target, key, receiver) {
      if (key === 'unsafe') {
        return (...args: Parameters<TransactionSql['unsafe']>) => {
          if (fate.lost) throw new LostConnectionError('the connection of this transaction was lost');
          return watch(target.unsafe(...args), fate);
        };
      }
      if (key === 'savepoint') {
        const savepoint = target.savepoint.bind(target) as unknown as Begin;
        return (...args: Parameters<Begin>) => savepoint(...withWork(args, (work) => guardWork(work, fate)));
      }
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
}

/** The driver settles a query through its own `reject`. */
function watch(query: PendingQuery<Row[]>, fate: Fate): PendingQuery<Row[]> {
  const settling = query as unknown as { reject: (error: unknown) => void };
  const reject = settling.reject.bind(query);
  settling.reject = (error) => {
    if (error instanceof Error && lostCodes.has(String((error as { code?: unknown }).code))) fate.lost = true;
    reject(error);
  };
  return query;
}
