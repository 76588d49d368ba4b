import { eq, getTableColumns, inArray, isNull, or, type SQL } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { IdentifiedDatabase } from '~db/identified-client';
import type { ClassifiedTable, ColumnClass } from '~db/schema/classification';
import * as tables from '~db/schema/identified';
import * as answerTables from '~db/schema/identified-answers';
import * as handlerTables from '~db/schema/identified-handlers';
import * as organizingTables from '~db/schema/identified-organizing';

/** One table of the identified wing, and what it holds about one person. */
export interface StoredTable {
  /** As in the database. */
  readonly table: string;
  readonly title: string;
  readonly columns: readonly StoredColumn[];
  /** Values by column; of columns that the person may not read there is none. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

export interface StoredColumn {
  readonly name: string;
  readonly purpose: string;
  readonly retention: string;
  /** False for what would let its reader act as somebody: hashes of cookies, codes and tickets. */
  readonly shown: boolean;
}

interface Source {
  readonly title: string;
  readonly table: PgTable;
  readonly classes: ClassifiedTable;
  readonly mine: (db: IdentifiedDatabase, me: Me) => SQL | undefined;
}

interface Me {
  readonly personNumber: string;
  readonly email: string;
}

/**
 * Everything that the identified wing stores about a person, table by table, each column with what it is for and how long it
 * is kept. Whether somebody signed or raised something is stored nowhere.
 */
export async function storedAbout(db: IdentifiedDatabase, me: Me): Promise<readonly StoredTable[]> {
  const stored: StoredTable[] = [];
  for (const source of sources) {
    const rows: Record<string, unknown>[] = await db.select().from(source.table).where(source.mine(db, me));
    const columns = columnsOf(source);
    stored.push({
      table: `${source.classes.schema}.${source.classes.table}`,
      title: source.title,
      columns: columns.map(({ name, column, shown }) => ({
        name,
        purpose: column.purpose,
        retention: column.retention,
        shown,
      })),
      rows: rows.map((row) =>
        Object.fromEntries(columns.filter(({ shown }) => shown).map(({ key, name }) => [name, spell(row[key])])),
      ),
    });
  }
  return stored;
}

function columnsOf({ table, classes }: Source) {
  return Object.entries(getTableColumns(table)).flatMap(([key, { name: given }]) => {
    const name = toSnakeCase(given);
    const column: ColumnClass | undefined = classes.columns[name];
    if (!column) return [];
    const shown = column.readers.includes('the person') || column.readers.includes('the author');
    return [{ key, name, column, shown }];
  });
}

function spell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const { person, account, session, roleGrant, accessLog, mailOutbox, signInAttempt } = tables;
const { draft, petitionOrganizer } = tables;
const { statementAuthor, leaderHolder, answerCase, answerReviewer, answerComment, answerDraft } = answerTables;
const { enrolment, registerPlace, enrolmentNonce, enrolmentTicket } = tables;
const { rosterUpload, rosterUploadRow } = tables;
const { handlerHolder, handlerRequest } = handlerTables;
const { moderationDecision } = organizingTables;

