import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { followKeys } from '~/crypto/tlog/next-key';
import { noteVerifier } from '~/crypto/tlog/note';
import { tilePath } from '~/crypto/tlog/tile-path';

/** Where a release stands in the ledger. */
export type ReleaseInLedger =
  | { readonly state: 'in-ledger'; readonly entry: number; readonly size: number }
  /** Noted since the last checkpoint: the next publication signs it. */
  | { readonly state: 'waits'; readonly why: string }
  | { readonly state: 'missing'; readonly why: string };

const releases = z.object({
  items: z.array(
    z.object({ manifest: z.string(), day: z.string().max(10), entry: z.number().int().nonnegative().nullable() }),
  ),
});
const keys = z.object({
  organisation: z.string(),
  ledger: z.array(z.object({ number: z.number(), key: z.string(), signature: z.string() })).min(1),
});

/**
 * Looks whether the ledger has a release, as its signed state says and not as the server does (protocol 6 and 15).
 * @param known the ledger's key that is trusted, as C2SP vkey; null: the first that the server names, which a stranger cannot check
 * @throws what the ledger's formats throw where the server answers with something else
 */
export async function releaseInLedger(
  get: (path: string) => Promise<Response>,
  release: string,
  known: string | null,
): Promise<ReleaseInLedger> {
  const { items } = releases.parse(await (await get('/client-releases.json')).json());
  const item = items.find(({ manifest }) => manifest === release);
  if (!item || item.entry === null) return { state: 'missing', why: 'the server names no entry for it' };
  const note = await get('/ledger/checkpoint');
  if (note.status !== 200) return { state: 'waits', why: 'the ledger has no checkpoint yet' };
  const listed = keys.parse(await (await get('/ledger/keys')).json());
  const chain = followKeys(listed.organisation, known ?? listed.ledger[0]?.key ?? '', listed.ledger);
  const { size, root } = openCheckpoint(await note.text(), chain.map(noteVerifier));
  if (item.entry >= size) return { state: 'waits', why: `entry ${String(item.entry)} is for the next checkpoint` };
  const tree = openTree({
    size,
    root,
    async tile(level, number, width) {
      const tile = await get(`/ledger/${tilePath(level, number, width)}`);
      return new Uint8Array(await tile.arrayBuffer());
    },
  });
  const [leaf] = await tree.leaves(item.entry, 1);
  const entry = encodeEntry({ v: 1, kind: 'client-release', manifest: release, day: item.day });
  if (!leaf || toHex(leaf) !== toHex(entryLeaf(entry)))
    return { state: 'missing', why: `entry ${String(item.entry)} is something else` };
  return { state: 'in-ledger', entry: item.entry, size };
}
