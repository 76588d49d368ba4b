import { eq, inArray } from 'drizzle-orm';
import { applyRoster, type ApplyRosterInput } from '~/features/identified/roster/apply-roster.server';
import { readUpload } from '~/features/identified/roster/roster.queries.server';
import { commandActor } from '~/features/identified/roster/roster';
import { stageRoster } from '~/features/identified/roster/stage-roster.server';
import type { ManualClock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { ledgerEntry } from '~db/schema/published';
import { inChunks, rosterFile, type RosterPerson } from './roster-files';

export interface RosterHouse {
  readonly db: IdentifiedDatabase;
  readonly clock: ManualClock;
}

/** Reads a file into the database; gives the upload's id. */
export function stage(house: RosterHouse, file: string, uploadedBy: string = commandActor): Promise<string> {
  return stageRoster({ ...house, settings: { demo: false } }, { bytes: inChunks(file), uploadedBy });
}

/** Confirms an upload as it stands, without its refused rows unless told otherwise. */
export async function apply(house: RosterHouse, uploadId: string, input: Partial<ApplyRosterInput> = {}) {
  const uploadedBy = input.uploadedBy ?? commandActor;
  const upload = await readUpload(house.db, { id: uploadId, uploadedBy }, house.clock.now());
  const confirmedLeavers = upload.left;
  const { digest } = upload;
  return applyRoster(house, { uploadId, uploadedBy, digest, withoutRefused: true, confirmedLeavers, ...input });
}

/** Stages and confirms in one go. */
export async function bringUpToDate(house: RosterHouse, ...people: readonly RosterPerson[]): Promise<void> {
  await apply(house, await stage(house, rosterFile(...people)));
}

/** The roster as `number: address status`, by number. */
export async function rosterOf({ db }: RosterHouse, ...numbers: string[]): Promise<string[]> {
  const rows = await db
    .select()
    .from(person)
    .where(numbers.length > 0 ? inArray(person.personNumber, numbers) : undefined)
    .orderBy(person.personNumber);
  return rows.map((row) => `${row.personNumber}: ${row.email} ${row.status}`);
}

export async function personOf({ db }: RosterHouse, personNumber: string) {
  const [row] = await db.select().from(person).where(eq(person.personNumber, personNumber));
  return row;
}

/** Ledger entries as they were written, in order. */
export async function ledgerOf({ db }: RosterHouse): Promise<unknown[]> {
  const rows = await db.select().from(ledgerEntry).orderBy(ledgerEntry.index);
  return rows.map((row) => JSON.parse(Buffer.from(row.bytes).toString('utf8')) as unknown);
}
