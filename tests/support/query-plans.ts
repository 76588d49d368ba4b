import { drizzle } from 'drizzle-orm/postgres-js';
import { openSql, type Connection } from '~db/database';
import type { PublishedDatabase } from '~db/published-client';

/** A statement that was asked, as it can be asked again. */
export interface Statement {
  readonly text: string;
  readonly params: readonly unknown[];
}

export interface WatchedDatabase {
  readonly db: PublishedDatabase;
  /** Everything that was asked since the last call, in order. */
  readonly take: () => readonly Statement[];
  readonly close: () => Promise<void>;
}

/** A pool of the published wing that remembers what it was asked. */
export function watchDatabase(connection: Connection): WatchedDatabase {
  const client = openSql(connection);
  let asked: Statement[] = [];
  const logger = { logQuery: (text: string, params: unknown[]) => void asked.push({ text, params }) };
  return {
    db: drizzle(client, { casing: 'snake_case', logger }),
    take() {
      const taken = asked;
      asked = [];
      return taken;
    },
    close: () => client.end({ timeout: 5 }),
  };
}

/** What a query did, as the database tells it. */
export interface QueryWork {
  /** Rows that were read, those that were thrown away included; not what an index only marked on a map. */
  readonly rows: number;
  readonly indexes: readonly string[];
  /** Milliseconds within the database. */
  readonly time: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Runs a statement once more, as the superuser, and tells what it had to read. Numbers of rows do not depend on how busy a
 * machine is.
 */
export async function workOf(admin: Connection, { text, params }: Statement): Promise<QueryWork> {
  const sql = openSql({ ...admin, max: 1 });
  // It takes JSON as text, as the statement had it.
  drizzle(sql);
  try {
    const [row] = await sql.unsafe<{ 'QUERY PLAN': readonly [{ Plan: PlanNode; 'Execution Time': number }] }[]>(
      `explain (analyze, format json) ${text}`,
      params as never[],
    );
    const [plan] = row?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error('there is no plan');
    const nodes = nodesOf(plan.Plan);
    return {
      rows: Math.round(nodes.filter(readsRows).reduce((sum, node) => sum + rowsOf(node), 0)),
      indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
      time: plan['Execution Time'],
    };
  } finally {
    await sql.end();
  }
}

/**
 * What a statement would still sort where indexes are used wherever there is one: as nodes of its plan. Says of
 * any number of rows what indexes are good for.
 */
export async function sortsWithIndexes(admin: Connection, { text, params }: Statement): Promise<string[]> {
  const sql = openSql({ ...admin, max: 1 });
  drizzle(sql);
  try {
    const rows = await sql.begin(async (tx) => {
      for (const way of ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'sort', 'incremental_sort']) {
        await tx.unsafe(`set local enable_${way} = off`);
      }
      return tx.unsafe<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }[]>(
        `explain (format json) ${text}`,
        params as never[],
      );
    });
    const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error('there is no plan');
    return nodesOf(plan.Plan)
      .map((node) => node['Node Type'])
      .filter((type) => /Sort/.test(type));
  } finally {
    await sql.end();
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const readsRows = ({ 'Node Type': type }: PlanNode) =>
  type.endsWith('Scan') && !/^Bitmap Index|^CTE|^Subquery/.test(type);

const rowsOf = (node: PlanNode) =>
  node['Actual Loops'] *
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0));
