import { and, asc, eq, isNull } from 'drizzle-orm';
import { queueMail } from '~/features/identified/accounts/queue-mail.server';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolment, registerPlace } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { lockActivePerson } from './active-person.server';
import { EnrolmentError } from './enrolment';
import { disputeMail } from './enrolment-mail';
import { lockRegisters } from './register-lock.server';

interface DisputeDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly publicUrl: string;
}

/**
 * Says that a key enrolled in this person's name is not theirs (protocol 3). One ledger entry for each place that the key
 * has on a register in use, none where no publication has placed it yet; its leaves become zero everywhere at the next
 * publication. The person may then enrol anew.
 * @throws EnrolmentError `not-active`, `nothing-to-dispute`
 */
export function disputeEnrolment(
  deps: DisputeDeps,
  input: { personNumber: string; generation: number },
): Promise<void> {
  const { personNumber, generation } = input;
  const day = dayOf(deps.clock.now());
  return inTransaction(deps.db, async (tx) => {
    await lockRegisters(tx);
    const { email } = await lockActivePerson(tx, personNumber);
    const [disputed] = await tx
      .update(enrolment)
      .set({ revoked: 'disputed' })
      .where(
        and(eq(enrolment.personNumber, personNumber), eq(enrolment.generation, generation), isNull(enrolment.revoked)),
      )
      .returning({ identityCommitment: enrolment.identityCommitment });
    if (!disputed) throw new EnrolmentError('nothing-to-dispute');
    await queueMail(tx, { recipient: email, ...disputeMail(deps, { generation, day }) });
    const places = await tx
      .select({ register: registerPlace.registerId, leaf: registerPlace.leafIndex })
      .from(registerPlace)
      .where(
        and(
          eq(registerPlace.personNumber, personNumber),
          eq(registerPlace.identityCommitment, disputed.identityCommitment),
        ),
      )
      .orderBy(asc(registerPlace.registerId));
    await appendEntries(
      tx,
      places.map(({ register, leaf }) => ({ v: 1, kind: 'enrolment-disputed', register, leaf, day })),
    );
  });
}
