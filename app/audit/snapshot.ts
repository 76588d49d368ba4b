import { z } from 'zod';
import {
  checkpointList,
  contradictionList,
  ledgerKeys,
  publicLists,
  publicPage,
  type ItemOf,
  type ListName,
} from './public-data';
import { getJson, getText, SourceError, type AuditSource } from './source';

/** Something that was read, or why it could not be. */
export type Had<T> = { readonly items: readonly T[]; readonly missing: null } | { readonly items: readonly never[]; readonly missing: string }; // prettier-ignore

export type Lists = { readonly [N in ListName]: Had<ItemOf<N>> };

/** Everything that changes while the house lives, as it stood under one checkpoint. */
export interface Snapshot {
  /** The newest checkpoint with its cosignatures. */
  readonly note: string;
  readonly keys: z.infer<typeof ledgerKeys>;
  readonly checkpoints: z.infer<typeof checkpointList>;
  /** Notes that were reported as other histories. */
  readonly contradictions: Had<z.infer<typeof contradictionList>['contradictions'][number]>;
  readonly lists: Lists;
  /** Files of nullifiers by their path; null where one could not be had. */
  readonly nullifiers: ReadonlyMap<string, Uint8Array | null>;
  /** Whether no publication came between the first thing that was read and the last. */
  readonly settled: boolean;
}

/** How often all is read again because a publication came in between. */
const ATTEMPTS = 6;
/** Things asked for at once. */
const AT_ONCE = 6;
const MOST_PAGES = 100_000;

/**
 * Reads what changes, twice or more where a publication came in between, so that all of it speaks of one checkpoint.
 * @throws SourceError, SyntaxError, TypeError, ZodError where keys or checkpoints cannot be had: without them there is nothing
 *   to audit
 */
export async function readSnapshot(
  source: AuditSource,
  onRead: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Snapshot> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const before = await getText(source, '/ledger/checkpoint');
    const lists = await readLists(source, onRead);
    const nullifiers = await readNullifiers(source, lists);
    const keys = ledgerKeys.parse(await getJson(source, '/ledger/keys'));
    const checkpoints = await readCheckpoints(source);
    const contradictions = await readContradictions(source);
    const note = await getText(source, '/ledger/checkpoint');
    const settled = bodyOf(before) === bodyOf(note);
    if (settled || attempt === ATTEMPTS) {
      return { note, keys, checkpoints, contradictions, lists, nullifiers, settled };
    }
  }
}

/** What is signed; cosignatures may come at any time. */
const bodyOf = (note: string) => note.slice(0, note.indexOf('\n\n') + 1);

async function readLists(source: AuditSource, onRead: (done: number, total: number) => void): Promise<Lists> {
  const names = Object.keys(publicLists) as ListName[];
  const lists: Partial<Record<ListName, Had<unknown>>> = {};
  for (const [done, name] of names.entries()) {
    onRead(done, names.length);
    lists[name] = await readList(source, name);
  }
  onRead(names.length, names.length);
  return lists as Lists;
}

async function readList(source: AuditSource, name: ListName): Promise<Had<unknown>> {
  const items: unknown[] = [];
  const form: z.ZodType = publicLists[name];
  try {
    let after: string | null = null;
    for (let pages = 0; pages === 0 || after !== null; pages += 1) {
      if (pages > MOST_PAGES) return { items: [], missing: `/data/${name} does not end` };
      const path: string = `/data/${name}${after === null ? '' : `?after=${encodeURIComponent(after)}`}`;
      const page = publicPage.parse(await getJson(source, path));
      for (const item of page.items) items.push(form.parse(item));
      after = page.next;
    }
    return { items, missing: null };
  } catch (error) {
    return { items: [], missing: missing(`/data/${name}`, error) };
  }
}

/** Files of everything that can have been signed or chosen on. */
async function readNullifiers(source: AuditSource, lists: Lists): Promise<Map<string, Uint8Array | null>> {
  const paths = [
    ...lists.petitions.items.filter(({ opened }) => opened !== null).map(({ id }) => `/petitions/${id}/nullifiers`),
    ...lists.choices.items.map(({ kind, id }) => `/choices/${kind}/${id}/nullifiers`),
    ...lists.summaries.items.map(({ id }) => `/summaries/${id}/nullifiers`),
  ];
  const files = new Map<string, Uint8Array | null>();
  const waiting = paths.values();
  const reader = async () => {
    for (const path of waiting) {
      try {
        files.set(path, await source.get(path));
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        files.set(path, null);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return files;
}

async function readCheckpoints(source: AuditSource): Promise<z.infer<typeof checkpointList>> {
  const all: z.infer<typeof checkpointList> = [];
  for (let from = 0; ;) {
    const page = checkpointList.parse(await getJson(source, `/ledger/checkpoints?from=${String(from)}`));
    const fresh = page.filter(({ size }) => size >= from);
    const last = fresh.at(-1);
    if (!last) return all;
    all.push(...fresh);
    from = last.size + 1;
  }
}

async function readContradictions(source: AuditSource): Promise<Snapshot['contradictions']> {
  const path = '/ledger/contradictions';
  try {
    return { items: contradictionList.parse(await getJson(source, path)).contradictions, missing: null };
  } catch (error) {
    return { items: [], missing: missing(path, error) };
  }
}

/** Why something could not be had, in words. */
export function missing(path: string, error: unknown): string {
  if (error instanceof SourceError) return error.message;
  if (error instanceof z.ZodError) {
    const [first] = error.issues;
    return `${path} is not what the protocol says: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`.trim();
  }
  if (error instanceof SyntaxError || error instanceof TypeError) return `${path} is not JSON`;
  throw error;
}
