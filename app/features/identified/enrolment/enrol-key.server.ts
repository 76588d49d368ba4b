import { and, eq, gt, isNull } from 'drizzle-orm';
import {
  asIdentityCommitment,
  FieldError,
  parseCanonical,
  toBytes32,
  type IdentityCommitment,
} from '~/crypto/semaphore/field';
import { possessionStatement } from '~/crypto/semaphore/possession';
import { checkStatement, parseProof, ProofError, type ParsedProof } from '~/crypto/semaphore/proof';
import { queueMail } from '~/features/identified/accounts/queue-mail.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolment, enrolmentNonce } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { lockActivePerson } from './active-person.server';
import { EnrolmentError, type EnrolmentReason } from './enrolment';
import { checkDailyLimit, checkReason } from './enrolled-keys.server';
import { enrolmentMail } from './enrolment-mail';
import type { EnrolByTicketBody, EnrolKeyBody } from './enrolment.schema';
import { readTicket, useTicket } from './issue-ticket.server';
import { hashOfSecret } from './one-time-secret.server';

export interface EnrolDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly publicUrl: string;
  /** Whether a proof whose statement was checked is valid. */
  readonly verify: (proof: ParsedProof) => Promise<boolean>;
}

interface EnrolledKey {
  /** First, second, … key of this person. */
  readonly generation: number;
}

/**
 * Enrols a key for somebody who is signed in (protocol 3). The nonce is used up whatever comes of it; neither the proof
 * nor its nullifier is kept; of the time only the day is. It enters a register at the next publication.
 *
 * @param input.key attacker-controlled
 * @throws EnrolmentError all codes but `unknown-ticket` and `nothing-to-dispute`
 */
export async function enrolKey(
  deps: EnrolDeps,
  input: { personNumber: string; key: EnrolKeyBody },
): Promise<EnrolledKey> {
  const { personNumber, key } = input;
  const commitment = await checkKey(deps, personNumber, key);
  return inTransaction(deps.db, (tx) => insertKey(deps, tx, { personNumber, reason: key.reason, commitment }));
}

/**
 * Enrols a key for the person that a ticket stands for. The ticket is used up if and only if the key is enrolled.
 * @throws EnrolmentError also `unknown-ticket`
 */
export async function enrolByTicket(deps: EnrolDeps, input: { key: EnrolByTicketBody }): Promise<EnrolledKey> {
  const { key } = input;
  const { personNumber, reason } = await readTicket(deps.db, key.ticket, deps.clock.now());
  const commitment = await checkKey(deps, personNumber, key);
  return inTransaction(deps.db, async (tx) => {
    await useTicket(tx, key.ticket, deps.clock.now());
    return insertKey(deps, tx, { personNumber, reason, commitment });
  });
}

async function checkKey(
  deps: EnrolDeps,
  personNumber: string,
  key: Pick<EnrolKeyBody, 'commitment' | 'nonce' | 'proof'>,
): Promise<IdentityCommitment> {
  const commitment = parseCommitment(key.commitment);
  await takeNonce(deps, personNumber, key.nonce);
  const proof = checkProof(deps.settings, key, commitment);
  if (!(await deps.verify(proof))) throw new EnrolmentError('invalid-proof');
  return commitment;
}

function parseCommitment(decimal: string): IdentityCommitment {
  try {
    return asIdentityCommitment(parseCanonical(decimal));
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new EnrolmentError(error.code === 'not-canonical' ? 'malformed' : 'invalid-commitment');
  }
}

/** A challenge is used up before anything is proved, in a transaction of its own: it serves one attempt. */
async function takeNonce(deps: EnrolDeps, personNumber: string, nonce: string): Promise<void> {
  const taken = await deps.db
    .delete(enrolmentNonce)
    .where(
      and(
        eq(enrolmentNonce.nonceHash, hashOfSecret(nonce)),
        eq(enrolmentNonce.personNumber, personNumber),
        gt(enrolmentNonce.expiresAt, deps.clock.now()),
      ),
    )
    .returning({ personNumber: enrolmentNonce.personNumber });
  if (taken.length === 0) throw new EnrolmentError('unknown-nonce');
}

/**
 * All of a proof of possession but the proof itself: form, depth, the one root that it may have, and scope and message,
 * which are computed here and not taken from the request. Who enrols the root of a tree of her own as a leaf has no secret
 * for that leaf, and her own leaf would be deeper than any path.
 */
function checkProof(
  { organisation, registerDepth }: Settings,
  { nonce, proof }: Pick<EnrolKeyBody, 'nonce' | 'proof'>,
  commitment: IdentityCommitment,
): ParsedProof {
  try {
    const parsed = parseProof(proof, registerDepth);
    checkStatement(parsed, possessionStatement(organisation, nonce, commitment, registerDepth));
    return parsed;
  } catch (error) {
    if (error instanceof ProofError) throw new EnrolmentError('invalid-proof');
    throw error;
  }
}

async function insertKey(
  deps: EnrolDeps,
  tx: IdentifiedDatabase,
  key: { personNumber: string; reason: EnrolmentReason; commitment: IdentityCommitment },
): Promise<EnrolledKey> {
  const { personNumber, reason, commitment } = key;
  const day = dayOf(deps.clock.now());
  const { email } = await lockActivePerson(tx, personNumber);
  const generation = (await checkReason(tx, personNumber, reason)) + 1;
  await checkDailyLimit(tx, personNumber, day);
  if (reason === 'stolen') await revokeStolenKeys(tx, personNumber);
  // Of two people (or two devices) with one key at once, the second waits here for the first, and then finds it taken.
  const inserted = await tx
    .insert(enrolment)
    .values({ personNumber, generation, identityCommitment: toBytes32(commitment), reason, day })
    .onConflictDoNothing({ target: enrolment.identityCommitment })
    .returning({ generation: enrolment.generation });
  if (inserted.length === 0) throw new EnrolmentError('duplicate-key');
  await queueMail(tx, { recipient: email, ...enrolmentMail(deps, { generation, reason, day }) });
  return { generation };
}

/** Every key so far, not the newest alone: one given as lost may be in the thief's hands too. */
async function revokeStolenKeys(tx: IdentifiedDatabase, personNumber: string): Promise<void> {
  await tx
    .update(enrolment)
    .set({ revoked: 'stolen' })
    .where(and(eq(enrolment.personNumber, personNumber), isNull(enrolment.revoked)));
}
