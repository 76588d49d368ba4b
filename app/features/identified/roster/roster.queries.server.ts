import { and, eq, gt, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, rosterUpload, rosterUploadRow } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { RosterError } from './roster';
import { previewPage, type PreviewTab } from './roster-preview';
import { expectVolume, summariseDifference, withDifference, type DifferenceKind, type DifferenceSummary } from './roster-difference.server'; // prettier-ignore

export interface UploadPreview extends DifferenceSummary {
  readonly id: string;
  readonly rows: number;
  readonly refused: number;
  /** Refused rows that do not say whom they are about: these people count as missing from the file. */
  readonly unidentified: number;
  readonly expiresAt: Date;
}

export interface UploadOwner {
  readonly id: string;
  readonly uploadedBy: string;
}

/** What an upload of this administrator would do to the roster as it is now. @throws RosterError `unknown-upload` */
export async function readUpload(db: IdentifiedDatabase, owner: UploadOwner, now: Date): Promise<UploadPreview> {
  const [upload] = await db
    .select()
    .from(rosterUpload)
    .where(
      and(
        eq(rosterUpload.id, owner.id),
        eq(rosterUpload.uploadedBy, owner.uploadedBy),
        gt(rosterUpload.expiresAt, now),
      ),
    );
  if (!upload) {
    throw new RosterError('unknown-upload', 'This upload is not there any more: it was used, replaced or timed out.');
  }
  const { id, rowCount: rows, refusedCount: refused, expiresAt } = upload;
  const unidentified = await db.$count(
    rosterUploadRow,
    sql`upload_id = ${id} and refusal is not null and person_number is null and email is null`,
  );
  return { id, rows, refused, unidentified, expiresAt, ...(await withVolume(db, (tx) => summariseDifference(tx, id))) };
}

function withVolume<T>(db: IdentifiedDatabase, read: (tx: IdentifiedDatabase) => Promise<T>): Promise<T> {
  return inTransaction(db, async (tx) => {
    await expectVolume(tx);
    return read(tx);
  });
}

/** The upload of this administrator that still waits, if there is one. */
export async function waitingUpload(db: IdentifiedDatabase, uploadedBy: string, now: Date): Promise<string | null> {
  const [upload] = await db
    .select({ id: rosterUpload.id })
    .from(rosterUpload)
    .where(and(eq(rosterUpload.uploadedBy, uploadedBy), gt(rosterUpload.expiresAt, now)));
  return upload?.id ?? null;
}

interface PersonFacts {
  readonly name: string;
  readonly email: string;
  readonly unitPath: string;
}

/** One person whom an upload concerns; `before` and `after` are null where there is nothing. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly personNumber: string;
  readonly line: number | null;
  readonly before: PersonFacts | null;
  readonly after: PersonFacts | null;
}

const kindsOf: Readonly<Record<Exclude<PreviewTab, 'refused'>, readonly DifferenceKind[]>> = {
  joiners: ['joined', 'returned'],
  leavers: ['left'],
  changes: ['changed'],
};

/** One page (from 1) of the people whom an upload would add, remove or change, by person number. */
export async function readDifferences(
  db: IdentifiedDatabase,
  uploadId: string,
  tab: Exclude<PreviewTab, 'refused'>,
  page: number,
): Promise<readonly Difference[]> {
  const { limit, offset } = previewPage(page);
  const kinds = sql.join(
    kindsOf[tab].map((kind) => sql`${kind}`),
    sql`, `,
  );
  const rows = await withVolume(db, (tx) =>
    tx.execute<DifferenceRow>(sql`
    ${withDifference(uploadId)}
    select * from difference where kind in (${kinds})
    order by person_number limit ${limit} offset ${offset}`),
  );
  return rows.map((row) => ({
    kind: row.kind,
    personNumber: row.person_number,
    line: row.line,
    before: facts(row.old_name, row.old_email, row.old_unit),
    after: facts(row.new_name, row.new_email, row.new_unit),
  }));
}

type DifferenceRow = Record<'old_name' | 'old_email' | 'old_unit' | 'new_name' | 'new_email' | 'new_unit', string | null> & {
  kind: DifferenceKind;
  person_number: string;
  line: number | null;
}; // prettier-ignore

function facts(name: string | null, email: string | null, unitPath: string | null): PersonFacts | null {
  return name === null || email === null || unitPath === null ? null : { name, email, unitPath };
}

export interface RefusedLine {
  readonly line: number;
  readonly personNumber: string | null;
  readonly refusal: string;
}

/** One page (from 1) of the refused rows of an upload, by line. */
export async function readRefusedRows(
  db: IdentifiedDatabase,
  uploadId: string,
  page: number,
): Promise<readonly RefusedLine[]> {
  const { limit, offset } = previewPage(page);
  return db.execute<{ line: number; personNumber: string | null; refusal: string }>(sql`
    select line, person_number as "personNumber", refusal from ${rosterUploadRow}
    where upload_id = ${uploadId} and refusal is not null
    order by line limit ${limit} offset ${offset}`);
}

export interface RosterOverview {
  /** Active people. */
  readonly size: number;
  /** Units of the first two levels with at least the minimum of people, largest first. */
  readonly units: readonly { readonly unitPath: string; readonly people: number }[];
  /** All other units together: at least the minimum of people, or nobody, so that nothing can be had by subtraction. */
  readonly others: { readonly units: number; readonly people: number };
}

/** How many people the roster holds, in all and by unit; units below the minimum only together. */
export async function readOverview(db: IdentifiedDatabase, minimum: number): Promise<RosterOverview> {
  const rows = await db.execute<{ unitPath: string; people: number }>(sql`
    select array_to_string((string_to_array(unit_path, ' / '))[1:2], ' / ') as "unitPath", count(*)::int as people
    from ${person} where status = 'active' group by 1 order by people desc, 1`);
  const size = rows.reduce((sum, unit) => sum + unit.people, 0);
  let shown = rows.filter((unit) => unit.people >= minimum).length;
  const peopleAfter = (index: number) => rows.slice(index).reduce((sum, unit) => sum + unit.people, 0);
  while (shown > 0 && shown < rows.length && peopleAfter(shown) < minimum) shown -= 1;
  const units = rows.slice(0, shown).map(({ unitPath, people }) => ({ unitPath, people }));
  return { size, units, others: { units: rows.length - shown, people: peopleAfter(shown) } };
}
