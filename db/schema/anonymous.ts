import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { classify } from './classification';
import { bytea } from './columns';
import { anonymous } from './wings';

/**
 * Signatures and withdrawals that wait for publication, or for their petition's critical mass.
 * Rewritten once a minute in key order, so that one dump can order only what came since (protocol 5).
 */
export const waitingAction = anonymous.table(
  'waiting_action',
  {
    petitionId: text().notNull(),
    nullifier: bytea().notNull(),
    n: smallint().notNull(),
    action: text({ enum: ['sign', 'withdraw'] }).notNull(),
    registerId: integer().notNull(),
    edition: integer().notNull(),
    proof: bytea().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.nullifier, t.n] }),
    check('waiting_action_nullifier_length', sql`octet_length(${t.nullifier}) = 32`),
    check('waiting_action_action', sql`${t.action} = case when ${t.n} % 2 = 0 then 'sign' else 'withdraw' end`),
  ],
);

export const waitingActionClasses = classify(waitingAction, {
  petitionId: ['Which petition', 'until published; deleted if the critical mass is not reached', 'nobody'],
  nullifier: [
    'One key’s name on this petition only; it leads to nobody',
    'until published; deleted if the critical mass is not reached',
    'nobody',
  ],
  n: [
    'How often this key had acted on this petition before',
    'until published; deleted if the critical mass is not reached',
    'nobody',
  ],
  action: ['Signed or withdrew', 'until published; deleted if the critical mass is not reached', 'nobody'],
  registerId: ['Register of the edition', 'until published; deleted if the critical mass is not reached', 'nobody'],
  edition: [
    'Edition that the proof is made against',
    'until published; deleted if the critical mass is not reached',
    'nobody',
  ],
  proof: [
    'Eight 32-byte numbers: the membership proof',
    'until published; deleted if the critical mass is not reached',
    'nobody',
  ],
});

export const anonymousClasses = [waitingActionClasses];
