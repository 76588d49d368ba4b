import { fileDigest, fromHex, toHex } from '~/crypto/hash';
import { asGroupRoot, fromBytes32, type GroupRoot } from '~/crypto/semaphore/field';
import { pathFromTilesWithPauses, TILE_BYTES, TILE_LEAVES, tileCount } from '~/crypto/semaphore/tiles';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { editionDocument, type EditionDocument } from './edition-document';

/** A register that cannot be read, or is not what its edition says. */
export class RegisterReadError extends Error {
  override readonly name = 'RegisterReadError';
  constructor(readonly code: 'no-edition' | 'offline' | 'not-as-published') {
    super(code);
  }
}

/** All of one edition, held by the reader: every tile, so that no request says which leaf is wanted (protocol 2). */
export interface RegisterCopy {
  readonly edition: EditionDocument;
  readonly root: GroupRoot;
  readonly tiles: readonly Uint8Array[];
  readonly upper: Uint8Array;
}

/** What says whether an edition stands in the public ledger as it was given; it throws where it does not. */
export interface EditionCheck {
  readonly requireEdition: (edition: EditionDocument) => Promise<void>;
}

/**
 * The newest edition, or a numbered one, as it stands in the ledger: nobody can be given a crowd of their own (protocol 2).
 * @throws RegisterReadError `no-edition`, `offline`, `not-as-published`, and what the check throws
 */
export async function readEdition(
  register: number,
  number: number | 'latest',
  ledger: EditionCheck,
): Promise<EditionDocument> {
  const response = await get(`/registers/${String(register)}/editions/${String(number)}`);
  if (response.status === 404) throw new RegisterReadError('no-edition');
  const parsed = editionDocument.safeParse(await response.json().catch(() => null));
  if (!parsed.success || parsed.data.register !== register) throw new RegisterReadError('not-as-published');
  if (number !== 'latest' && parsed.data.edition !== number) throw new RegisterReadError('not-as-published');
  await ledger.requireEdition(parsed.data);
  return parsed.data;
}

/**
 * Takes every file of an edition and checks each against its hash. The files are immutable: the browser's cache keeps
 * what did not change. The keys on it are counted: `edition.live` is true of what this gives.
 * @param onProgress share of the files read, 0 to 1
 * @throws RegisterReadError
 */
export async function readRegister(
  edition: EditionDocument,
  onProgress?: (share: number) => void,
): Promise<RegisterCopy> {
  if (edition.tiles.length !== tileCount(edition.size)) throw new RegisterReadError('not-as-published');
  const files = [edition.upper, ...edition.tiles];
  let done = 0;
  const [upper, ...tiles] = await Promise.all(
    files.map(async (name) => {
      const bytes = await readRegisterFile(name);
      done += 1;
      onProgress?.(done / files.length);
      return bytes;
    }),
  );
  if (!upper || tiles.some((tile) => tile.length !== TILE_BYTES)) throw new RegisterReadError('not-as-published');
  // The crowd that a person was told of is this number: a server could name any.
  if (liveLeaves(tiles) !== edition.live) throw new RegisterReadError('not-as-published');
  return { edition, root: asGroupRoot(fromBytes32(fromHex(edition.groupRoot))), tiles, upper };
}

function liveLeaves(tiles: readonly Uint8Array[]): number {
  let live = 0;
  for (const tile of tiles) {
    for (let offset = 0; offset < tile.length; offset += 32) {
      if (tile.subarray(offset, offset + 32).some((byte) => byte !== 0)) live += 1;
    }
  }
  return live;
}

/** The place of a key in this edition, or null. @param commitment hex of 32 bytes */
export function placeOf(copy: RegisterCopy, commitment: string): number | null {
  const wanted = fromHex(commitment);
  for (const [number, tile] of copy.tiles.entries()) {
    for (let offset = 0; offset < tile.length; offset += 32) {
      if (wanted.every((byte, index) => tile[offset + index] === byte)) return number * TILE_LEAVES + offset / 32;
    }
  }
  return null;
}

/**
 * The way from one place to the group root, checked against tile, upper file and edition. The page goes on answering its
 * reader meanwhile. @throws TreeError
 */
export function pathOf(copy: RegisterCopy, place: number): Promise<MerklePath> {
  const tile = copy.tiles[Math.floor(place / TILE_LEAVES)];
  if (!tile) return Promise.reject(new RegisterReadError('not-as-published'));
  const files = { tile, upper: copy.upper, index: place, root: copy.root, depth: copy.edition.depth };
  return pathFromTilesWithPauses(files, nextTurn);
}

/** Lets the browser do what waits. Timers would wait four milliseconds longer, each time. */
export function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Takes a file and checks it against its name. @throws RegisterReadError `not-as-published`, `offline` */
export async function readRegisterFile(name: string): Promise<Uint8Array> {
  const response = await get(`/register-files/${name}`);
  if (!response.ok) throw new RegisterReadError('not-as-published');
  const bytes = new Uint8Array(await response.arrayBuffer());
  // The server is not trusted: what it gives must be what the edition, a ledger entry, names.
  if (toHex(await fileDigest(bytes)) !== name) throw new RegisterReadError('not-as-published');
  return bytes;
}

async function get(path: string): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch {
    throw new RegisterReadError('offline');
  }
}
