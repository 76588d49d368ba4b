import { randomUUID } from 'node:crypto';
import type { IdentifiedDatabase } from '~db/identified-client';
import { accessLog } from '~db/schema/identified';

export interface Access {
  /** Person number of who looked; 'command' or 'setup' where the machine's owner did. */
  readonly actor: string;
  /** Person number of who was looked at; null: the whole roster. */
  readonly subject: string | null;
  /** What for, as the person it concerns will read it. */
  readonly purpose: string;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
}

/** Writes one read of personal data by staff to the access log (threat model, rule 5). */
export async function logAccess(tx: IdentifiedDatabase, access: Access): Promise<void> {
  await logAccesses(tx, [access]);
}

/** Writes several at once, for a list of people. */
export async function logAccesses(tx: IdentifiedDatabase, accesses: readonly Access[]): Promise<void> {
  if (accesses.length === 0) return;
  await tx.insert(accessLog).values(accesses.map((access) => ({ id: randomUUID(), ...access })));
}
