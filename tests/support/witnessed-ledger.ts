import { signCheckpoint } from '~/crypto/tlog/checkpoint';
import { Frontier, leafHash } from '~/crypto/tlog/merkle';
import { signNextKey } from '~/crypto/tlog/next-key';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { TILE_WIDTH, hashesAt } from '~/crypto/tlog/tile-path';
import type { House } from '~/witness/house';

/*
 * A house with a ledger, as a witness meets it, that can be made to lie: to one of them or to all.
 */

export const ledgerKey = (seed: number) => noteKeyPair('acme/ledger', new Uint8Array(32).fill(seed));

/** A history: entries are texts. */
export class History {
  readonly #leaves: Uint8Array[];

  constructor(entries: readonly string[]) {
    this.#leaves = entries.map((entry) => leafHash(new TextEncoder().encode(entry)));
  }

  get size(): number {
    return this.#leaves.length;
  }

  get root(): Uint8Array {
    const frontier = new Frontier();
    for (const leaf of this.#leaves) frontier.append(leaf);
    return frontier.root();
  }

  note(skey: string): string {
    const signer = noteSigner(skey);
    return signCheckpoint({ origin: signer.name, size: this.size, root: this.root }, signer);
  }

  tile(level: number, number: number, width: number): Uint8Array {
    const first = number * TILE_WIDTH;
    if (first + width > hashesAt(level, this.size)) throw new RangeError('no such tile');
    return Buffer.concat(Array.from({ length: width }, (_, place) => this.#subtree(level, first + place)));
  }

  #subtree(level: number, number: number): Uint8Array {
    const width = TILE_WIDTH ** level;
    const frontier = new Frontier();
    for (const leaf of this.#leaves.slice(number * width, (number + 1) * width)) frontier.append(leaf);
    return frontier.root();
  }
}

export const entries = (count: number, word = 'entry') =>
  Array.from({ length: count }, (_, number) => `${word} ${String(number)}`);

/** What a house shows; change it to let it lie. */
export interface Shown {
  history: History;
  /** Seeds of its keys, in their order. */
  keys: number[];
  /** Which of them signs. */
  signs: number;
  readonly handedIn: { what: string; note: string }[];
  /** What it answers to what is handed in. */
  refusal: string | null;
}

export function showing(history: History): Shown & { house: House } {
  const shown: Shown = { history, keys: [1], signs: 0, handedIn: [], refusal: null };
  const house: House = {
    keys: () => Promise.resolve({ organisation: 'acme', keys: listed(shown.keys) }),
    checkpoint: () => Promise.resolve(shown.history.note(ledgerKey(shown.keys[shown.signs] ?? 0).skey)),
    tile: (...place) => Promise.resolve(shown.history.tile(...place)),
    handIn: (what, note) => {
      shown.handedIn.push({ what, note });
      return Promise.resolve(shown.refusal);
    },
  };
  return Object.assign(shown, { house });
}

/** Keys in order, each signed by the one before. */
export function listed(seeds: readonly number[]) {
  return seeds.map((seed, place) => {
    const { vkey: key } = ledgerKey(seed);
    const number = place + 1;
    const before = seeds[place - 1];
    const signature =
      before === undefined ? '' : signNextKey({ organisation: 'acme', number, key }, ledgerKey(before).skey);
    return { number, key, signature };
  });
}
