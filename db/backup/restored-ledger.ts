import type { ISql } from 'postgres';
import { parseCheckpoint } from '~/crypto/tlog/checkpoint';
import { Frontier } from '~/crypto/tlog/merkle';
import { BackupError } from './backup-error';

/** The ledger as it now stands in the database. */
export interface RestoredLedger {
  readonly entries: number;
  /** How many of them the newest checkpoint is over; 0 before the first. */
  readonly signed: number;
}

const atOnce = 10_000;

/**
 * Holds the ledger's entries to the roots under every checkpoint: what was left out, changed or added fits none of them.
 * NOT checked: who signed the checkpoints (the auditor does); what is no entry.
 * @throws BackupError `wrong-ledger`
 */
export async function checkRestoredLedger(sql: ISql): Promise<RestoredLedger> {
  const [wrong] = await sql<{ index: string }[]>`
    select index from published.ledger_entry where leaf_hash <> sha256('\\x00'::bytea || bytes) limit 1`;
  if (wrong) throw new BackupError('wrong-ledger', `entry ${wrong.index} of the ledger is not what its leaf says`);
  const notes = await sql<{ size: string; note: string }[]>`select size, note from published.checkpoint order by size`;
  const roots = new Map(notes.map(({ size, note }) => [Number(size), rootOf(note, Number(size))]));
  const signed = Math.max(0, ...roots.keys());
  const frontier = new Frontier();
  const check = () => {
    const root = roots.get(frontier.size);
    if (!root) return;
    if (!Buffer.from(frontier.root()).equals(root))
      throw new BackupError(
        'wrong-ledger',
        `the ledger does not fit its checkpoint over ${String(frontier.size)} entries`,
      );
    roots.delete(frontier.size);
  };
  const rows = sql<{ index: string; leaf: Uint8Array }[]>`
    select index, leaf_hash as leaf from published.ledger_entry order by index`.cursor(atOnce);
  for await (const batch of rows) {
    for (const { index, leaf } of batch) {
      if (Number(index) !== frontier.size)
        throw new BackupError('wrong-ledger', `the ledger has no entry ${String(frontier.size)}`);
      frontier.append(new Uint8Array(leaf));
      check();
    }
  }
  const [missing] = roots.keys();
  if (missing !== undefined)
    throw new BackupError(
      'wrong-ledger',
      `a checkpoint is over ${String(missing)} entries, and there are ${String(frontier.size)}`,
    );
  return { entries: frontier.size, signed };
}

function rootOf(note: string, size: number): Uint8Array {
  const checkpoint = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  if (checkpoint.size !== size)
    throw new BackupError('wrong-ledger', `the checkpoint over ${String(size)} entries is of another size`);
  return checkpoint.root;
}
