import { ProgressBar } from '~/ui/progress-bar';

/** Where the work on the device stands. `share` is 0 to 1 within the whole, where it is known. */
export interface Progress {
  readonly stage: 'register' | 'proof' | 'sending';
  readonly share?: number;
}

const words: Readonly<Record<Progress['stage'], string>> = {
  register: 'Reading the register, all of it, so that nobody sees which place is yours',
  proof: 'Making the proof on this device',
  sending: 'Sending it, without your name and without a cookie',
};

/** Real progress while proving. */
export function ActingProgress({ progress }: { progress: Progress }) {
  return (
    <ProgressBar
      label={words[progress.stage]}
      value={progress.share ?? null}
      detail={progress.stage === 'proof' ? 'a few seconds' : undefined}
    />
  );
}
