import { sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import type { PetitionState } from './petition';
import { comparedStates, type SimilarPetition } from './similar-petitions';

/** Longest text that is compared; more of it would not find more. */
const comparedLength = 2_000;
/** How many candidates are looked at closely. */
const candidates = 50;
/** Share of the words asked about that a petition must hold to count as similar. */
export const leastShare = 0.4;

export interface SimilarOptions {
  readonly limit?: number;
  /** A petition that is not to be found: the one that is being compared. */
  readonly except?: string;
  /** Which are looked through: those that were open, unless whoever reads may know of others. */
  readonly among?: readonly PetitionState[];
}

/**
 * Petitions that may ask for the same as a text being written: open, closed or answered ones, most alike first. Any
 * text is allowed: it becomes words before it becomes a query, so no operator in it means anything.
 */
export async function similarPetitions(
  db: Database,
  text: string,
  { limit = 5, except = '', among = comparedStates }: SimilarOptions = {},
): Promise<SimilarPetition[]> {
  const asked = text.slice(0, comparedLength).replace(/[\p{Surrogate}\0]/gu, ' ');
  const found = await db.execute<{ id: string; title: string; state: string; answered: boolean }>(sql`
    with asked as (
      select tsvector_to_array(to_tsvector('english', ${asked})) as words
    ), question as (
      select words, (
        select string_agg('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''', ' | ') from unnest(words) word
      )::tsquery as query
      from asked
    ), near as (
      select p.id, p.title, p.state, ts_rank(p.search, q.query) as rank,
        cardinality(array(select unnest(q.words) intersect select unnest(tsvector_to_array(p.search))))::real
          / cardinality(q.words) as share
      from question q, ${petition} p
      where p.search @@ q.query and p.state in ${[...among]} and p.id <> ${except}
      order by rank desc, p.id
      limit ${candidates}
    )
    select id, title, state, exists (select from ${response} r where r.petition_id = near.id and r.answered_day is not null) as answered
    from near
    where share >= ${leastShare}
    order by share desc, rank desc, id
    limit ${limit}`);
  return found.map(({ id, title, state, answered }) => ({ id, title, open: state === 'open', answered }));
}

/**
 * Petitions like one that is written as far as its demands: by its title alone, as while it was typed, or by all of it.
 * Many demands must not hide that the title is taken.
 */
export async function similarToPetition(
  db: Database,
  { title, demands }: { readonly title: string; readonly demands: readonly string[] },
  { limit = 5, ...others }: SimilarOptions = {},
): Promise<SimilarPetition[]> {
  const options = { limit, ...others };
  const byTitle = await similarPetitions(db, title, options);
  const byAll = await similarPetitions(db, [title, ...demands].join('\n'), options);
  const known = new Set(byTitle.map(({ id }) => id));
  return [...byTitle, ...byAll.filter(({ id }) => !known.has(id))].slice(0, limit);
}
