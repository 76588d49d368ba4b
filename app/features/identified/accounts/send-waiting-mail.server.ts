import { asc, eq, isNull, lte, or } from 'drizzle-orm';
import { hour, second, type Clock } from '~/platform/clock';
import type { Mailer } from '~/platform/mail';
import type { IdentifiedDatabase } from '~db/identified-client';
import { mailOutbox } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';

export interface SendWaitingMailDeps {
  readonly db: IdentifiedDatabase;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly clock: Clock;
}

/** After this many refusals a mail is given up: over five hours have passed. */
export const mostFailures = 14;

const firstPause = 10 * second;
const longestPause = hour;

/** Mails sent at once, each in a transaction of its own: a crash repeats at most so many. */
const sendersAtOnce = 4;

/** Pause before the next try after so many refusals, in milliseconds: doubling, at most an hour. */
export function pauseAfter(failures: number): number {
  return Math.min(firstPause * 2 ** (failures - 1), longestPause);
}

/**
 * Sends what waits in the outbox and deletes what the mail server took; any number of processes may do so at once.
 * A row is locked while its mail travels, so nobody else sends it; a crash right after sending sends it again.
 * Rows without recipient are deleted. Never throws for a mail that was refused: it waits longer each time.
 */
export async function sendWaitingMail(deps: SendWaitingMailDeps): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  const now = deps.clock.now();
  const sendUntilEmpty = async () => {
    for (;;) {
      const outcome = await sendNext(deps, now);
      if (outcome === 'nothing') return;
      if (outcome === 'sent') total.sent += 1;
      if (outcome === 'failed') total.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, sendUntilEmpty));
  return total;
}

type Outcome = 'nothing' | 'sent' | 'failed' | 'discarded';

function sendNext({ db, mailer }: SendWaitingMailDeps, now: Date): Promise<Outcome> {
  return inTransaction(db, async (tx): Promise<Outcome> => {
    const [mail] = await tx
      .select()
      .from(mailOutbox)
      .where(or(isNull(mailOutbox.notBefore), lte(mailOutbox.notBefore, now)))
      .orderBy(asc(mailOutbox.forAll), asc(mailOutbox.failures))
      .limit(1)
      .for('update', { skipLocked: true });
    if (!mail) return 'nothing';
    const isThisMail = eq(mailOutbox.id, mail.id);
    if (mail.recipient === null) {
      await tx.delete(mailOutbox).where(isThisMail);
      return 'discarded';
    }
    try {
      await mailer.send({ to: mail.recipient, subject: mail.subject, text: mail.body });
    } catch {
      // What the server answered may quote the address: it is not kept. How often it refused is.
      const failures = mail.failures + 1;
      if (failures >= mostFailures) await tx.delete(mailOutbox).where(isThisMail);
      else {
        const notBefore = new Date(now.getTime() + pauseAfter(failures));
        await tx.update(mailOutbox).set({ failures, notBefore }).where(isThisMail);
      }
      return 'failed';
    }
    await tx.delete(mailOutbox).where(isThisMail);
    return 'sent';
  });
}
