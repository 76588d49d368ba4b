import { createHash } from 'node:crypto';
import { SourceError, type AuditSource } from '~/audit/source';
import { signCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry, encodeEntry, type Entry } from '~/crypto/tlog/entry';
import { readEntryBundle, writeEntryBundle } from '~/crypto/tlog/entry-bundle';
import { Frontier, leafHash } from '~/crypto/tlog/merkle';
import { noteSigner } from '~/crypto/tlog/note';
import { TILE_WIDTH, tilePath, tileWidth } from '~/crypto/tlog/tile-path';

/*
 * Everything that a house published, as an auditor read it, to be cheated with: pages are changed as a lying server would, and
 * the ledger is made anew and signed with the house's own key, as a hostile operator could.
 */

export type Item = Record<string, unknown>;

/** Reads through a source, and remembers every answer. */
export function recording(source: AuditSource, record: Map<string, Uint8Array>): AuditSource {
  return {
    address: source.address,
    async get(path) {
      const body = await source.get(path);
      record.set(path, body);
      return body;
    },
  };
}

export interface SignedAt {
  size: number;
  publication: number;
  day: string;
  note: string;
}

export class CopiedHouse implements AuditSource {
  readonly address = 'https://robin.example';
  readonly entries: Entry[];
  readonly #files: Map<string, Uint8Array>;
  readonly #proofs = new Map<string, Uint8Array>();

  /** @param skey the ledger's own secret key */
  constructor(
    record: ReadonlyMap<string, Uint8Array>,
    readonly skey: string,
  ) {
    this.#files = new Map(record);
    const bundles = [...record].filter(([path]) => path.startsWith('/ledger/tile/entries/')).sort();
    this.entries = bundles.flatMap(([, bytes]) => readEntryBundle(bytes).map(decodeEntry));
    for (const [path, bytes] of record) {
      if (!path.startsWith('/data/proofs/')) continue;
      for (let at = 0; at < bytes.length; at += 256) this.addProof(bytes.slice(at, at + 256));
    }
  }

  get(path: string): Promise<Uint8Array> {
    const body = this.#files.get(path);
    return body ? Promise.resolve(body) : Promise.reject(new SourceError('not-found', path, 'there is nothing there'));
  }

