import type { SemaphoreIdentity } from '~/crypto/semaphore/key';
import { unitMessage, type Scope } from '~/crypto/semaphore/statement';
import { readTile } from '~/crypto/semaphore/tiles';
import { unitTree, type MerklePath } from '~/crypto/semaphore/tree';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { registerFileBytes } from '~/features/published/registers/editions.queries.server';
import { placesByUnit, readUnitsFile } from '~/features/published/registers/units-file';
import type { DemoHouse } from './demo-house';

interface Disclosing {
  /** Name of the act's own proof. */
  readonly name: string;
  readonly identity: SemaphoreIdentity;
  readonly scope: Scope;
  /** 32 bytes, of the words that are acted on. */
  readonly textDigest: Uint8Array;
  /** The unit, as the company spells it. */
  readonly path: string;
}

/** A unit with its proof in the unit's own tree, as it is posted. @throws DemoProofsError */
export async function provenUnit(
  house: DemoHouse,
  edition: EditionDocument,
  { name, identity, scope, textDigest, path }: Disclosing,
): Promise<{ readonly path: string; readonly root: string; readonly points: readonly string[] }> {
  const { root, place } = await unitPath(house, edition, path, identity.commitment);
  const message = unitMessage(textDigest, path);
  const wish = { name: `${name}/unit`, identity, scope, message, path: () => Promise.resolve(place) };
  const points = await house.proofs(wish);
  return { path, root: root.toString(), points: points.map(String) };
}

/** The way to the root of a unit's own tree, from the published files alone. The demo's register has one tile. */
async function unitPath(
  { published }: DemoHouse,
  edition: EditionDocument,
  path: string,
  commitment: bigint,
): Promise<{ readonly root: bigint; readonly place: MerklePath }> {
  const file = async (hash: string | undefined) => {
    const bytes = hash === undefined ? null : await registerFileBytes(published, hash);
    if (!bytes) throw new Error('a file of the register is missing');
    return bytes;
  };
  const leaves = readTile(await file(edition.tiles[0]));
  const units = readUnitsFile(await file(edition.units));
  const places = placesByUnit(units)[units.units.indexOf(path)];
  if (!places) throw new RangeError(`${path} is not a named unit`);
  const tree = unitTree(edition.depth, (index) => leaves[index] ?? 0n, places);
  return { root: tree.root, place: tree.pathFor(leaves.indexOf(commitment)) };
}
