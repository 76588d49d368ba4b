import { randomUUID } from 'node:crypto';
import type { IdentifiedDatabase } from '~db/identified-client';
import { mailOutbox } from '~db/schema/identified';

export interface QueuedMail {
  /** Address, or null: a row that equal work demands (threat model: constant answers) and that nobody gets. */
  readonly recipient: string | null;
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
}

/** Leaves a mail for the next `sendWaitingMail`. Sent if and only if the caller's transaction commits. */
export async function queueMail(tx: IdentifiedDatabase, mail: QueuedMail): Promise<void> {
  await tx.insert(mailOutbox).values({ id: randomUUID(), ...mail });
}
