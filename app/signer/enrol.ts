import { z } from 'zod';
import { possessionPath } from '~/crypto/semaphore/possession';
import type { SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { Prover } from '~/crypto/semaphore/prover';
import { enrolMessage, enrolScope } from '~/crypto/semaphore/statement';
import type { House } from './house';

const secret = z.string().regex(/^[\w-]{43}$/);

/**
 * Enrols a key by the ticket of a QR code (protocol 3): the house learns the commitment, and that whoever sends it has the key.
 * @param ticket as in the fragment of `/enrol#…`
 * @returns how many keys this person has had
 * @throws SignerError
 */
export async function enrolByTicket(
  house: House,
  prover: Prover,
  input: { readonly organisation: string; readonly ticket: string; readonly identity: SemaphoreIdentity },
): Promise<number> {
  const { organisation, ticket, identity } = input;
  const { nonce } = await house.post('in/enrolment/by-ticket/nonce', { ticket }, z.object({ nonce: secret }));
  const { depth, root, nullifier, scope, message, points } = await prover.prove({
    identity,
    path: possessionPath(identity.commitment),
    scope: enrolScope(organisation, nonce),
    message: enrolMessage(identity.commitment),
  });
  const { generation } = await house.post(
    'in/enrolment/by-ticket',
    {
      ticket,
      commitment: identity.commitment.toString(),
      nonce,
      proof: { depth, root, nullifier, scope, message, points },
    },
    z.object({ generation: z.int().min(1) }),
  );
  return generation;
}
