import { vi } from 'vitest';
import { signCheckpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureSigner, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { writeEntryBundle } from '~/crypto/tlog/entry-bundle';
import { encodeEntry, type Entry } from '~/crypto/tlog/entry';
import { Frontier, leafHash, nodeHash } from '~/crypto/tlog/merkle';
import { signNextKey } from '~/crypto/tlog/next-key';
import { noteKeyPair, noteSigner, type NoteKeyPair } from '~/crypto/tlog/note';
import { parseTilePath } from '~/crypto/tlog/tile-path';
import type { LedgerMemory } from '~/features/published/ledger-on-device/device-ledger';

/*
 * A house's ledger in a few lines, served over a stand-in for `fetch`: it signs whatever a test has it sign, and may lie.
 */

export interface LedgerInNode {
  readonly organisation: string;
  readonly entries: Uint8Array[];
  readonly keys: NoteKeyPair[];
  readonly asked: string[];
  /** Answers that take the place of the true ones, by path. */
  readonly lies: Map<string, string | Uint8Array>;
  readonly append: (...entries: readonly Entry[]) => void;
  /** Signs all that stands there, as the publication of a day. @param key index of the key that signs */
  readonly publish: (day?: string, key?: number) => string;
  /** The key in force lets another follow. */
  readonly rotate: () => void;
  /** Somebody cosigns the newest checkpoint. */
  readonly cosign: (name: string) => void;
}

export function openLedgerInNode(organisation = 'acme'): LedgerInNode {
  const pair = (byte: number) => noteKeyPair(`${organisation}/ledger`, new Uint8Array(32).fill(byte));
  const signed: { size: number; publication: number; day: string; note: string }[] = [];
  const witnesses: { name: string; key: string; runBy: string; added: string; removed: null }[] = [];
  const ledger: LedgerInNode = {
    organisation,
    entries: [],
    keys: [pair(1)],
    asked: [],
    lies: new Map(),
    append: (...entries) => void ledger.entries.push(...entries.map(encodeEntry)),
    publish(day = '2026-06-10', key = ledger.keys.length - 1) {
      const frontier = new Frontier();
      for (const entry of ledger.entries) frontier.append(leafHash(entry));
      const state = { origin: `${organisation}/ledger`, size: frontier.size, root: frontier.root() };
      const note = signCheckpoint(state, noteSigner(ledger.keys[key]?.skey ?? ''));
      signed.push({ size: frontier.size, publication: signed.length + 1, day, note });
      return note;
    },
    rotate: () => void ledger.keys.push(pair(ledger.keys.length + 1)),
    cosign(name) {
      const newest = signed.at(-1);
      const { skey, vkey } = witnessKeyPair(name, new Uint8Array(32).fill(77));
      if (!newest) throw new Error('nothing is signed');
      const text = newest.note.slice(0, newest.note.indexOf('\n\n') + 1);
      const signer = cosignatureSigner(skey, 1_781_000_000);
      const bytes = Buffer.concat([Buffer.from(signer.keyHash, 'hex'), signer.sign(Buffer.from(text))]);
      newest.note += `— ${name} ${bytes.toString('base64')}\n`;
      witnesses.push({ name, key: vkey, runBy: `Council of ${name}`, added: '2026-06-10', removed: null });
    },
  };
  const keysAnswer = () => ({
    ...{ v: 1, organisation, receipts: '' },
    ledger: ledger.keys.map(({ vkey: key }, place) => {
      const before = ledger.keys[place - 1];
      const signature = before ? signNextKey({ organisation, number: place + 1, key }, before.skey) : '';
      return { number: place + 1, key, signature, day: '2026-06-10' };
    }),
  });
  const answerTo = (path: string): string | Uint8Array | undefined => {
    const newest = signed.at(-1);
    const from = /^\/ledger\/checkpoints\?from=(\d+)$/.exec(path)?.[1];
    if (path === '/ledger/keys') return JSON.stringify(keysAnswer());
    if (path === '/ledger/checkpoint') return newest?.note;
    if (path === '/ledger/witnesses') return JSON.stringify({ v: 1, witnesses });
    if (from !== undefined) return JSON.stringify(signed.filter(({ size }) => size >= Number(from)).slice(0, 3));
    const place = parseTilePath(path.replace('/ledger/', ''));
    return place ? tileOf(ledger.entries.slice(0, newest?.size ?? 0), place) : undefined;
  };
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    if (init?.credentials !== 'omit' || init.referrerPolicy !== 'no-referrer') throw new Error('not asked as nobody');
    ledger.asked.push(path);
    const body = ledger.lies.get(path) ?? answerTo(path);
    return Promise.resolve(
      new Response(body === undefined ? null : Buffer.from(body), { status: body === undefined ? 404 : 200 }),
    );
  });
  return ledger;
}

function tileOf(
  entries: readonly Uint8Array[],
  { level, number, width }: NonNullable<ReturnType<typeof parseTilePath>>,
) {
  const slice = <T>(row: readonly T[]) => row.slice(256 * number, 256 * number + width);
  if (level === 'entries') {
    return slice(entries).length === width ? writeEntryBundle(slice(entries)) : undefined;
  }
  let row = entries.map(leafHash);
  for (let above = 0; above < level; above += 1) {
    row = Array.from({ length: Math.floor(row.length / 256) }, (_, at) => rootOf(row.slice(256 * at, 256 * (at + 1))));
  }
  const hashes = slice(row);
  return hashes.length === width ? Buffer.concat(hashes) : undefined;
}

function rootOf(row: readonly Uint8Array[]): Uint8Array {
  const [only] = row;
  if (row.length === 1 && only) return only;
  const pairs = Array.from({ length: row.length / 2 }, (_, at) =>
    nodeHash(row[2 * at] ?? new Uint8Array(), row[2 * at + 1] ?? new Uint8Array()),
  );
  return rootOf(pairs);
}

/** A device's memory, and what it holds. */
export function memoryOfDevice(): LedgerMemory & { readonly value: () => string } {
  let value: unknown = null;
  return {
    read: () => Promise.resolve(structuredClone(value)),
    write(next) {
      value = structuredClone(next);
      return Promise.resolve();
    },
    value: () => JSON.stringify(value),
  };
}

/** Entries that say nothing but which they are. */
export const anything = (count: number, from = 0): Entry[] =>
  Array.from({ length: count }, (_, index) => ({
    v: 1,
    kind: 'setting',
    name: `s${String(from + index)}`,
    value: 1,
    day: '2026-06-10',
  }));
