import { count, desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { IdentifiedDatabase } from '~db/identified-client';
import { accessLog, person } from '~db/schema/identified';

/** Looks of one person at one other's data for one purpose on one day. */
export interface AccessLine {
  readonly day: string;
  /** Person number, 'command' or 'setup'. */
  readonly actor: string;
  /** Null for the machine's owner, and for people who are gone from the roster. */
  readonly actorName: string | null;
  /** Person number; null: the whole roster. */
  readonly subject: string | null;
  readonly subjectName: string | null;
  readonly purpose: string;
  /** How often. */
  readonly times: number;
}

export interface AccessPage {
  readonly lines: readonly AccessLine[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

const linesPerPage = 50;

const actor = alias(person, 'actor');
const subject = alias(person, 'subject');

/** Looks that concern one person: at them, and at the whole roster. Newest day first. */
export function accessesTo(
  db: IdentifiedDatabase,
  input: { readonly personNumber: string; readonly page: number },
): Promise<AccessPage> {
  return pageOf(db, or(eq(accessLog.subject, input.personNumber), isNull(accessLog.subject)), input.page);
}

/** All looks that concern one person, for a file of their own. */
export async function everyAccessTo(db: IdentifiedDatabase, personNumber: string): Promise<readonly AccessLine[]> {
  const first = await accessesTo(db, { personNumber, page: 1 });
  const lines = [...first.lines];
  for (let page = 2; page <= first.pages; page += 1)
    lines.push(...(await accessesTo(db, { personNumber, page })).lines);
  return lines;
}

/** All looks, for administrators. Reading it is itself a look: the caller logs it. */
export function allAccesses(db: IdentifiedDatabase, input: { readonly page: number }): Promise<AccessPage> {
  return pageOf(db, undefined, input.page);
}

async function pageOf(db: IdentifiedDatabase, concerned: SQL | undefined, wanted: number): Promise<AccessPage> {
  const lines = db
    .select({
      day: accessLog.day,
      actor: accessLog.actor,
      subject: accessLog.subject,
      purpose: accessLog.purpose,
      times: count().as('times'),
    })
    .from(accessLog)
    .where(concerned)
    .groupBy(accessLog.day, accessLog.actor, accessLog.subject, accessLog.purpose)
    .as('line');
  const [total] = await db.select({ lines: count() }).from(lines);
  const pages = Math.max(1, Math.ceil((total?.lines ?? 0) / linesPerPage));
  const page = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages);
  const found = await db
    .select({
      day: lines.day,
      actor: lines.actor,
      actorName: sql<string | null>`${actor.name}`,
      subject: lines.subject,
      subjectName: sql<string | null>`${subject.name}`,
      purpose: lines.purpose,
      times: lines.times,
    })
    .from(lines)
    .leftJoin(actor, eq(actor.personNumber, lines.actor))
    .leftJoin(subject, eq(subject.personNumber, lines.subject))
    .orderBy(desc(lines.day), lines.actor, lines.purpose, lines.subject)
    .limit(linesPerPage)
    .offset((page - 1) * linesPerPage);
  return { lines: found, page, pages };
}
