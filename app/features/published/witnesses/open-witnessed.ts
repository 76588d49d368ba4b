import { CheckpointError, openCheckpoint, parseCheckpoint, type Checkpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureVerifier, readCosignatures, type Cosignature } from '~/crypto/tlog/cosignature';
import { NoteError, noteVerifier } from '~/crypto/tlog/note';
import { WitnessError, type LedgerWitness } from './ledger-witness';

/** A checkpoint that a key of the ledger signed, and what witnesses put below it. */
export interface WitnessedCheckpoint extends Checkpoint {
  /** What was signed, with its last newline. */
  readonly text: string;
  /** One for each known witness that cosigned. */
  readonly cosignatures: readonly Cosignature[];
}

/**
 * Opens a note that somebody handed in.
 * NOT checked: that the ledger ever was in this state, or that the times can be.
 * @param note attacker-controlled
 * @param ledgerKeys every key that ever signed this ledger, as C2SP verifier keys
 * @throws WitnessError `malformed`, `wrong-signature`, `unsigned`
 */
export function openWitnessed(
  note: string,
  ledgerKeys: readonly string[],
  witnesses: readonly Pick<LedgerWitness, 'key'>[],
): WitnessedCheckpoint {
  const keys = ledgerKeys.map(noteVerifier);
  const cosigners = witnesses.map(({ key }) => cosignatureVerifier(key));
  try {
    const { origin, size, root } = openCheckpoint(note, keys);
    return { origin, size, root, text: textOf(note), cosignatures: readCosignatures(note, cosigners) };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What is signed of a note. */
export function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof NoteError) && !(error instanceof CheckpointError)) return error;
  const { code } = error;
  return new WitnessError(code === 'wrong-signature' || code === 'unsigned' ? code : 'malformed');
}

/** The state that a stored checkpoint states. NOT checked: who signed it. @throws CheckpointError */
export function stateOf(note: string): Checkpoint {
  return parseCheckpoint(textOf(note));
}
