import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { logAccesses } from '~/features/identified/access-log/log-access.server';
import { roleWords, type GrantableRole } from '~/features/identified/accounts/role';
import { HandlerError } from '~/features/identified/handlers/handler-error';
import { retireKeysOf } from '~/features/identified/handlers/retire-handler-key.server';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolmentNonce, enrolmentTicket, account, person, roleGrant, rosterUpload, signInAttempt } from '~db/schema/identified'; // prettier-ignore
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { inTransaction } from '~db/transaction';
import { hasConflicts } from './refuse-conflicts.server';
import { commandActor, isLargeRemoval, RosterError } from './roster';
import { expectVolume, summariseDifference, withDifference, type DifferenceSummary } from './roster-difference.server';

export interface ApplyRosterInput {
  readonly uploadId: string;
  /** Person number of the administrator who uploaded, or `commandActor`. */
  readonly uploadedBy: string;
  /** Digest of the differences that were shown. */
  readonly digest: string;
  /** Agrees that refused rows are left out. The people they are about stay as they are. */
  readonly withoutRefused: boolean;
  /** Second confirmation: how many people will leave, typed. Needed where that is more than a tenth. */
  readonly confirmedLeavers: number | null;
}

export interface AppliedRoster {
  /** New people, and those who are back. */
  readonly joined: number;
  readonly left: number;
  readonly changed: number;
  /** Active people now. */
  readonly size: number;
}

/**
 * Brings the roster up to date with an upload, in one transaction: all or nothing, and exactly what was shown. Who leaves
 * loses account, sessions, codes, tickets and roles at once, and the place on the register at the next publication
 * (which compares the status). Writes the ledger and the access log.
 *
 * @throws RosterError `unknown-upload` (never there, expired, used, or somebody else's), `not-administrator`,
 * `roster-changed` (the roster is not what it was when the differences were shown), `refused-rows`, `nothing-to-change`,
 * `large-removal`, `last-administrator`, `last-handler`
 */
export function applyRoster(
  { db, clock }: { readonly db: IdentifiedDatabase; readonly clock: Clock },
  input: ApplyRosterInput,
): Promise<AppliedRoster> {
  const now = clock.now();
  const day = dayOf(now);
  return inTransaction(db, async (tx) => {
    await lockRoster(tx, input.uploadedBy);
    const refused = await lockUpload(tx, input, now);
    await expectVolume(tx);
    const difference = await summariseDifference(tx, input.uploadId);
    if (difference.digest !== input.digest || (await hasConflicts(tx, input.uploadId))) {
      throw new RosterError('roster-changed', 'The roster has changed since this was shown. Please look at it again.');
    }
    checkRules(difference, refused, input);
    await markLeavers(tx, input.uploadId);
    await storePeople(tx, input.uploadId);
    const withdrawn = await dropWhatLeaversHad(tx);
    const retired = await retireLeaversKeys(tx, day);
    await tx.delete(rosterUpload).where(eq(rosterUpload.id, input.uploadId));

    const { changed, left } = difference;
    const joined = difference.joined + difference.returned;
    const size = difference.active + joined - left;
    const purpose = `Roster brought up to date: ${String(joined)} joined, ${String(left)} left, ${String(changed)} changed`;
    await logAccesses(tx, [
      { actor: input.uploadedBy, subject: null, purpose, day },
      ...withdrawn.map(({ personNumber, role }) => ({
        actor: input.uploadedBy,
        subject: personNumber,
        purpose: `Role ${roleWords[role].name.toLowerCase()} withdrawn on leaving`,
        day,
      })),
    ]);
    const roles = withdrawn.map(({ name, role }): LedgerEntry => ({ v: 1, kind: 'role', act: 'withdrawn', role, name, day })); // prettier-ignore
    const change: LedgerEntry = { v: 1, kind: 'roster-change', joined, left, size, day };
    await appendEntries(tx, [...roles, ...retired, ...(joined + left > 0 ? [change] : [])]);
    return { joined, left, changed, size };
  });
}

/** One change of the roster at a time; administrators' roles stand still meanwhile (as when roles are changed). */
async function lockRoster(tx: IdentifiedDatabase, actor: string): Promise<void> {
  await tx.execute(sql`lock table ${person} in share row exclusive mode`);
  const administrators = await tx.execute<{ personNumber: string }>(sql`
    select g.person_number as "personNumber"
    from ${roleGrant} g join ${person} p on p.person_number = g.person_number
    where g.role = 'administrator' and p.status = 'active'
    order by g.person_number for update of g`);
  if (actor !== commandActor && !administrators.some((each) => each.personNumber === actor)) {
    throw new RosterError('not-administrator', 'Only an administrator can change the roster.');
  }
}

