import { useState, type ReactNode } from 'react';
import { MakeKey } from '~/features/published/registers/components/make-key';
import { useProver } from '~/features/published/registers/components/prover';
import { memberKey } from '~/features/published/registers/components/words-form';
import { Button, ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { enrolInBrowser, EnrolmentRefusal, type EnrolmentGate, type EnrolmentStage } from '../enrol-in-browser';
import { refusalWords } from '../enrolment-words';

interface EnrolKeyProps {
  readonly gate: EnrolmentGate;
  readonly house: { readonly organisation: string; readonly depth: number };
  /** When a new key can sign, in words. */
  readonly from: ReactNode;
  readonly onEnrolled?: () => void;
  /** Below the heading that it stands under. */
  readonly headingLevel: 2 | 4;
}

const stageWords: Readonly<Record<EnrolmentStage, string>> = {
  asking: 'Asking for a challenge',
  proving: 'Proving that you hold this key, on this device',
  sending: 'Sending the public half of your key',
};

/** Makes a key on this device and enrols it: words, a check that they were kept, a lock, the enrolment. */
export function EnrolKey({ gate, house, from, onEnrolled, headingLevel }: EnrolKeyProps) {
  return (
    <MakeKey
      keyOf={memberKey}
      slotOf={() => 'member'}
      power="whoever has them can sign as you"
      typed="each time you sign"
      label="Steps of enrolling"
      last="Enrol"
      headingLevel={headingLevel}
      done={
        <>
          <Notice tone="success" live title="Your key is enrolled">
            <p>
              It can sign from {from} on, without you being signed in. A mail tells you of every key enrolled in your
              name.
            </p>
          </Notice>
          <div>
            <ButtonLink to="/petitions" tone="secondary">
              See the petitions
            </ButtonLink>
          </div>
        </>
      }
    >
      {({ entropy }, onDone) => (
        <Enrol
          entropy={entropy}
          gate={gate}
          house={house}
          onDone={() => {
            onDone();
            onEnrolled?.();
          }}
        />
      )}
    </MakeKey>
  );
}

function Enrol({
  entropy,
  gate,
  house,
  onDone,
}: Pick<EnrolKeyProps, 'gate' | 'house'> & { entropy: Uint8Array; onDone: () => void }) {
  const prover = useProver();
  const [stage, setStage] = useState<EnrolmentStage | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function enrol() {
    if (!prover) return;
    setProblem(null);
    try {
      await enrolInBrowser({ entropy }, gate, house, { prove: prover(), onStage: setStage });
      onDone();
    } catch (error) {
      setProblem(error instanceof EnrolmentRefusal ? refusalWords[error.code] : refusalWords.unexpected);
    } finally {
      setStage(null);
    }
  }

  return (
    <>
      <p>
        Only the public half of the key is sent, with a proof that you hold the rest. That you enrolled is not secret;
        what you sign with it is.
      </p>
      {problem && <Notice tone="error">{problem}</Notice>}
      {stage ? (
        <ProgressBar label={stageWords[stage]} value={null} />
      ) : (
        <div>
          <Button type="button" disabled={!prover} onClick={() => void enrol()}>
            {prover ? 'Enrol my key' : 'Getting ready …'}
          </Button>
        </div>
      )}
    </>
  );
}
