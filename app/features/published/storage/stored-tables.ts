import type { LiveColumn } from '~db/live-columns';
import type { ClassifiedTable, ColumnClass } from '~db/schema/classification';

/** A column as the page shows it. */
export interface StoredColumn {
  readonly name: string;
  /** As the database spells it. */
  readonly type: string;
  /** Why it exists, how long a value is kept, who may read it here; null where nobody has explained it. */
  readonly explained: ColumnClass | null;
}

/** What one role of the database may do with a table. */
export interface RoleRights {
  readonly role: string;
  /** SQL words, such as SELECT, that hold for the whole table. */
  readonly table: readonly string[];
  /** SQL words that hold for some columns only, with these. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

export interface StoredTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly StoredColumn[];
  readonly rights: readonly RoleRights[];
}

/** What is stored, by what the database has; what the source explains and the database lacks stands apart. */
export interface StoredTables {
  readonly tables: readonly StoredTable[];
  /** `schema.table.column`, of columns that there are and that nobody has explained. */
  readonly unexplained: readonly string[];
  /** `schema.table.column`, of columns that are explained and that there are not. */
  readonly gone: readonly string[];
}

/** Puts what the source says of each column beside what the database says of it. */
export function storedTables(
  classes: readonly ClassifiedTable[],
  live: { readonly columns: readonly LiveColumn[]; readonly rights: readonly string[] },
): StoredTables {
  const explained = new Map<string, ColumnClass>(
    classes.flatMap(({ schema, table, columns }) =>
      Object.entries(columns).map(([column, words]) => [`${schema}.${table}.${column}`, words] as const),
    ),
  );
  const nameOf = ({ schema, table, column }: LiveColumn): string => `${schema}.${table}.${column}`;
  const existing = new Set(live.columns.map(nameOf));
  const rights = rightsByTable(live.rights);
  const tables = new Map<
    string,
    { schema: string; name: string; columns: StoredColumn[]; rights: readonly RoleRights[] }
  >();
  for (const column of live.columns) {
    const { schema, table: name } = column;
    const key = `${schema}.${name}`;
    const table = tables.get(key) ?? { schema, name, columns: [], rights: rights.get(key) ?? [] };
    tables.set(key, table);
    table.columns.push({ name: column.column, type: column.type, explained: explained.get(nameOf(column)) ?? null });
  }
  return {
    tables: [...tables.values()],
    unexplained: [...existing].filter((name) => !explained.has(name)),
    gone: [...explained.keys()].filter((name) => !existing.has(name)),
  };
}

const onTable = /^(\w+) has (\w+) on (\w+\.\w+)(?: \((\w+)\))?$/;

function rightsByTable(rights: readonly string[]): Map<string, readonly RoleRights[]> {
  interface Held {
    readonly role: string;
    readonly table: string[];
    readonly columns: Record<string, string[]>;
  }
  const tables = new Map<string, Map<string, Held>>();
  for (const right of [...rights].sort()) {
    const [, role, privilege, table, column] = onTable.exec(right) ?? [];
    if (role === undefined || privilege === undefined || table === undefined) continue;
    const roles = tables.get(table) ?? new Map<string, Held>();
    tables.set(table, roles);
    const held = roles.get(role) ?? { role, table: [], columns: {} };
    roles.set(role, held);
    if (column === undefined) held.table.push(privilege);
    else (held.columns[privilege] ??= []).push(column);
  }
  return new Map([...tables].map(([table, roles]) => [table, [...roles.values()]]));
}
