import { possessionPath } from '~/crypto/semaphore/possession';
import { toWireProof } from '~/crypto/semaphore/proof';
import { enrolMessage, enrolScope, reduce } from '~/crypto/semaphore/statement';
import { enrolKey } from '~/features/identified/enrolment/enrol-key.server';
import { challengeLifetime, EnrolmentError } from '~/features/identified/enrolment/enrolment';
import { hashOfSecret } from '~/features/identified/enrolment/one-time-secret.server';
import { enrolmentNonce } from '../schema/identified';
import { pastUrl, type DemoHouse } from './demo-house';
import { demoIdentity, demoNonce } from './demo-keys';
import { DemoProofsError } from './demo-proofs';
import type { DemoPerson } from './demo-roster';

/** Enrols a colleague's key as their browser would have. @throws DemoProofsError */
export async function enrolColleague(house: DemoHouse, colleague: DemoPerson): Promise<void> {
  const { identified, clock, settings, proofs, isValid } = house;
  const { personNumber } = colleague;
  const identity = demoIdentity(colleague);
  const nonce = demoNonce(colleague);
  const path = possessionPath(identity.commitment, settings.registerDepth);
  const scope = enrolScope(settings.organisation, nonce);
  const message = enrolMessage(identity.commitment);
  const name = `possession/${personNumber}`;
  const points = await proofs({ name, identity, path: () => Promise.resolve(path), scope, message });
  // A challenge is random everywhere else; this one had to be known when the proof was made.
  const expiresAt = new Date(clock.now().getTime() + challengeLifetime);
  await identified.insert(enrolmentNonce).values({ nonceHash: hashOfSecret(nonce), personNumber, expiresAt });
  const proof = toWireProof({
    depth: settings.registerDepth,
    root: path.root,
    nullifier: identity.nullifier(scope),
    scope: reduce(scope),
    message: reduce(message),
    points,
  });
  const key = { commitment: identity.commitment.toString(), nonce, proof: { ...proof, points: [...proof.points] } };
  try {
    await enrolKey(
      { db: identified, clock, settings, publicUrl: pastUrl, verify: isValid },
      { personNumber, key: { ...key, reason: 'first' } },
    );
  } catch (error) {
    if (!(error instanceof EnrolmentError)) throw error;
    throw new DemoProofsError(`The enrolment of ${colleague.name} was refused (${error.code})`, { cause: error });
  }
}
