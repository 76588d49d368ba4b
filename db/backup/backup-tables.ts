import type { ISql } from 'postgres';
import { wings, type Wing } from '../database';
import { grantMatrix } from '../roles';
import { BackupError } from './backup-error';

/** One table as it is written and read: everything that goes into SQL comes from the catalog, never from a file. */
export interface BackupTable {
  readonly wing: Wing;
  readonly name: string;
  /** Stored columns in their order; generated ones are generated anew. */
  readonly columns: readonly string[];
  /** `ORDER BY` that says nothing of arrival: the primary key, texts byte by byte. */
  readonly order: string;
  /** Whether it is emptied and rewritten while it stands: whoever reads it late in a snapshot would find nothing in it. */
  readonly isRewritten: boolean;
}

/**
 * What works for minutes and then for nobody: sessions, codes, nonces and tickets would only be secrets in a backup, and a
 * roster that was uploaded to be looked at can be uploaded again.
 */
export const leftOut: ReadonlySet<string> = new Set([
  'identified.session',
  'identified.sign_in_attempt',
  'identified.enrolment_nonce',
  'identified.enrolment_ticket',
  'identified.roster_upload',
  'identified.roster_upload_row',
]);

interface CatalogTable {
  readonly wing: Wing;
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly { name: string; isText: boolean }[];
  /** Names of tables that must be there before this one. */
  readonly after: readonly string[];
}

/**
 * Every table of the three wings, what is left out included, each behind those that it refers to; within that by name.
 * @throws BackupError `no-key-column` for a table whose rows have no order of their own
 */
export async function tablesOf(sql: ISql): Promise<BackupTable[]> {
  const found = await sql<CatalogTable[]>`
    select n.nspname as wing, c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(json_agg(json_build_object('name', a.attname, 'isText', a.attcollation <> 0) order by k.place), '[]')
        from pg_index i, unnest(i.indkey::int2[]) with ordinality as k (attnum, place), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) as key,
      (select coalesce(json_agg(distinct r.relname), '[]') from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as after
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${sql([...wings])} and c.relkind in ('r', 'p')
    order by n.nspname collate "C", c.relname collate "C"`;
  return inOrder(found).map(asBackupTable);
}

/** `"schema"."table"` */
export function quoted({ wing, name }: BackupTable): string {
  return `"${wing}"."${name}"`;
}

/** `schema.table`, as files and people name it. */
export function nameOf({ wing, name }: BackupTable): string {
  return `${wing}.${name}`;
}

function asBackupTable({ wing, name, columns, key }: CatalogTable): BackupTable {
  if (key.length === 0) throw new BackupError('no-key-column', `${wing}.${name} has no primary key to order it by`);
  return {
    wing,
    name,
    columns,
    order: key.map((column) => `"${column.name}"${column.isText ? ' collate "C"' : ''}`).join(', '),
    isRewritten: grantMatrix[wing].tables[`${wing}.${name}`]?.table.includes('TRUNCATE') ?? false,
  };
}

function inOrder(tables: readonly CatalogTable[]): CatalogTable[] {
  const ordered: CatalogTable[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ wing, name }) => `${wing}.${name}`));
    const ready = rest.filter(({ wing, after }) => !after.some((name) => waiting.has(`${wing}.${name}`)));
    // A circle of references has no order; there is none, and COPY would say so.
    if (ready.length === 0) return [...ordered, ...rest];
    ordered.push(...ready);
    rest = rest.filter((table) => !ready.includes(table));
  }
  return ordered;
}
