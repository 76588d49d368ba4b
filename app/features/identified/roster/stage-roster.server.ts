import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { rosterUpload, rosterUploadRow } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { readRoster } from './read-roster';
import { refuseConflicts } from './refuse-conflicts.server';
import { expectVolume } from './roster-difference.server';
import { isRefused, uploadLifetime, type RosterLine } from './roster';

/** How many rows travel to the database in one statement. */
const batchSize = 1000;

export interface StageRosterDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'demo'>;
}

export interface StageRosterInput {
  /** The file as it arrives; an attacker controls every byte. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Person number of the administrator, or `commandActor`. Nobody else can see or confirm the upload. */
  readonly uploadedBy: string;
  /** Told after each batch how many rows have been stored, and at the end that rows are being compared. */
  readonly onProgress?: (progress: StageProgress) => void;
}

export type StageProgress = { readonly phase: 'reading'; readonly rows: number } | { readonly phase: 'comparing' };

/**
 * Reads a roster file into the database, where it waits at most an hour for its confirmation; the roster does not
 * change. An earlier upload of the same administrator is dropped. One transaction: a file that breaks off, or is refused
 * as a whole, leaves nothing. Memory is bounded by the batch, not by the file.
 *
 * @returns the random id of the upload
 * @throws RosterError as `readRoster`, and whatever `bytes` throws
 */
export function stageRoster({ db, clock, settings }: StageRosterDeps, input: StageRosterInput): Promise<string> {
  const { bytes, uploadedBy, onProgress } = input;
  const id = randomUUID();
  return inTransaction(db, async (tx) => {
    await tx.delete(rosterUpload).where(eq(rosterUpload.uploadedBy, uploadedBy));
    const inAnHour = () => new Date(clock.now().getTime() + uploadLifetime);
    await tx.insert(rosterUpload).values({ id, uploadedBy, rowCount: 0, refusedCount: 0, expiresAt: inAnHour() });
    let rows = 0;
    for await (const batch of inBatches(readRoster(bytes, settings))) {
      await insertRows(tx, id, batch);
      rows += batch.length;
      onProgress?.({ phase: 'reading', rows });
    }
    onProgress?.({ phase: 'comparing' });
    await expectVolume(tx);
    await refuseConflicts(tx, id);
    const refused = await tx.$count(rosterUploadRow, sql`upload_id = ${id} and refusal is not null`);
    // The hour begins once the file is there: a slow connection takes nothing of it.
    const read = { rowCount: rows, refusedCount: refused, expiresAt: inAnHour() };
    await tx.update(rosterUpload).set(read).where(eq(rosterUpload.id, id));
    return id;
  });
}

async function* inBatches(lines: AsyncIterable<RosterLine>): AsyncGenerator<readonly RosterLine[]> {
  let batch: RosterLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function insertRows(tx: IdentifiedDatabase, uploadId: string, batch: readonly RosterLine[]): Promise<void> {
  const rows = batch.map(({ line, row }) => ({ line, ...columnsOf(row) }));
  await tx.execute(sql`
    insert into ${rosterUploadRow} (upload_id, line, person_number, name, email, unit_path, status, refusal)
    select ${uploadId}, line, person_number, name, email, unit_path, status, refusal
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as t (line int, person_number text, name text, email text, unit_path text, status text, refusal text)`);
}

function columnsOf(row: RosterLine['row']) {
  if (isRefused(row)) return { person_number: row.personNumber, email: row.email, refusal: row.refusal };
  const { personNumber, status } = row;
  if (status === 'left') return { person_number: personNumber, status };
  return { person_number: personNumber, name: row.name, email: row.email, unit_path: row.unitPath, status };
}