/** Every table of the wing, each with the rows that are about one person. A test compares it with the schema. */
const sources: readonly Source[] = [
  {
    title: 'You on the roster',
    table: person,
    classes: tables.personClasses,
    mine: (_, me) => eq(person.personNumber, me.personNumber),
  },
  {
    title: 'Your roles',
    table: roleGrant,
    classes: tables.roleGrantClasses,
    mine: (_, me) => eq(roleGrant.personNumber, me.personNumber),
  },
  {
    title: 'Your enrolled keys',
    table: enrolment,
    classes: tables.enrolmentClasses,
    mine: (_, me) => eq(enrolment.personNumber, me.personNumber),
  },
  {
    title: 'Your places on registers',
    table: registerPlace,
    classes: tables.registerPlaceClasses,
    mine: (_, me) => eq(registerPlace.personNumber, me.personNumber),
  },
  {
    title: 'Looks at your data, and yours at others’',
    table: accessLog,
    classes: tables.accessLogClasses,
    mine: (_, me) =>
      or(eq(accessLog.subject, me.personNumber), isNull(accessLog.subject), eq(accessLog.actor, me.personNumber)),
  },
  {
    title: 'Your drafts',
    table: draft,
    classes: tables.draftClasses,
    mine: (_, me) => eq(draft.author, me.personNumber),
  },
  {
    title: 'Petitions that you organize in your name',
    table: petitionOrganizer,
    classes: tables.petitionOrganizerClasses,
    mine: (_, me) => eq(petitionOrganizer.personNumber, me.personNumber),
  },
  {
    title: 'Petitions that you decided on as a moderator',
    table: moderationDecision,
    classes: organizingTables.moderationDecisionClasses,
    mine: (_, me) => eq(moderationDecision.personNumber, me.personNumber),
  },
  {
    title: 'Petitions that you were asked to organize, or asked others to',
    table: organizingTables.organizerInvitation,
    classes: organizingTables.organizerInvitationClasses,
    mine: (_, me) =>
      or(
        eq(organizingTables.organizerInvitation.personNumber, me.personNumber),
        eq(organizingTables.organizerInvitation.invitedBy, me.personNumber),
      ),
  },
  {
    title: 'That you take the weekly letter',
    table: organizingTables.letterTaker,
    classes: organizingTables.letterTakerClasses,
    mine: (_, me) => eq(organizingTables.letterTaker.personNumber, me.personNumber),
  },
  {
    title: 'Statements that you published',
    table: statementAuthor,
    classes: answerTables.statementAuthorClasses,
    mine: (_, me) => eq(statementAuthor.personNumber, me.personNumber),
  },
  {
    title: 'Your public record as a leader',
    table: leaderHolder,
    classes: answerTables.leaderHolderClasses,
    mine: (_, me) => eq(leaderHolder.personNumber, me.personNumber),
  },
  {
    title: 'Answers that you owe, or write for somebody',
    table: answerCase,
    classes: answerTables.answerCaseClasses,
    mine: (_, me) => or(eq(answerCase.owner, me.personNumber), eq(answerCase.delegate, me.personNumber)),
  },
  {
    title: 'Answers that you write, or that wait to be published in your name',
    table: answerDraft,
    classes: answerTables.answerDraftClasses,
    mine: (_, me) => or(eq(answerDraft.writer, me.personNumber), eq(answerDraft.scheduledBy, me.personNumber)),
  },
  {
    title: 'Drafts that you were asked to look at',
    table: answerReviewer,
    classes: answerTables.answerReviewerClasses,
    mine: (_, me) => eq(answerReviewer.personNumber, me.personNumber),
  },
  {
    title: 'Your comments on drafts',
    table: answerComment,
    classes: answerTables.answerCommentClasses,
    mine: (_, me) => eq(answerComment.personNumber, me.personNumber),
  },
  {
    title: 'Your account',
    table: account,
    classes: tables.accountClasses,
    mine: (_, me) => eq(account.personNumber, me.personNumber),
  },
  {
    title: 'Your sessions',
    table: session,
    classes: tables.sessionClasses,
    mine: (db, me) =>
      inArray(
        session.accountId,
        db.select({ id: account.id }).from(account).where(eq(account.personNumber, me.personNumber)),
      ),
  },
  {
    title: 'Your handler’s keys',
    table: handlerHolder,
    classes: handlerTables.handlerHolderClasses,
    mine: (_, me) => eq(handlerHolder.personNumber, me.personNumber),
  },
  {
    title: 'Your handler’s key that waits to be let in',
    table: handlerRequest,
    classes: handlerTables.handlerRequestClasses,
    mine: (_, me) => eq(handlerRequest.personNumber, me.personNumber),
  },
  {
    title: 'Sign-ins under way',
    table: signInAttempt,
    classes: tables.signInAttemptClasses,
    mine: (_, me) => eq(signInAttempt.personNumber, me.personNumber),
  },
  {
    title: 'Enrolments under way',
    table: enrolmentNonce,
    classes: tables.enrolmentNonceClasses,
    mine: (_, me) => eq(enrolmentNonce.personNumber, me.personNumber),
  },
  {
    title: 'Tickets for your phone',
    table: enrolmentTicket,
    classes: tables.enrolmentTicketClasses,
    mine: (_, me) => eq(enrolmentTicket.personNumber, me.personNumber),
  },
  {
    title: 'Mail to you that waits to be sent',
    table: mailOutbox,
    classes: tables.mailOutboxClasses,
    mine: (_, me) => eq(mailOutbox.recipient, me.email),
  },
  {
    title: 'Roster files that you uploaded',
    table: rosterUpload,
    classes: tables.rosterUploadClasses,
    mine: (_, me) => eq(rosterUpload.uploadedBy, me.personNumber),
  },
  {
    title: 'You in roster files that wait',
    table: rosterUploadRow,
    classes: tables.rosterUploadRowClasses,
    mine: (_, me) => eq(rosterUploadRow.personNumber, me.personNumber),
  },
];
