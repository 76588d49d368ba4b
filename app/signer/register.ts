import { z } from 'zod';
import { fileDigest, fromHex, toHex } from '~/crypto/hash';
import { asGroupRoot, fromBytes32, toBytes32, type IdentityCommitment } from '~/crypto/semaphore/field';
import { pathFromTiles, TILE_BYTES, TILE_LEAVES, tileCount } from '~/crypto/semaphore/tiles';
import type { MerklePath } from '~/crypto/semaphore/tree';
import type { House } from './house';
import { asPublished, hex32, readLedger, requireEntry, type Ledger } from './ledger';
import { SignerError } from './signer-error';

const count = z.int().min(0);

/** Protocol 2. Unknown fields are refused. */
const editionDocument = z.strictObject({
  register: z.int().min(1),
  depth: z.literal(17),
  edition: z.int().min(1),
  day: z.iso.date(),
  entry: count,
  size: count,
  live: count,
  rosterSize: count,
  groupRoot: hex32,
  tiles: z.array(hex32).max(128),
  upper: hex32,
  units: hex32,
});
export type Edition = z.infer<typeof editionDocument>;

/** One's own place in an edition of which every file was read and checked. */
export interface OwnPlace {
  readonly edition: Edition;
  readonly path: MerklePath;
}

/**
 * An edition that stands in the ledger as it was given: nobody gets a crowd of their own.
 * @throws SignerError
 */
export async function readEdition(
  house: House,
  ledger: Ledger,
  register: number,
  number: number | 'latest',
): Promise<Edition> {
  const path = `registers/${String(register)}/editions/${String(number)}`;
  const edition = await house.json(path, editionDocument);
  if (edition.register !== register || (number !== 'latest' && edition.edition !== number))
    throw new SignerError('not-as-published', `${path} gives another edition`);
  // A publication may have come since the ledger was read: then its newest state, under the same rules.
  const known = edition.entry < ledger.tree.size ? ledger : await readLedger(house, ledger.remember);
  await requireEntry(known, edition.entry, {
    v: 1,
    kind: 'edition',
    register,
    number: edition.edition,
    size: edition.size,
    live: edition.live,
    root: edition.groupRoot,
    rosterSize: edition.rosterSize,
    units: edition.units,
    day: edition.day,
  });
  return edition;
}

/**
 * Takes every tile, so that no request says which one is wanted, counts the keys, and finds one's own.
 * @returns null where this key does not stand on it
 * @throws SignerError `not-as-published`
 */
export async function findPlace(
  house: House,
  edition: Edition,
  commitment: IdentityCommitment,
): Promise<OwnPlace | null> {
  if (edition.tiles.length !== tileCount(edition.size))
    throw new SignerError('not-as-published', 'the edition has another number of tiles');
  const upper = await readFile(house, edition.upper);
  const wanted = toHex(toBytes32(commitment));
  let live = 0;
  let own: { tile: Uint8Array; index: number } | null = null;
  for (const [number, name] of edition.tiles.entries()) {
    const tile = await readFile(house, name);
    if (tile.length !== TILE_BYTES) throw new SignerError('not-as-published', 'a tile has another size');
    for (let place = 0; place < TILE_LEAVES; place += 1) {
      const leaf = tile.subarray(32 * place, 32 * (place + 1));
      if (!leaf.some((byte) => byte !== 0)) continue;
      live += 1;
      if (toHex(leaf) === wanted) own = { tile, index: number * TILE_LEAVES + place };
    }
  }
  if (live !== edition.live) throw new SignerError('not-as-published', 'the register has another number of keys');
  if (own === null) return null;
  const { tile, index } = own;
  const root = asGroupRoot(fromBytes32(fromHex(edition.groupRoot)));
  const path = await asPublished(() =>
    Promise.resolve(pathFromTiles({ tile, upper, index, root, depth: edition.depth })),
  );
  return { edition, path };
}

async function readFile(house: House, name: string): Promise<Uint8Array> {
  const bytes = await house.bytes(`register-files/${name}`);
  if (toHex(await fileDigest(bytes)) !== name)
    throw new SignerError('not-as-published', 'a file of the register is not the one that its name says');
  return bytes;
}
