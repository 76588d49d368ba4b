import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '~db/database';
import { reopenedPetitions } from '../answers/due.queries.server';
import { textHidingCodes } from './moderation';
import { wholeCompany, type ListChoice, type ListCursor, type ListFilter, type ListSort } from './petition-list';

/*
 * Which petitions a list holds, and in which order: names alone. Each order is that of an index and a page goes on where the
 * one before ended, so that a page deep in 100,000 petitions costs what the first one does (heavy test `organizing`).
 */

export interface FindQuery extends Partial<Pick<ListChoice, 'unit' | 'programme'>> {
  readonly filter: ListFilter;
  readonly sort: ListSort;
  /** What to search for, in words; empty for everything. Attacker-controlled. */
  readonly search: string;
  /** Of this sort: see `parseCursor`. */
  readonly cursor: ListCursor | null;
  readonly size: number;
  /** Last closing day of what closes soon; without it the filter `closing` holds everything open. */
  readonly closesBy?: string;
}

export interface FoundPage {
  readonly found: readonly { readonly id: string; readonly key: string }[];
  /** Whether there are more in the direction that was asked for. */
  readonly more: boolean;
  /** More than {@link rankedMost} match, of which only the newest were ranked. */
  readonly cut: boolean;
}

/** Matches that are ranked: the newest. A word that is in every petition must not rank every petition. */
export const rankedMost = 1_000;

const quoted = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/** Text that a moderator rejected for what it says is neither shown nor found. Looked up only where there can be such an act. */
export const textIsHidden: SQL<boolean> = sql`(p.state in ('rejected', 'appealed') and (
  select m.reason_code from published.moderation_act m where m.petition_id = p.id and m.act = 'reject' limit 1
) in (${quoted(textHidingCodes)}))`;

/** States that stand in lists, written as the index `petition_listed` has them. */
const listed = sql`p.state in ('open', 'closed', 'archived', 'rejected', 'appealed')`;

const filters: Readonly<Record<ListFilter, SQL>> = {
  all: sql`${listed} and not ${textIsHidden}`,
  open: sql`p.state = 'open'`,
  closing: sql`p.state = 'open'`,
  awaiting: sql`p.state in ('open', 'closed') and (
    not exists (select from published.response r where r.petition_id = p.id and r.answered_day is not null)
    or p.id in (${reopenedPetitions})
  )`,
  answered: sql`r.answered_day is not null`,
  closed: sql`p.state in ('closed', 'archived')`,
  rejected: sql`p.state in ('rejected', 'appealed')`,
};

/** `websearch_to_tsquery` takes any text whatever and never fails. */
export const searchQuery = (search: string): SQL => sql`websearch_to_tsquery('english', ${search})`;

interface Order {
  /** A column of an index, or an expression of one, followed there by the petition's name. */
  readonly key: SQL;
  readonly id: SQL;
  readonly descending: boolean;
}

const listedDay = sql`coalesce(p.opened_day, p.submitted_day)`;
const name = sql`p.id`;

const orders: Readonly<Record<Exclude<ListSort, 'relevance'>, Order>> = {
  newest: { key: listedDay, id: name, descending: true },
  closing: { key: sql`p.closes_day`, id: name, descending: false },
  longest: { key: sql`t.day`, id: sql`t.petition_id`, descending: false },
  answered: { key: sql`r.answered_day`, id: sql`r.petition_id`, descending: true },
};

/** Tables that a filter or an order speaks of; of those that were answered, or reached the threshold, nothing else is read. */
function tablesOf({ filter, sort }: FindQuery): SQL {
  const reached = filter === 'awaiting' || sort === 'longest';
  const answered = filter === 'answered' || sort === 'answered';
  return sql`published.petition p
    ${reached ? sql`join published.threshold_reached t on t.petition_id = p.id` : sql``}
    ${answered ? sql`join published.response r on r.petition_id = p.id and r.answered_day is not null` : sql``}`;
}

function conditionsOf({ filter, search, unit = '', programme = '', closesBy }: FindQuery): SQL {
  const parts = [filters[filter]];
  if (filter === 'closing' && closesBy !== undefined) parts.push(sql`p.closes_day <= ${closesBy}::date`);
  if (unit === wholeCompany) parts.push(sql`p.asked_unit is null`);
  else if (unit !== '') parts.push(sql`(p.asked_unit = ${unit} or starts_with(p.asked_unit, ${`${unit} / `}))`);
  // What was rejected is not held against a programme.
  if (programme !== '') {
    parts.push(sql`p.state in ('open', 'closed', 'archived') and p.id in (
      select a.subject_id from published.attachment a where a.subject = 'petition' and a.programme_id = ${programme})`);
  }
  if (search !== '') parts.push(sql`p.search @@ ${searchQuery(search)} and not ${textIsHidden}`);
  return sql.join(parts, sql` and `);
}

/** Names of one page, in the order of the list. */
export async function findPetitions(db: Database, query: FindQuery): Promise<FoundPage> {
  const backwards = query.cursor?.direction === 'before';
  const rows = query.sort === 'relevance' ? await ranked(db, query) : await ordered(db, query, orders[query.sort]);
  const found = rows.slice(0, query.size).map(({ id, key }) => ({ id, key }));
  return {
    found: backwards ? found.reverse() : found,
    more: rows.length > query.size,
    cut: rows.some(({ cut }) => cut === true),
  };
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly key: string;
  readonly cut?: boolean;
}

function ordered(db: Database, query: FindQuery, { key, id, descending }: Order): Promise<Row[]> {
  const { cursor, size } = query;
  const down = descending !== (cursor?.direction === 'before');
  const beyond = cursor ? sql`and (${key}, ${id}) ${way(down).beyond} (${cursor.key}::date, ${cursor.id})` : sql``;
  return db.execute<Row>(sql`
    select p.id, (${key})::text as key from ${tablesOf(query)} where ${conditionsOf(query)} ${beyond}
    order by ${key} ${way(down).order}, ${id} ${way(down).order}
    limit ${size + 1}`);
}

/** By how well they match, among the newest that match at all. */
function ranked(db: Database, query: FindQuery): Promise<Row[]> {
  const { cursor, size, search } = query;
  const down = cursor?.direction !== 'before';
  const beyond = cursor ? sql`where (key, id) ${way(down).beyond} (${cursor.key}::numeric, ${cursor.id})` : sql``;
  return db.execute<Row>(sql`
    with candidate as materialized (
      select p.id from ${tablesOf(query)} where ${conditionsOf(query)}
      order by ${listedDay} desc, p.id desc
      limit ${rankedMost + 1}
    ), ranked as materialized (
      select p.id, round(ts_rank(p.search, ${searchQuery(search)})::numeric, 6) as key
      from candidate c join published.petition p on p.id = c.id
    )
    select id, key::text as key, (select count(*) from candidate) > ${rankedMost} as cut from ranked ${beyond}
    order by key ${way(down).order}, id ${way(down).order}
    limit ${size + 1}`);
}

const way = (down: boolean) => (down ? { order: sql`desc`, beyond: sql`<` } : { order: sql`asc`, beyond: sql`>` });
