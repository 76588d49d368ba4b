import { cosignatureSigner } from '~/crypto/tlog/cosignature';
import { signNote } from '~/crypto/tlog/note';
import type { House } from './house';
import { writePublicFolder } from './public-folder';
import { stateOf, textOf } from './state-of';
import { watchLedger, type LedgerContradiction, type Remembered, type Sight, type Watch } from './watch-ledger';
import { readFolder, whileAlone, writeFolder, type FolderState } from './witness-folder';

export interface WitnessRun {
  readonly house: House;
  /** C2SP keys of this witness. */
  readonly key: { readonly skey: string; readonly vkey: string };
  readonly folder: string;
  /** What is shown to the world; `public` in the folder unless told otherwise. */
  readonly publicFolder: string;
  readonly firstKey?: string | undefined;
  /** Fetches what other witnesses published. Called before the house is asked, so that nobody can have seen more than it shows. */
  readonly others: () => Promise<readonly { readonly name: string; readonly note: string }[]>;
  readonly now: () => Date;
  /** Between two looks at a ledger that seems to have fewer entries than before: a copy of a database may lag. */
  readonly pause: () => Promise<void>;
}

/** How often a ledger is looked at before it is said to have lost entries: nobody can take that back. */
const looks = 3;

export type WitnessResult =
  | {
      readonly kind: 'cosigned';
      readonly remembered: Remembered;
      /** Whether there is more than at the last run. */
      readonly isNew: boolean;
      /** Whether this was the first run, which believes what it sees. */
      readonly isFirst: boolean;
      /** Null where the house took the cosignature, else why not. */
      readonly refusal: string | null;
      readonly notCompared: readonly string[];
    }
  | {
      readonly kind: 'contradiction';
      readonly contradiction: LedgerContradiction & { readonly at: string };
      /** Null where the house took the proof, else why not. */
      readonly refusal: string | null;
    };

/**
 * One run of a witness (protocol 6): looks, compares with everything that it saw before, remembers, and only then cosigns,
 * publishes and hands in. Once it has seen a contradiction it cosigns nothing any more.
 * @throws WitnessingError where nothing can be said; then nothing was signed
 */
export function witnessOnce(run: WitnessRun): Promise<WitnessResult> {
  return whileAlone(run.folder, async () => {
    const state = await readFolder(run.folder, run.key.vkey);
    if (state.contradiction) return tell(run, state, state.contradiction);
    const others = await run.others();
    const { house, firstKey, now } = run;
    const sight = await look({ house, remembered: state.remembered, firstKey, others }, run.pause);
    if (sight.kind === 'contradiction') {
      const contradiction = { ...sight.contradiction, at: now().toISOString() };
      return tell(run, { ...state, contradiction }, contradiction);
    }
    const { remembered, isNew, notCompared } = sight;
    const cosigned = isNew ? cosign(remembered.note, run) : state.cosigned;
    const next = { ...state, remembered, cosigned };
    await writeFolder(run.folder, next);
    await writePublicFolder(run.publicFolder, next);
    const refusal = await house.handIn('cosignatures', cosigned);
    return { kind: 'cosigned', remembered, isNew, isFirst: state.remembered === null, refusal, notCompared };
  });
}

async function look(watch: Watch, pause: () => Promise<void>): Promise<Sight> {
  for (let tries = 1; ; tries += 1) {
    const sight = await watchLedger(watch);
    const seemsShorter = sight.kind === 'contradiction' && sight.contradiction.kind === 'shorter';
    if (!seemsShorter || tries === looks) return sight;
    await pause();
  }
}

/** Keeps and publishes both histories, and gives them to the house, which will hardly like it. */
async function tell(
  { house, folder, publicFolder }: WitnessRun,
  state: FolderState,
  contradiction: NonNullable<FolderState['contradiction']>,
): Promise<WitnessResult> {
  await writeFolder(folder, state);
  await writePublicFolder(publicFolder, state);
  const { earlier, later } = contradiction;
  const refusals = [];
  for (const note of [earlier, later]) refusals.push(await handIn(house, note));
  // It can hold one of the two to be its history, and never both.
  const isTaken = refusals.some((refusal) => refusal === null);
  return { kind: 'contradiction', contradiction, refusal: isTaken ? null : refusals.join(', ') };
}

async function handIn(house: House, note: string): Promise<string | null> {
  try {
    return await house.handIn('contradictions', note);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The ledger's own signature, and ours below it; lines of others are theirs to publish. */
function cosign(note: string, { key, now }: WitnessRun): string {
  const time = Math.floor(now().getTime() / 1000);
  const text = textOf(note);
  const { origin } = stateOf(note);
  const own = note
    .slice(text.length + 1)
    .split('\n')
    .filter((line) => line.startsWith(`— ${origin} `));
  const ours = signNote(text, cosignatureSigner(key.skey, time)).slice(text.length + 1);
  return `${text}\n${own.join('\n')}\n${ours}`;
}
