import { and, desc, eq, gte, inArray, isNotNull, lt, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '~db/database';
import { petition, petitionUpdate } from '~db/schema/published';
import { petitionEnding } from '~db/schema/published-organizing';
import { programmeRevision } from '~db/schema/published-programmes';
import { statementRevision } from '~db/schema/published-statements';
import { formatDay } from '~/ui/days';
import { everythingOwed } from '../answers/due.queries.server';
import { duePath } from '../answers/due';
import { startedBy } from '../petitions/petition-words';
import { statementParts } from '../statements/statement-parts';
import { listRevisions } from '../statements/statement-places.queries.server';
import type { StatementDocuments, StatementKind } from '../statements/statement';
import { statementKindWords } from '../statements/statement-words';
import { inNewsOrder, type NewsItem, type NewsKind } from './news';

/** Which news: of one petition or of all, of some days or of the newest as far as `limit`. */
export interface NewsQuery {
  readonly petitionId?: string;
  /** From this day on. */
  readonly since?: string;
  /** Before this day. */
  readonly before?: string;
  readonly kinds?: readonly NewsKind[];
  /** At most so many of each kind of thing, and altogether. */
  readonly limit: number;
}

type Reader = (db: Database, query: NewsQuery) => Promise<NewsItem[]>;

function within({ petitionId, since, before }: NewsQuery, day: PgColumn, id?: PgColumn): SQL | undefined {
  return and(
    since === undefined ? undefined : gte(day, since),
    before === undefined ? undefined : lt(day, before),
    petitionId === undefined || !id ? undefined : eq(id, petitionId),
  );
}

/** Petitions that opened and closed. Nothing of any count: what is withheld has no news. */
const petitions: Reader = async (db, query) => {
  const { id, title, demands, openedDay, closedDay, organizerName, state } = petition;
  const columns = { id, title, demands, openedDay, closedDay, organizerName };
  const shown = inArray(state, ['open', 'closed', 'archived']);
  const [opened, closed] = await Promise.all([
    db
      .select(columns)
      .from(petition)
      .where(and(shown, isNotNull(openedDay), within(query, openedDay, id)))
      .orderBy(desc(openedDay), id)
      .limit(query.limit),
    db
      .select({ ...columns, how: petitionEnding.how })
      .from(petition)
      .leftJoin(petitionEnding, eq(petitionEnding.petitionId, id))
      .where(and(shown, isNotNull(closedDay), within(query, closedDay, id)))
      .orderBy(desc(closedDay), id)
      .limit(query.limit),
  ]);
  const common = { kind: 'petition', author: null } as const;
  return [
    ...opened.map((row): NewsItem => ({
      ...{ ...common, key: [row.id, 'opened'], day: row.openedDay ?? '', petitionId: row.id },
      title: `Opened: ${row.title}`,
      text: [`Started by ${startedBy(row)}.`, ...row.demands].join('\n'),
      path: `/petitions/${row.id}`,
    })),
    ...closed.map((row): NewsItem => ({
      ...{ ...common, key: [row.id, 'closed'], day: row.closedDay ?? '', petitionId: row.id },
      title: `Closed: ${row.title}`,
      text: '',
      path: `/petitions/${row.id}`,
    })),
  ];
};

const updates: Reader = async (db, query) => {
  const { petitionId, number, day, body } = petitionUpdate;
  const rows = await db
    .select({ petitionId, number, day, body, title: petition.title, organizerName: petition.organizerName })
    .from(petitionUpdate)
    .innerJoin(petition, eq(petition.id, petitionId))
    .where(within(query, day, petitionId))
    .orderBy(desc(day), petitionId, desc(number))
    .limit(query.limit);
  return rows.map((row): NewsItem => ({
    kind: 'update',
    key: [row.petitionId, row.number],
    day: row.day,
    title: `News from its organizers: ${row.title}`,
    text: row.body,
    path: `/petitions/${row.petitionId}#update-${String(row.number)}`,
    author: row.organizerName === '' ? null : row.organizerName,
    petitionId: row.petitionId,
  }));
};

/** Petitions that their organizers end before their day. */
const endings: Reader = async (db, query) => {
  const { petitionId, how, intoId, reason, day } = petitionEnding;
  const rows = await db
    .select({ petitionId, how, intoId, reason, day, title: petition.title })
    .from(petitionEnding)
    .innerJoin(petition, eq(petition.id, petitionId))
    .where(within(query, day, petitionId))
    .orderBy(desc(day), petitionId)
    .limit(query.limit);
  return rows.map((row): NewsItem => ({
    kind: 'organizing',
    key: [row.petitionId, 'ended'],
    day: row.day,
    title: `${row.how === 'retired' ? 'Retired' : 'Merged into another one'}: ${row.title}`,
    text: row.reason,
    path: `/petitions/${row.petitionId}`,
    author: null,
    petitionId: row.petitionId,
  }));
};

/** What leadership said, every revision of it. */
const statements: Reader = async (db, query) => {
  const listed = await listRevisions(db, { petitionId: query.petitionId ?? null, limit: query.limit });
  const wanted = listed.filter(
    ({ day, place }) =>
      (query.petitionId === undefined || place.petitionId === query.petitionId) &&
      (query.since === undefined || day >= query.since) &&
      (query.before === undefined || day < query.before),
  );
  if (wanted.length === 0) return [];
  const { kind, id, revision, document, reason, authorName } = statementRevision;
  const rows = await db
    .select({ kind, id, revision, document, reason, authorName })
    .from(statementRevision)
    .where(
      inArray(
        sql`${kind} || '/' || ${id} || '/' || ${revision}`,
        wanted.map((each) => `${each.kind}/${each.id}/${String(each.revision)}`),
      ),
    );
  const said = new Map(rows.map((row) => [`${row.kind}/${row.id}/${String(row.revision)}`, row]));
  return wanted.flatMap(({ kind: of, id: name, revision: number, day, place }): NewsItem[] => {
    const row = said.get(`${of}/${name}/${String(number)}`);
    if (!row) return [];
    const first = number === 1;
    return [
      {
        kind: 'statement',
        key: [of, name, number],
        day,
        title: `${statementKindWords[of]}${first ? '' : ', revised'}: ${place.title}`,
        text: textOf(of, row.document, row.reason),
        path: first ? place.path : `/statements/${of}/${name}#revision-${String(number)}`,
        author: row.authorName,
        petitionId: place.petitionId,
      },
    ];
  });
};

function textOf(kind: StatementKind, document: unknown, reason: string): string {
  // Only `publishRevision` writes these rows, from documents that it was given typed.
  const parts = statementParts(kind, document as StatementDocuments[typeof kind]).filter(({ text }) => text !== '');
  const why = reason === '' ? [] : [`Why it was revised: ${reason}`];
  return [...parts.map(({ label, text }) => `${label}: ${text}`), ...why].join('\n\n');
}

/** Answers that leadership owes, from the day on which it began to. Pledges are statements. */
const dues: Reader = async (db, query) => {
  const owed = await everythingOwed(db);
  return owed
    .filter(
      ({ subject, petitionId, sinceDay }) =>
        subject !== 'pledge' &&
        (query.petitionId === undefined || petitionId === query.petitionId) &&
        (query.since === undefined || sinceDay >= query.since) &&
        (query.before === undefined || sinceDay < query.before),
    )
    .map((each): NewsItem => ({
      kind: 'due',
      key: [each.subject, each.id, each.sinceDay],
      day: each.sinceDay,
      title: `Leadership owes an answer: ${each.title}`,
      text: `It is due on ${formatDay(each.dueDay)}.`,
      path: duePath(each),
      author: null,
      petitionId: each.petitionId,
    }));
};

const programmes: Reader = async (db, query) => {
  if (query.petitionId !== undefined) return [];
  const { programmeId, number, day, document, editorName, reason } = programmeRevision;
  const rows = await db
    .select({ programmeId, number, day, editorName, reason, name: sql<string>`${document}->>'name'` })
    .from(programmeRevision)
    .where(within(query, day))
    .orderBy(desc(day), programmeId, desc(number))
    .limit(query.limit);
  return rows.map((row): NewsItem => ({
    kind: 'programme',
    key: [row.programmeId, row.number],
    day: row.day,
    title: `${row.number === 1 ? 'New in the register of programmes' : 'Programme changed'}: ${row.name}`,
    text: row.reason,
    path: row.number === 1 ? `/programmes/${row.programmeId}` : `/programmes/${row.programmeId}/changes`,
    author: row.editorName,
    petitionId: null,
  }));
};

const readers: Readonly<Record<NewsKind, Reader>> = {
  petition: petitions,
  update: updates,
  organizing: endings,
  statement: statements,
  due: dues,
  programme: programmes,
};

/** What happened in public, newest day first, `limit` at most. The same for whoever asks. */
export async function publicNews(db: Database, query: NewsQuery): Promise<readonly NewsItem[]> {
  const { kinds = Object.keys(readers) as NewsKind[] } = query;
  const found = await Promise.all(kinds.map((kind) => readers[kind](db, query)));
  return inNewsOrder(found.flat()).slice(0, query.limit);
}