  /** Everything that was read below a path. */
  paths(start: string): string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(start));
  }

  bytes(path: string): Uint8Array {
    const body = this.#files.get(path);
    if (!body) throw new Error(`nothing was read from ${path}`);
    return Uint8Array.from(body);
  }

  put(path: string, body: Uint8Array | string): void {
    this.#files.set(path, Buffer.from(body));
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  /** A file of a register under the name of its bytes. @returns its name */
  putFile(bytes: Uint8Array): string {
    const name = createHash('sha256').update(bytes).digest('hex');
    this.put(`/register-files/${name}`, bytes);
    return name;
  }

  json(path: string): unknown {
    return JSON.parse(Buffer.from(this.bytes(path)).toString());
  }

  /** @param change takes what is there, in whatever form the caller knows it to have */
  edit(path: string, change: (value: never) => void): void {
    const value = this.json(path);
    change(value as never);
    this.put(path, JSON.stringify(value));
  }

  /** All items of a list, on however many pages. */
  list(name: string): Item[] {
    const pages = [...this.#files.keys()].filter((path) => path.split('?')[0] === `/data/${name}`);
    return pages.flatMap((path) => (this.json(path) as { items: Item[] }).items);
  }

  /** Changes a list, which is on one page from then on. */
  editList(name: string, change: (items: Item[]) => Item[] | undefined): void {
    const items = this.list(name);
    this.put(`/data/${name}`, JSON.stringify({ v: 1, items: change(items) ?? items, next: null }));
  }

  /** Changes the one item that is looked for. */
  editItem(name: string, isWanted: (item: Item) => boolean, change: (item: Item) => void): Item {
    let wanted: Item | undefined;
    this.editList(name, (items) => {
      wanted = items.find(isWanted);
      if (!wanted) throw new Error(`there is no such item among the ${name}`);
      change(wanted);
      return items;
    });
    return wanted as unknown as Item;
  }

  indexOf(isWanted: (entry: Entry) => boolean): number {
    const index = this.entries.findIndex(isWanted);
    if (index < 0) throw new Error('the ledger has no such entry');
    return index;
  }

  /** Changes the first entry of this form. @returns its index */
  editEntry(isWanted: (entry: Entry) => boolean, change: Record<string, Entry[string]>): number {
    const index = this.indexOf(isWanted);
    this.entries[index] = { ...(this.entries[index] as Entry), ...change };
    return index;
  }

  /** @returns its digest, as an entry names it */
  addProof(proof: Uint8Array): string {
    const digest = createHash('sha256').update(proof).digest('hex');
    this.#proofs.set(digest, proof);
    return digest;
  }

  checkpoints(): SignedAt[] {
    const all = [...this.#files.keys()].filter((path) => path.startsWith('/ledger/checkpoints?from='));
    return all.flatMap((path) => this.json(path) as SignedAt[]).sort((one, other) => one.size - other.size);
  }

  /**
   * Makes bundles, tiles and proofs from the entries as they are now, and signs them.
   * @param moved entries that came (or, below 0, went) from this index on: sizes of checkpoints after it move along
   * @param keepOld leaves the earlier checkpoints as they were signed
   */
  signAnew({ at = 0, moved = 0, keepOld = false } = {}): void {
    for (const path of [...this.#files.keys()]) {
      if (/^\/(?:ledger\/tile|data\/proofs)\//.test(path)) this.#files.delete(path);
    }
    const leaves = this.entries.map((entry) => leafHash(encodeEntry(entry)));
    const signed = this.checkpoints();
    for (const [place, checkpoint] of signed.entries()) {
      if (keepOld && place < signed.length - 1) continue;
      checkpoint.size += checkpoint.size > at ? moved : 0;
      checkpoint.note = this.sign(checkpoint.size, leaves);
    }
    for (const path of [...this.#files.keys()]) {
      if (path.startsWith('/ledger/checkpoints?from=')) this.put(path, '[]');
    }
    this.put('/ledger/checkpoints?from=0', JSON.stringify(signed));
    const last = signed.at(-1);
    this.put(`/ledger/checkpoints?from=${String((last?.size ?? 0) + 1)}`, '[]');
    this.put('/ledger/checkpoint', last?.note ?? '');
    this.#writeTiles(leaves);
    for (const path of [...this.#files.keys()]) {
      if (!path.startsWith('/registers/')) continue;
      this.edit(path, (edition: { entry?: number }) => {
        if (edition.entry !== undefined && edition.entry >= at) edition.entry += moved;
      });
    }
  }

  /** The state of the first entries, as the house's key signs it. */
  sign(size: number, leaves = this.entries.map((entry) => leafHash(encodeEntry(entry)))): string {
    const frontier = new Frontier();
    for (const leaf of leaves.slice(0, size)) frontier.append(leaf);
    const signer = noteSigner(this.skey);
    return signCheckpoint({ origin: signer.name, size, root: frontier.root() }, signer);
  }

  #writeTiles(leaves: readonly Uint8Array[]): void {
    const size = leaves.length;
    for (let number = 0; number * TILE_WIDTH < size; number += 1) {
      const width = tileWidth('entries', number, size);
      const own = this.entries.slice(number * TILE_WIDTH, number * TILE_WIDTH + width);
      const path = tilePath('entries', number, width);
      this.put(`/ledger/${path}`, writeEntryBundle(own.map(encodeEntry)));
      const proofs = own.flatMap(({ proof }) =>
        typeof proof === 'string' ? [this.#proofs.get(proof) ?? new Uint8Array(256)] : [],
      );
      this.put(path.replace('tile/entries', '/data/proofs'), Buffer.concat(proofs));
    }
    for (let level = 0, hashes = [...leaves]; hashes.length > 0; level += 1) {
      const above: Uint8Array[] = [];
      for (let number = 0; number * TILE_WIDTH < hashes.length; number += 1) {
        const own = hashes.slice(number * TILE_WIDTH, (number + 1) * TILE_WIDTH);
        this.put(`/ledger/${tilePath(level, number, own.length)}`, Buffer.concat(own));
        const frontier = new Frontier();
        for (const hash of own) frontier.append(hash);
        if (own.length === TILE_WIDTH) above.push(frontier.root());
      }
      hashes = above;
    }
  }
}
