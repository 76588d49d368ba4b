import { parseCheckpoint, type Checkpoint } from '~/crypto/tlog/checkpoint';

/** What is signed of a note. */
export function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

/** The state that a checkpoint's note states. NOT checked: who signed it. @throws CheckpointError */
export function stateOf(note: string): Checkpoint {
  return parseCheckpoint(textOf(note));
}
