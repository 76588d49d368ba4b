import { toHex } from '~/crypto/hash';
import { CheckpointError, openCheckpoint } from '~/crypto/tlog/checkpoint';
import { isNextKey } from '~/crypto/tlog/next-key';
import { NoteError, noteVerifier, type NoteVerifier } from '~/crypto/tlog/note';
import type { LedgerFacts } from './facts';
import type { LedgerTree } from './read-ledger';
import type { Check } from './recorder';
import type { Snapshot } from './snapshot';

/** A state that the ledger's key signed. */
export interface SignedState {
  readonly size: number;
  /** Hex of 32 bytes. */
  readonly root: string;
  /** Day of its publication; empty for one that somebody kept. */
  readonly day: string;
  /** Where it is from, for people. */
  readonly where: string;
  /** Which of the ledger's keys signed it, from 1; 0 where nobody signed anything. */
  readonly signer: number;
}

type Keys = Snapshot['keys'];

/**
 * The keys of the ledger: each signed for by the one before, all under the ledger's name, one of them known from elsewhere
 * where somebody knows one (protocol 6).
 * @param pinned C2SP verifier keys
 * @returns what checks signatures of those that were let in
 */
export function checkKeys({ organisation, ledger }: Keys, pinned: readonly string[], check: Check): NoteVerifier[] {
  const verifiers: NoteVerifier[] = [];
  for (const [place, { number, key, signature }] of ledger.entries()) {
    check.count();
    const before = ledger[place - 1];
    const where = `/ledger/keys, key ${String(number)}`;
    const isNext = before ? isNextKey({ organisation, number, key }, signature, before.key) : signature === '';
    const verifier = verifierOf(key);
    if (!verifier || !isNext || number !== place + 1 || verifier.name !== `${organisation}/ledger`) {
      check.find('key-not-signed-for', where, before ? `signed for by ${before.key}` : 'a first key', key);
      // Whatever follows a key that nobody let in is nobody's either.
      break;
    }
    verifiers.push(verifier);
  }
  for (const key of pinned) {
    check.count();
    const known = ledger.slice(0, verifiers.length).some((own) => own.key === key);
    if (!known) check.find('key-not-pinned', '/ledger/keys', key, ledger.map((own) => own.key).join(', '));
  }
  return verifiers;
}

/** The ledger itself names the keys that sign it, in the same order. */
export function checkKeysInLedger({ ledger }: Keys, facts: LedgerFacts, check: Check): void {
  const entries = facts.of('ledger-key');
  for (const [place, { fact, index }] of entries.entries()) {
    const own = ledger.find(({ number }) => number === fact.number);
    const where = `entry ${String(index)}`;
    check.equal('entry-impossible', where, `key ${String(place + 1)}`, `key ${String(fact.number)}`);
    check.equal('key-not-signed-for', where, fact.key, own?.key ?? null);
  }
  for (const { number, key } of ledger) {
    const found = entries.some(({ fact }) => fact.number === number);
    // A key begins to sign with the checkpoint that covers its entry.
    if (!found) check.find('not-in-ledger', `/ledger/keys, key ${String(number)}`, 'an entry', key);
  }
}

function verifierOf(key: string): NoteVerifier | null {
  try {
    return noteVerifier(key);
  } catch (error) {
    if (error instanceof NoteError) return null;
    throw error;
  }
}

/** Opens a note. @returns null for what none of the ledger's keys signed; then there is a finding */
export function openState(
  note: string,
  verifiers: readonly NoteVerifier[],
  { where, day, check }: { readonly where: string; readonly day: string; readonly check: Check },
): SignedState | null {
  try {
    const { size, root } = openCheckpoint(note, verifiers);
    // All keys have one name: which of them it was is seen by asking each alone.
    const signer = verifiers.findIndex((verifier) => isSignedBy(note, verifier)) + 1;
    return { size, root: toHex(root), day, where, signer };
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof CheckpointError)) throw error;
    check.find('checkpoint-not-signed', where, 'a note that a key of the ledger signed', error.message);
    return null;
  }
}

function isSignedBy(note: string, verifier: NoteVerifier): boolean {
  try {
    openCheckpoint(note, verifier);
    return true;
  } catch (error) {
    if (error instanceof NoteError || error instanceof CheckpointError) return false;
    throw error;
  }
}

/** Each state was signed by the last key that stands among its entries, or by the first where none does (protocol 6). */
export function checkSigners(states: readonly SignedState[], facts: LedgerFacts, check: Check): void {
  const keys = facts.of('ledger-key');
  for (const { size, where, signer } of states) {
    const inForce = keys.filter(({ index }) => index < size).at(-1)?.fact.number ?? 1;
    check.equal('checkpoint-not-signed', where, `key ${String(inForce)}`, `key ${String(signer)}`);
  }
}

/** Every checkpoint that was published, each signed, each larger than the one before, the newest the one that is served. */
export function openCheckpoints(snapshot: Snapshot, verifiers: readonly NoteVerifier[], check: Check): SignedState[] {
  const states: SignedState[] = [];
  for (const { size, day, note } of snapshot.checkpoints) {
    check.count();
    const where = `/ledger/checkpoints, ${String(size)} entries`;
    const state = openState(note, verifiers, { where, day, check });
    if (!state) continue;
    check.equal('checkpoint-not-signed', where, size, state.size);
    const before = states.at(-1);
    if (before && before.size >= state.size) {
      check.find('checkpoint-shrank', where, `more than ${String(before.size)} entries`, state.size);
    }
    states.push(state);
  }
  const newest = openState(snapshot.note, verifiers, { where: '/ledger/checkpoint', day: '', check });
  const listed = states.at(-1);
  if (newest && listed && newest.size === listed.size) {
    check.equal('history-rewritten', '/ledger/checkpoint', listed.root, newest.root);
  } else if (newest) {
    check.find('checkpoint-shrank', '/ledger/checkpoint', `${String(listed?.size ?? 0)} entries`, newest.size);
  }
  return states;
}

/** Which leaves the newest root is over. */
export function leavesOf(tree: LedgerTree, head: SignedState): 'entries' | 'tiles' | null {
  if (tree.rootAt(head.size, 'entries') === head.root) return 'entries';
  return tree.rootAt(head.size, 'tiles') === head.root ? 'tiles' : null;
}

/** Each signed state is the beginning of the ledger as it stands: that is what consistency means. */
export function checkStates(
  tree: LedgerTree,
  states: readonly SignedState[],
  of: 'entries' | 'tiles',
  check: Check,
): void {
  for (const { size, root, where } of states) {
    check.count();
    if (size > tree.size) {
      check.find('history-rewritten', where, `at least ${String(size)} entries`, `${String(tree.size)} entries`);
    } else if (tree.rootAt(size, of) !== root) {
      check.find('history-rewritten', where, root, tree.rootAt(size, of) ?? 'nothing');
    }
  }
}

/** Names what is wrong where the newest root is not that of the entries. */
export function checkEntriesOf(
  tree: LedgerTree,
  head: SignedState,
  of: 'entries' | 'tiles' | null,
  { entries, checkpoints }: { readonly entries: Check; readonly checkpoints: Check },
): void {
  if (of === 'entries') return;
  if (of === null) {
    const root = tree.rootAt(head.size, 'entries') ?? 'nothing';
    checkpoints.find('checkpoint-root-differs', head.where, head.root, root);
  }
  for (const { index, entry, tile } of tree.differences) {
    entries.find('entry-differs-from-leaf', `entry ${String(index)}`, tile, entry);
  }
}
