import { inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import type { FoundPassages } from './petition-list.queries.server';
import { excerptOf, passagesOf, wordsOfMarkdown, wordsToAskAbout } from './search-passages';

/**
 * Where the words of a search stand in petitions that it found. The database says which words are forms of one another, as
 * it did when it searched; everything else is done with plain text, so nothing of it is ever markup.
 */
export async function foundPassages(
  db: Database,
  ids: readonly string[],
  search: string,
): Promise<ReadonlyMap<string, FoundPassages>> {
  const rows = await db
    .select({ id: petition.id, title: petition.title, demands: petition.demands, background: petition.background })
    .from(petition)
    .where(inArray(petition.id, [...ids]));
  const texts = rows.flatMap(({ title, demands, background }) => [title, ...demands, background]);
  const found = await formsOf(db, wordsToAskAbout(texts, search), search);
  return new Map(
    rows.map(({ id, title, demands, background }) => [
      id,
      {
        title: passagesOf(title, found),
        excerpt: firstOf([...demands, wordsOfMarkdown(background)], (text) => excerptOf(text, found)),
      },
    ]),
  );
}

/** Those of the words that are forms of one that is searched for. */
async function formsOf(db: Database, words: readonly string[], search: string): Promise<ReadonlySet<string>> {
  if (words.length === 0) return new Set();
  const rows = await db.execute<{ word: string }>(sql`
    select word from json_array_elements_text(${JSON.stringify(words)}::json) as asked (word)
    where tsvector_to_array(to_tsvector('english', word)) && tsvector_to_array(to_tsvector('english', ${search}))`);
  return new Set(rows.map(({ word }) => word));
}

function firstOf<T, R>(values: readonly T[], of: (value: T) => R | null): R | null {
  for (const value of values) {
    const result = of(value);
    if (result !== null) return result;
  }
  return null;
}
