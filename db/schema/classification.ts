import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';

/** Who may read a column, through the application. The database's own grants are in `db/roles.ts`. */
export type Reader =
  'everyone' | 'the person' | 'administrators' | 'leadership' | 'moderators' | 'the author' | 'nobody';

/** Why a column exists, how long a value of it lives, and who may read it. */
export interface ColumnClass {
  readonly purpose: string;
  readonly retention: string;
  readonly readers: readonly Reader[];
}

/** Shorthand in which schema files write a {@link ColumnClass}: purpose, retention, then readers. */
export type ColumnClassTuple = readonly [purpose: string, retention: string, ...readers: Reader[]];

/** The class of most columns of `published`. */
export const forEver = (purpose: string): ColumnClassTuple => [
  purpose,
  'for ever: it is public and in the ledger',
  'everyone',
];

export interface ClassifiedTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnClass>>;
}

type ColumnKey<T extends PgTable> = Extract<keyof T['_']['columns'], string>;

/**
 * Classifies every column of one table, keyed by the column's name in the database.
 * A column that is left out is a type error here and a failing test in `tests/privacy`.
 */
export function classify<T extends PgTable>(
  table: T,
  classes: { readonly [K in ColumnKey<T>]: ColumnClassTuple },
): ClassifiedTable {
  const columns: Record<string, ColumnClass> = {};
  for (const [key, column] of Object.entries(getTableColumns(table))) {
    const tuple = (classes as Record<string, ColumnClassTuple>)[key];
    if (!tuple) continue;
    const [purpose, retention, ...readers] = tuple;
    columns[toSnakeCase(column.name)] = { purpose, retention, readers };
  }
  return { schema: getTableConfig(table).schema ?? 'public', table: getTableName(table), columns };
}
