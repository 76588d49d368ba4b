import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Options, type Sql } from 'postgres';
import { LastingClient } from './lost-connections';

/** The three wings that hold data. Same names as schemas, roles and feature folders. */
export const wings = ['identified', 'published', 'anonymous'] as const;
export type Wing = (typeof wings)[number];

/** Database roles that log in: one a wing, and one that only takes locks, so that tasks run once at a time. */
export const loginRoles = [...wings, 'jobs'] as const;
export type LoginRole = (typeof loginRoles)[number];

declare const wingOf: unique symbol;

/** A drizzle database that logs in as one wing's role. Inside `inTransaction` it is the transaction. */
export type Database<W extends Wing = Wing> = PostgresJsDatabase & { readonly [wingOf]?: W };

/** How to reach the server as one role. `host` may be the folder of a unix socket. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly max?: number;
  /** TLS or no connection; `verify-full` also checks the server's certificate and name. Absent: no TLS. */
  readonly ssl?: 'require' | 'verify-full';
}

export interface DatabaseClient<W extends Wing> {
  readonly db: Database<W>;
  readonly close: () => Promise<void>;
}

/** Parses a `postgres://` URL with its `host` and `sslmode`. Throws TypeError on anything else. */
export function connectionFromUrl(url: string): Connection {
  const parsed = new URL(url);
  if (!/^postgres(ql)?:$/.test(parsed.protocol)) throw new TypeError('not a postgres:// URL');
  const sslmode = parsed.searchParams.get('sslmode') ?? 'disable';
  // What is asked for and not done would send passwords in the clear.
  if (!isSslMode(sslmode)) throw new TypeError('sslmode must be disable, require or verify-full');
  return {
    host: parsed.searchParams.get('host') ?? (decodeURIComponent(parsed.hostname) || 'localhost'),
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(parsed.username) || 'postgres',
    password: decodeURIComponent(parsed.password),
    ...(sslmode === 'disable' ? {} : { ssl: sslmode }),
  };
}

function isSslMode(mode: string): mode is 'disable' | 'require' | 'verify-full' {
  return ['disable', 'require', 'verify-full'].includes(mode);
}

const quiet: Options<Record<string, never>> = {
  onnotice: () => undefined,
  connection: { application_name: 'round-robin' },
};

/** A bare client for work that drizzle does not cover (COPY, catalogs). Never pass it to drizzle: that changes it. */
export function openSql(connection: Connection, options: Options<Record<string, never>> = {}): Sql {
  return postgres({ ...quiet, max: 10, ...connection, ...options, username: connection.user });
}

/** Opens a pool for one wing. Nothing connects before the first query. */
export function openDatabase<W extends Wing>(connection: Connection): DatabaseClient<W> {
  const client = new LastingClient(() => {
    // A connection that is lost while the driver (postgres.js 3.4.9) fetches types leaves a rejection to nobody, which would
    // end the process. They are for arrays, which no statement through drizzle sends or takes.
    const sql = openSql(connection, { fetch_types: false });
    // For what it does to the client: dates and JSON are left to drizzle.
    drizzle(sql);
    return sql;
  });
  return {
    db: drizzle(client as unknown as Sql, { casing: 'snake_case' }),
    close: () => client.end({ timeout: 5 }),
  };
}
