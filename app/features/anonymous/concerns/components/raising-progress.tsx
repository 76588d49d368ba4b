import { ProgressBar } from '~/ui/progress-bar';
import type { RaisingStage } from '../raise-concern';

const words: Readonly<Record<RaisingStage['kind'], string>> = {
  packing: 'Encrypting it on this device',
  register: 'Reading the register, all of it, so that nobody sees which place is yours',
  proof: 'Making the proof on this device',
  sending: 'Sending it, without your name and without a cookie',
};

/** Where the work on the device stands. */
export function RaisingProgress({ stage }: { stage: RaisingStage }) {
  return (
    <div className="stack">
      <ProgressBar
        label={words[stage.kind]}
        value={stage.kind === 'register' ? null : stage.share}
        detail={
          stage.kind === 'proof'
            ? 'a few seconds'
            : 'share' in stage
              ? `${String(Math.floor(stage.share * 100))} %`
              : undefined
        }
      />
      <p className="small soft">
        Please keep this page open. Encrypted pieces wait on this device until they have arrived.
      </p>
    </div>
  );
}