async function lockUpload(tx: IdentifiedDatabase, input: ApplyRosterInput, now: Date): Promise<number> {
  const { uploadId, uploadedBy } = input;
  const [upload] = await tx
    .select({ refusedCount: rosterUpload.refusedCount })
    .from(rosterUpload)
    .where(and(eq(rosterUpload.id, uploadId), eq(rosterUpload.uploadedBy, uploadedBy), gt(rosterUpload.expiresAt, now)))
    .for('update');
  if (!upload) {
    throw new RosterError('unknown-upload', 'This upload is not there any more: it was used, replaced or timed out.');
  }
  return upload.refusedCount;
}

function checkRules(difference: DifferenceSummary, refused: number, input: ApplyRosterInput): void {
  const { joined, returned, changed, left, active, administrators, administratorsLeaving } = difference;
  const { handlers, handlersLeaving } = difference;
  if (joined + returned + changed + left === 0) {
    throw new RosterError('nothing-to-change', 'The file says what the roster says already.');
  }
  if (refused > 0 && !input.withoutRefused) {
    throw new RosterError('refused-rows', 'Some rows were refused. Correct the file, or agree to leave them out.');
  }
  if (administrators > 0 && administratorsLeaving === administrators) {
    throw new RosterError('last-administrator', 'This would remove every administrator. Make somebody else one first.');
  }
  if (handlers > 0 && handlersLeaving === handlers) throw lastHandler();
  if (isLargeRemoval(left, active) && input.confirmedLeavers !== left) {
    throw new RosterError('large-removal', 'More than a tenth of the roster would leave: confirm how many.');
  }
}

function lastHandler(): RosterError {
  return new RosterError('last-handler', 'This would remove every handler. Let in another one first.');
}

async function markLeavers(tx: IdentifiedDatabase, uploadId: string): Promise<void> {
  await tx.execute(sql`
    ${withDifference(uploadId)}
    update ${person} p set status = 'left', unit_path = ''
    from difference d where d.kind = 'left' and d.person_number = p.person_number`);
}

/** Leavers have given their addresses free by now. Two people can exchange theirs: both let go of them first. */
async function storePeople(tx: IdentifiedDatabase, uploadId: string): Promise<void> {
  await tx.execute(sql`
    ${withDifference(uploadId)}
    update ${person} p set email = encode(sha256(convert_to(p.person_number, 'UTF8')), 'hex') || '@roster.invalid'
    from difference d where d.kind = 'changed' and d.old_email <> d.new_email and d.person_number = p.person_number`);
  await tx.execute(sql`
    ${withDifference(uploadId)}
    insert into ${person} (person_number, name, email, unit_path, status)
    select person_number, new_name, new_email, new_unit, 'active' from difference
    where kind in ('joined', 'returned', 'changed')
    on conflict (person_number) do update
      set name = excluded.name, email = excluded.email, unit_path = excluded.unit_path, status = excluded.status`);
}

/** Everything by which somebody who has left could still act. Sessions go with the account. */
async function dropWhatLeaversHad(tx: IdentifiedDatabase) {
  const hasLeft = sql`person_number in (select person_number from ${person} where status = 'left')`;
  await tx.delete(account).where(hasLeft);
  for (const table of [signInAttempt, enrolmentNonce, enrolmentTicket, handlerRequest])
    await tx.delete(table).where(hasLeft);
  const withdrawn = await tx.execute<{ personNumber: string; role: GrantableRole; name: string }>(sql`
    delete from ${roleGrant} g using ${person} p
    where p.person_number = g.person_number and p.status = 'left'
    returning g.person_number as "personNumber", g.role, p.name`);
  const place = ({ personNumber, role }: { personNumber: string; role: string }) => `${personNumber} ${role}`;
  return [...withdrawn].sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** Leavers' keys are retired at once, and whose they were is forgotten. */
async function retireLeaversKeys(tx: IdentifiedDatabase, day: string): Promise<readonly LedgerEntry[]> {
  const leavers = await tx
    .selectDistinct({ personNumber: handlerHolder.personNumber })
    .from(handlerHolder)
    .innerJoin(person, eq(person.personNumber, handlerHolder.personNumber))
    .where(eq(person.status, 'left'));
  const personNumbers = leavers.map(({ personNumber }) => personNumber);
  const retired = await retireKeysOf(tx, { personNumbers, day }).catch((error: unknown) => {
    // Another handler's key was retired a moment ago.
    throw error instanceof HandlerError ? lastHandler() : error;
  });
  await tx.delete(handlerHolder).where(inArray(handlerHolder.personNumber, personNumbers));
  return retired;
}
