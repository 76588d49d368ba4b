import { useEffect, useRef, useState, type ReactNode } from 'react';
import { entropyToWords, newWords, wordsToEntropy } from '~/crypto/words';
import { KeepKey } from '~/features/published/registers/components/keep-key';
import { useProver } from '~/features/published/registers/components/prover';
import { memberKey } from '~/features/published/registers/components/words-form';
import { Button, ButtonLink } from '~/ui/button';
import { CheckWords } from '~/ui/check-words';
import { CopyableWords } from '~/ui/copyable-words';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { Steps } from '~/ui/steps';
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

type Step = 'start' | 'words' | 'check' | 'keep' | 'enrol' | 'done';
const steps: readonly Step[] = ['words', 'check', 'keep', 'enrol'];

const stageWords: Readonly<Record<EnrolmentStage, string>> = {
  asking: 'Asking for a challenge',
  proving: 'Proving that you hold this key, on this device',
  sending: 'Sending the public half of your key',
};

/** Makes a key on this device and enrols it: words, a check that they were kept, a lock, the enrolment. */
export function EnrolKey({ gate, house, from, onEnrolled, headingLevel }: EnrolKeyProps) {
  const Heading = `h${headingLevel}` as const;
  const [step, setStep] = useState<Step>('start');
  const [entropy, setEntropy] = useState<Uint8Array | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step !== 'start') heading.current?.focus();
  }, [step]);

  if (step === 'start' || !entropy) {
    return (
      <div>
        <Button
          type="button"
          onClick={() => {
            setEntropy(wordsToEntropy(newWords()));
            setStep('words');
          }}
        >
          Make my key on this device
        </Button>
      </div>
    );
  }
  const words = entropyToWords(entropy).split(' ');
  return (
    <div className="stack">
      {step !== 'done' && (
        <Steps
          label="Steps of enrolling"
          steps={[{ label: 'Your words' }, { label: 'Check' }, { label: 'Keep' }, { label: 'Enrol' }]}
          current={steps.indexOf(step)}
        />
      )}
      <Heading ref={heading} tabIndex={-1} className="sign__heading">
        {titles[step]}
      </Heading>
      {step === 'words' && (
        <>
          <p>
            These twelve words are your key. Write them on paper and keep it where only you find it. Nobody can give
            them to you again, and whoever has them can sign as you.
          </p>
          <CopyableWords words={words} label="Your twelve words" />
          <div>
            <Button
              type="button"
              onClick={() => {
                setStep('check');
              }}
            >
              I have written them down
            </Button>
          </div>
        </>
      )}
      {step === 'check' && (
        <CheckWords
          words={words}
          onRight={() => {
            setStep('keep');
          }}
          onBack={() => {
            setStep('words');
          }}
        />
      )}
      {step === 'keep' && (
        <KeepKey
          slot="member"
          keyToKeep={memberKey(entropy)}
          typed="each time you sign"
          onKept={() => {
            setStep('enrol');
          }}
        />
      )}
      {step === 'enrol' && (
        <Enrol
          entropy={entropy}
          gate={gate}
          house={house}
          onDone={() => {
            setStep('done');
            onEnrolled?.();
          }}
        />
      )}
      {step === 'done' && (
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
      )}
    </div>
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

const titles: Readonly<Record<Step, string>> = {
  start: 'Make your key',
  words: 'Write down twelve words',
  check: 'Check that you have them',
  keep: 'Keep the key here, or not',
  enrol: 'Enrol',
  done: 'Done',
};
