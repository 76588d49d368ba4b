import { z } from 'zod';
import { enrolmentReasons } from './enrolment';

/** 32 random bytes as URL-safe base64: a challenge or a ticket. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const decimal = z.string().max(80);

/**
 * A key to be enrolled, with its proof of possession (protocol 3).
 *
 * The proof is a membership proof in the tree of the register's depth that holds only this commitment; what it must say is
 * `possessionStatement`, with the nonce as the text it was given as. Spellings and statement are checked later, one by one.
 */
const keyWithProof = {
  commitment: decimal,
  nonce: secret,
  proof: z.strictObject({
    depth: z.int(),
    root: decimal,
    nullifier: decimal,
    scope: decimal,
    message: decimal,
    points: z.array(decimal).length(8),
  }),
};

/** POST /in/enrolment (signed in). */
export const enrolKeyBody = z.strictObject({ ...keyWithProof, reason: z.enum(enrolmentReasons) });
export type EnrolKeyBody = z.infer<typeof enrolKeyBody>;

/** POST /in/enrolment/by-ticket: the person and the reason are the ticket's. */
export const enrolByTicketBody = z.strictObject({ ...keyWithProof, ticket: secret });
export type EnrolByTicketBody = z.infer<typeof enrolByTicketBody>;

/** POST /in/enrolment/ticket. */
export const issueTicketBody = z.strictObject({ reason: z.enum(enrolmentReasons) });

/** POST /in/enrolment/by-ticket/nonce. */
export const ticketBody = z.strictObject({ ticket: secret });

/** POST /in/enrolment/dispute. */
export const disputeBody = z.strictObject({ generation: z.int().min(1).max(1_000_000) });

/** POST /in/enrolment/nonce: there is nothing to say. */
export const emptyBody = z.strictObject({});
