import { fromHex, toBigInt } from '~/crypto/hash';
import { asGroupRoot, fromBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { petitionScope, petitionTextDigest, signMessage, type SignatureAction } from '~/crypto/semaphore/statement';
import { pathFromTiles, readTile, TILE_LEAVES } from '~/crypto/semaphore/tiles';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { acceptAction, type AcceptDeps } from '~/features/anonymous/signatures/accept-action.server';
import { SignatureError } from '~/features/anonymous/signatures/signature-error';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { publishedEdition, registerFileBytes } from '~/features/published/registers/editions.queries.server';
import type { DemoHouse } from './demo-house';
import { demoIdentity } from './demo-keys';
import type { DemoPetition } from './demo-petitions';
import { DemoProofsError, type ProofWish } from './demo-proofs';
import type { DemoPerson } from './demo-roster';
import { provenUnit } from './demo-units';

/** The demo company has one register: nobody has lost a key yet. */
const registerId = 1;

/** What one colleague does to one petition. */
export interface DemoAct {
  readonly petition: DemoPetition;
  readonly colleague: DemoPerson;
  readonly action: SignatureAction;
}

/**
 * Signs and withdraws as browsers would have on that day: each with a proof against the newest edition, posted to the
 * same use case that the server calls. @throws DemoProofsError
 */
export async function act(house: DemoHouse, acts: readonly DemoAct[]): Promise<void> {
  if (acts.length === 0) return;
  const edition = await newestDemoEdition(house);
  // One after the other, as proofs may have to be made; then all at once, as on a busy day.
  const bodies: { readonly name: string; readonly body: unknown }[] = [];
  for (const each of acts) bodies.push(await bodyOf(house, edition, each));
  await Promise.all(bodies.map((each) => post(house, each)));
}

/** The newest edition of the demo's one register. */
export async function newestDemoEdition({ published }: DemoHouse): Promise<EditionDocument> {
  const edition = await publishedEdition(published, registerId, 'latest');
  if (!edition) throw new Error('the demo company has no register yet');
  return edition;
}

/** A claim of membership with its proof, as it is posted. @throws DemoProofsError */
export async function provenClaim(
  house: DemoHouse,
  edition: EditionDocument,
  said: Omit<ProofWish, 'path'>,
): Promise<object> {
  const points = await house.proofs({ ...said, path: () => pathOf(house, edition, said.identity.commitment) });
  return {
    register: edition.register,
    edition: edition.edition,
    depth: edition.depth,
    root: toBigInt(fromHex(edition.groupRoot)).toString(),
    nullifier: said.identity.nullifier(said.scope).toString(),
    points: points.map(String),
  };
}

async function bodyOf(house: DemoHouse, edition: EditionDocument, { petition, colleague, action }: DemoAct) {
  const { settings } = house;
  const n = action === 'sign' ? 0 : 1;
  const identity = demoIdentity(colleague);
  const scope = petitionScope(settings.organisation, petition.id);
  const textDigest = petitionTextDigest(petition.text);
  const message = signMessage(textDigest, action, n);
  const name = `${petition.name}/${colleague.personNumber}/${String(n)}`;
  const claim = await provenClaim(house, edition, { name, identity, scope, message });
  const body = { v: 1, petition: petition.id, action, n, ...claim };
  const path = action === 'sign' ? petition.named[colleague.unitPath] : undefined;
  if (path === undefined) return { name, body };
  return {
    name,
    body: { ...body, unit: await provenUnit(house, edition, { name, identity, scope, textDigest, path }) },
  };
}

async function post(house: DemoHouse, { name, body }: { name: string; body: unknown }): Promise<void> {
  const { anonymous, clock, settings, receipts } = house;
  const verification = verificationOf(house);
  try {
    await acceptAction({ db: anonymous, clock, settings, verification, receipts }, body);
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new DemoProofsError(`The act "${name}" was refused (${error.code})`, { cause: error });
  }
}

/** Real verification, as the server's. */
export function verificationOf({ isValid }: DemoHouse): AcceptDeps['verification'] {
  return { verify: async (proof: ParsedProof) => ((await isValid(proof)) ? 'valid' : 'invalid') };
}

/** From the published files alone, as everybody's browser finds it. */
async function pathOf(house: DemoHouse, edition: EditionDocument, commitment: bigint): Promise<MerklePath> {
  const file = async (hash: string | undefined) => {
    const bytes = hash === undefined ? null : await registerFileBytes(house.published, hash);
    if (!bytes) throw new Error('a file of the register is missing');
    return bytes;
  };
  for (const [number, hash] of edition.tiles.entries()) {
    const tile = await file(hash);
    const place = readTile(tile).indexOf(commitment);
    if (place < 0) continue;
    const index = number * TILE_LEAVES + place;
    const root = asGroupRoot(fromBytes32(fromHex(edition.groupRoot)));
    return pathFromTiles({ tile, upper: await file(edition.upper), index, root, depth: edition.depth });
  }
  throw new Error('this key is not on the register');
}
