import { desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { IdentifiedDatabase } from '~db/identified-client';
import { accessLog, person } from '~db/schema/identified';

/** One look at somebody's data. */
export interface AccessLine {
  readonly id: string;
  readonly day: string;
  /** Person number, 'command' or 'setup'. */
  readonly actor: string;
  /** Null for the machine's owner, and for people who are gone from the roster. */
  readonly actorName: string | null;
  /** Person number; null: the whole roster. */
  readonly subject: string | null;
  readonly subjectName: string | null;
  readonly purpose: string;
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

/** All looks, for administrators. Reading it is itself a look: the caller logs it. */
export function allAccesses(db: IdentifiedDatabase, input: { readonly page: number }): Promise<AccessPage> {
  return pageOf(db, undefined, input.page);
}

async function pageOf(db: IdentifiedDatabase, concerned: SQL | undefined, wanted: number): Promise<AccessPage> {
  const total = await db.$count(accessLog, concerned);
  const pages = Math.max(1, Math.ceil(total / linesPerPage));
  const page = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages);
  const lines = await db
    .select({
      id: accessLog.id,
      day: accessLog.day,
      actor: accessLog.actor,
      actorName: sql<string | null>`${actor.name}`,
      subject: accessLog.subject,
      subjectName: sql<string | null>`${subject.name}`,
      purpose: accessLog.purpose,
    })
    .from(accessLog)
    .leftJoin(actor, eq(actor.personNumber, accessLog.actor))
    .leftJoin(subject, eq(subject.personNumber, accessLog.subject))
    .where(concerned)
    .orderBy(desc(accessLog.day), desc(accessLog.id))
    .limit(linesPerPage)
    .offset((page - 1) * linesPerPage);
  return { lines, page, pages };
}
