import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NoteKeyPair } from '~/crypto/tlog/note';
import { systemClock } from '~/platform/clock';
import { houseAt } from '~/witness/house';
import { witnessOnce } from '~/witness/witness';
import { WitnessingError } from '~/witness/witness-error';
import { describeContradiction } from '~/witness/witness-words';

export interface DemoWitnessOptions {
  /** Address of the demo. */
  readonly house: string;
  readonly key: NoteKeyPair;
  /** What it remembers, as any witness does. */
  readonly folder: string;
  readonly everyMs?: number;
  /** Told once, at its end: two histories, or why it cannot go on. */
  readonly onTrouble: (words: string) => void;
}

/**
 * Watches the demo's ledger from the demo's own process, with the program of real witnesses: over HTTP, with a folder of its
 * own. A house that does not know it, or is away, is asked again.
 */
export function startDemoWitness({ house, key, folder, everyMs = 10_000, onTrouble }: DemoWitnessOptions) {
  const stop = new AbortController();
  const publicFolder = join(folder, 'public');
  const run = {
    ...{ house: houseAt(house), key, folder, publicFolder },
    others: () => Promise.resolve([]),
    now: () => systemClock.now(),
    pause: () => wait(2000),
  };
  const watching = watch().catch((error: unknown) => {
    onTrouble(`The demo’s witness stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  });
  return {
    /** Finishes the look that is under way. */
    async stop(): Promise<void> {
      stop.abort();
      await watching;
    },
  };

  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      const seen = await witnessOnce(run).catch((error: unknown) => {
        if (error instanceof WitnessingError) return null;
        throw error;
      });
      if (seen?.kind === 'contradiction') {
        onTrouble(describeContradiction(seen, { address: house, publicFolder }));
        return;
      }
      await wait(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }
}
