import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { handlerKey, summary, summaryReached } from '~db/schema/published-concerns';
import { programme, programmeRevision } from '~db/schema/published-programmes';
import { statementRevision } from '~db/schema/published-statements';
import type { SummaryCursor } from './summary-cursor';
import { summaryFigures, type SummaryFigures } from '../figures/summary-figures.queries.server';
import type { AboutProgramme } from '../programmes/attachments';
import type { StatementRevision } from '../statements/statement';
import { newestRevision } from '../statements/statements.queries.server';

/** A summary as lists show it. */
export interface SummaryInList {
  readonly id: string;
  readonly title: string;
  readonly day: string;
  readonly programme: AboutProgramme | null;
  readonly handlerName: string;
  readonly answeredDay: string | null;
  readonly figures: SummaryFigures | null;
}

/** Everything on a summary's page. */
export interface SummaryView extends SummaryInList {
  /** Markdown. */
  readonly body: string;
  readonly registerId: number;
  readonly handler: {
    /** Hex. */
    readonly fingerprint: string;
    readonly retiredDay: string | null;
  };
  /** As it stands now. */
  readonly response: StatementRevision<'summary-response'> | null;
}

interface Reading {
  readonly db: Database;
  readonly settings: Pick<Settings, 'minimum'>;
}

/** The first revision of the answer: that stopped the clock. */
const firstResponse = and(
  eq(statementRevision.kind, 'summary-response'),
  eq(statementRevision.id, summary.id),
  eq(statementRevision.revision, 1),
);

const columns = {
  id: summary.id,
  title: summary.title,
  body: summary.body,
  day: summary.day,
  field: summary.field,
  registerId: summary.registerId,
  programmeId: summary.programmeId,
  programmeName: sql<string | null>`${programmeRevision.document}->>'name'`,
  handlerName: handlerKey.name,
  fingerprint: handlerKey.fingerprint,
  retiredDay: handlerKey.retiredDay,
  answeredDay: statementRevision.day,
};

function select(db: Database, where: SQL | undefined, order: readonly SQL[], limit: number) {
  return db
    .select(columns)
    .from(summary)
    .innerJoin(handlerKey, eq(handlerKey.fingerprint, summary.handler))
    .leftJoin(programme, eq(programme.id, summary.programmeId))
    .leftJoin(
      programmeRevision,
      and(eq(programmeRevision.programmeId, programme.id), eq(programmeRevision.number, programme.revision)),
    )
    .leftJoin(statementRevision, firstResponse)
    .leftJoin(summaryReached, eq(summaryReached.summaryId, summary.id))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

type Row = Awaited<ReturnType<typeof select>>[number];

function inList(row: Row, figures: ReadonlyMap<string, SummaryFigures>): SummaryInList {
  const { id, title, day, field, programmeId, programmeName, handlerName, answeredDay } = row;
  const about = programmeId === null ? null : { id: programmeId, name: programmeName ?? programmeId, field };
  return { id, title, day, handlerName, answeredDay, programme: about, figures: figures.get(id) ?? null };
}

const figuresOf = ({ db, settings }: Reading, rows: readonly Row[]) =>
  summaryFigures(
    db,
    settings,
    rows.map(({ id }) => id),
  );

/** A summary, or null where there is none. */
export async function summaryView(reading: Reading, id: string): Promise<SummaryView | null> {
  const [row] = await select(reading.db, eq(summary.id, id), [], 1);
  if (!row) return null;
  const { body, registerId, fingerprint, retiredDay } = row;
  return {
    ...inList(row, await figuresOf(reading, [row])),
    body,
    registerId,
    handler: { fingerprint: toHex(fingerprint), retiredDay },
    response: await newestRevision(reading.db, 'summary-response', id),
  };
}

/** Newest day first; within a day by name, which is random and so says nothing of the time. */
export async function listSummaries(
  reading: Reading,
  { after, size }: { readonly after: SummaryCursor | null; readonly size: number },
): Promise<{ readonly items: readonly SummaryInList[]; readonly next: SummaryCursor | null }> {
  const beyond = after
    ? or(lt(summary.day, after.day), and(eq(summary.day, after.day), gt(summary.id, after.id)))
    : undefined;
  const rows = await select(reading.db, beyond, [desc(summary.day), asc(summary.id)], size + 1);
  const shown = rows.slice(0, size);
  const figures = await figuresOf(reading, shown);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => inList(row, figures)),
    next: last && rows.length > size ? { day: last.day, id: last.id } : null,
  };
}

/** Summaries without an answer: those that reached leadership's desk, by the day on which it is due; and the others. */
export async function unansweredSummaries(
  reading: Reading,
  { reached, size }: { readonly reached: boolean; readonly size: number },
): Promise<readonly SummaryInList[]> {
  const unanswered = isNull(statementRevision.id);
  const rows = await select(
    reading.db,
    and(unanswered, reached ? isNotNull(summaryReached.summaryId) : isNull(summaryReached.summaryId)),
    reached ? [asc(summaryReached.dueDay), asc(summary.id)] : [desc(summary.day), asc(summary.id)],
    size,
  );
  const figures = await figuresOf(reading, rows);
  return rows.map((row) => inList(row, figures));
}
