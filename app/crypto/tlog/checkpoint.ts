import { base64 } from '@scure/base';
import { openNote, signNote, type NoteSigner, type NoteVerifier } from './note';

/** The state of a ledger that its key signs (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the ledger, which is also the name of its key. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** Ledger root over them, 32 bytes. */
  readonly root: Uint8Array;
}

/** Text that is not a checkpoint, or not this ledger's. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  constructor(
    readonly code: 'malformed' | 'wrong-origin' | 'unsigned',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The text that is signed: origin, size, root in base64, one a line.
 * @throws CheckpointError `malformed`
 */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!/^[^\p{Cc}]+$/u.test(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== 32) {
    throw new CheckpointError('malformed', 'Not the state of a ledger');
  }
  return `${origin}\n${size}\n${base64.encode(root)}\n`;
}

/**
 * Reads that text. Extension lines are allowed by the format and returned nowhere.
 * @param text attacker-controlled unless a note signature was checked
 * @throws CheckpointError `malformed`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  const extensions = rest.slice(0, -1);
  const complete = rest.length > 0 && rest.at(-1) === '' && extensions.every((line) => line !== '');
  if (!origin || !size || !root || !complete || !/^(?:0|[1-9][0-9]{0,15})$/.test(size)) {
    throw new CheckpointError('malformed', 'Not a checkpoint');
  }
  const checkpoint = { origin, size: Number(size), root: decodeRoot(root) };
  if (!Number.isSafeInteger(checkpoint.size)) throw new CheckpointError('malformed', 'Not a number of entries');
  return checkpoint;
}

/** The checkpoint as a signed note. @throws CheckpointError `malformed`, NoteError */
export function signCheckpoint(checkpoint: Checkpoint, ...signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), ...signers);
}

/**
 * Opens a signed checkpoint of one ledger.
 * NOT checked: that it is consistent with an older one (`verifyConsistency`) or new.
 *
 * @param note attacker-controlled
 * @param ledger the ledger's own key, or all that it had; their name is the origin
 * @param witnesses those who cosign (`cosignatureVerifier`)
 * @returns the checkpoint and the names of all known keys that signed it
 * @throws CheckpointError `malformed`, `wrong-origin`, `unsigned` (by the ledger), NoteError
 */
export function openCheckpoint(
  note: string,
  ledger: NoteVerifier | readonly NoteVerifier[],
  witnesses: readonly NoteVerifier[] = [],
): Checkpoint & { signedBy: string[] } {
  const keys = 'verify' in ledger ? [ledger] : ledger;
  const others = witnesses.filter(({ name }) => keys.every((key) => key.name !== name));
  const { text, signedBy } = openNote(note, [...keys, ...others]);
  const signed = keys.filter(({ name }) => signedBy.includes(name));
  if (signed.length === 0) throw new CheckpointError('unsigned', 'The ledger did not sign');
  const checkpoint = parseCheckpoint(text);
  if (!signed.some(({ name }) => name === checkpoint.origin)) {
    throw new CheckpointError('wrong-origin', "Another ledger's checkpoint");
  }
  return { ...checkpoint, signedBy };
}

function decodeRoot(text: string): Uint8Array {
  try {
    const root = base64.decode(text);
    if (root.length === 32) return root;
  } catch {
    // Falls through to the same refusal as a root of another length.
  }
  throw new CheckpointError('malformed', 'Not a ledger root');
}
