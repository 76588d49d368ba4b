export type WitnessFailure =
  /** The house cannot be reached, or answers with something else than what was asked for. */
  | 'unreachable'
  /** What it answers cannot be read as what it should be. */
  | 'malformed'
  /** It has not signed any checkpoint yet. */
  | 'no-checkpoint'
  /** No key of the ledger that this witness knows of signed the checkpoint. */
  | 'unsigned'
  /** Its tiles do not lead to the root that it signed: it cannot show what it says it has. */
  | 'not-proven'
  /** The first key is not the one that was asked for. */
  | 'wrong-key'
  /** The folder belongs to another ledger, another key, or a run that is still going on. */
  | 'wrong-folder';

/** Why nothing could be said. It is no contradiction: try again, and ask if it goes on. */
export class WitnessingError extends Error {
  override readonly name = 'WitnessingError';
  constructor(
    readonly code: WitnessFailure,
    message: string,
  ) {
    super(message);
  }
}
