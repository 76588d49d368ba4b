import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LedgerContradiction, Remembered } from './watch-ledger';
import { WitnessingError } from './witness-error';

/*
 * What a witness keeps between its runs. It is written before anything that was signed leaves the machine: a witness that
 * forgets could be brought to sign two histories.
 */

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const folderState = z.strictObject({
  v: z.literal(1),
  /** Verifier key of the witness that it belongs to. */
  witness: z.string(),
  remembered: z
    .strictObject({
      origin: z.string(),
      keys: z.array(z.string()).min(1),
      size: z.int().min(0),
      root: hex32,
      note: z.string(),
    })
    .nullable(),
  /** The checkpoint with our line. */
  cosigned: z.string(),
  contradiction: z
    .strictObject({
      kind: z.enum(['shorter', 'other-entries', 'rewritten', 'other-keys']),
      earlier: z.string(),
      later: z.string(),
      seenBy: z.string().nullable(),
      at: z.string(),
    })
    .nullable(),
});

/** All that is kept. `contradiction` stays until a person takes it away: until then nothing is cosigned any more. */
export interface FolderState {
  readonly v: 1;
  readonly witness: string;
  readonly remembered: Remembered | null;
  readonly cosigned: string;
  readonly contradiction: (LedgerContradiction & { readonly at: string }) | null;
}

/** Reads the folder; an empty or missing one is a witness that has seen nothing. @throws WitnessingError `wrong-folder` */
export async function readFolder(folder: string, witness: string): Promise<FolderState> {
  const path = join(folder, 'state.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return { v: 1, witness, remembered: null, cosigned: '', contradiction: null };
  }
  const parsed = folderState.safeParse(asJson(text));
  // Beginning afresh would forget what was signed.
  if (!parsed.success) throw new WitnessingError('wrong-folder', `${path} cannot be read. Bring it back from a copy.`);
  if (parsed.data.witness !== witness)
    throw new WitnessingError('wrong-folder', `${folder} belongs to another witness: ${parsed.data.witness}`);
  return parsed.data;
}

/** Writes the state, whole or not at all, and on the disk when it returns. */
export async function writeFolder(folder: string, state: FolderState): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, 'state.json'), `${JSON.stringify(state, null, 2)}\n`);
}

/** Writes a file that others may be reading. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/**
 * Does something while no other process works in this folder: two at once could sign two histories.
 * @throws WitnessingError `wrong-folder` where one does
 */
export async function whileAlone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  await takeLock(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<void> {
  for (const isSecondTry of [false, true]) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      if (isSecondTry || (await isHeld(path)))
        throw new WitnessingError('wrong-folder', `Another run works in this folder. If none does, remove ${path}.`);
      await rm(path, { force: true });
    }
  }
}

async function isHeld(path: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(path, 'utf8'));
    // Written a moment ago, perhaps, by somebody who is about to say who they are.
    if (!(pid > 0)) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH') && !hasCode(error, 'ENOENT');
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
