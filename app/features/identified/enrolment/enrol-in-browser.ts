import { z } from 'zod';
import type { WireProof } from '~/crypto/semaphore/proof';
import type { ProofInput } from '~/crypto/semaphore/prover';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { enrolMessage, enrolScope } from '~/crypto/semaphore/statement';
import { possessionPath } from '~/crypto/semaphore/possession';
import { postJson, PostError } from '~/platform/post-json';
import type { EnrolmentErrorCode, EnrolmentReason } from './enrolment';

/** By what right a key is enrolled: a session in this browser, or a ticket that a signed-in page showed. */
export type EnrolmentGate =
  { readonly kind: 'session'; readonly reason: EnrolmentReason } | { readonly kind: 'ticket'; readonly ticket: string };

export type EnrolmentStage = 'asking' | 'proving' | 'sending';

/** Why the server did not take a key or hand out a ticket: its own code, or that it could not be reached. */
export class EnrolmentRefusal extends Error {
  override readonly name = 'EnrolmentRefusal';
  constructor(readonly code: EnrolmentErrorCode | 'connection-lost' | 'signed-out' | 'unexpected') {
    super(code);
  }
}

const refusal = z.object({ error: z.string() });

/**
 * Enrols a key made on this device (protocol 3): asks for a challenge, computes the scope from it, proves possession and
 * sends the commitment with the proof. The secret does not leave the device.
 * @throws EnrolmentRefusal, and what the prover throws
 */
export async function enrolInBrowser(
  key: { readonly entropy: Uint8Array },
  gate: EnrolmentGate,
  house: { readonly organisation: string; readonly depth: number },
  tools: {
    readonly prove: (input: ProofInput) => Promise<WireProof>;
    readonly onStage: (stage: EnrolmentStage) => void;
  },
): Promise<void> {
  const identity = identityFromEntropy(key.entropy);
  tools.onStage('asking');
  const byTicket = gate.kind === 'ticket';
  const { nonce } = await post(
    byTicket ? '/in/enrolment/by-ticket/nonce' : '/in/enrolment/nonce',
    byTicket ? { ticket: gate.ticket } : {},
    z.object({ nonce: z.string() }),
    gate.kind,
  );
  tools.onStage('proving');
  const proof = await tools.prove({
    identity,
    path: possessionPath(identity.commitment, house.depth),
    // Computed here from the challenge. A ready-made scope would let a server learn this key's nullifier on a petition.
    scope: enrolScope(house.organisation, nonce),
    message: enrolMessage(identity.commitment),
  });
  tools.onStage('sending');
  const body = { commitment: identity.commitment.toString(), nonce, proof };
  await post(
    byTicket ? '/in/enrolment/by-ticket' : '/in/enrolment',
    byTicket ? { ...body, ticket: gate.ticket } : { ...body, reason: gate.reason },
    z.object({ generation: z.int() }),
    gate.kind,
  );
}

/** A ticket for a phone, which works once and for ten minutes. @throws EnrolmentRefusal */
export async function askForTicket(reason: EnrolmentReason): Promise<string> {
  const { ticket } = await post('/in/enrolment/ticket', { reason }, z.object({ ticket: z.string() }), 'session');
  return ticket;
}

async function post<T>(path: string, body: unknown, shape: z.ZodType<T>, gate: EnrolmentGate['kind']): Promise<T> {
  const credentials = gate === 'session' ? 'same-origin' : 'omit';
  const { ok, answer } = await postJson(path, body, credentials).catch((error: unknown) => {
    throw error instanceof PostError ? new EnrolmentRefusal(error.code) : error;
  });
  const success = shape.safeParse(answer);
  if (ok && success.success) return success.data;
  const refused = refusal.safeParse(answer);
  throw new EnrolmentRefusal(refused.success ? (refused.data.error as EnrolmentErrorCode) : 'unexpected');
}
