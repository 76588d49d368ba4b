import { useEffect, useRef, useState, type ReactNode } from 'react';
import { entropyToWords, newWords, wordsToEntropy } from '~/crypto/words';
import type { OpenKey, VaultSlot } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { CheckWords } from '~/ui/check-words';
import { CopyableWords } from '~/ui/copyable-words';
import { Steps } from '~/ui/steps';
import { KeepKey } from './keep-key';

interface MakeKeyProps {
  /** The key of 16 random bytes, with its public name. */
  readonly keyOf: (entropy: Uint8Array) => OpenKey | Promise<OpenKey>;
  readonly slotOf: (key: OpenKey) => VaultSlot;
  /** What whoever has the words can do: "whoever has them can sign as you". */
  readonly power: string;
  /** How often a passphrase is typed: "each time you sign". */
  readonly typed: string;
  /** The steps: what they are called together ("Steps of enrolling"), and the last one, in which the key is sent. */
  readonly label: string;
  readonly last: string;
  /** Below the heading that it stands under. */
  readonly headingLevel: 2 | 3 | 4;
  /** What is done with the finished key. */
  readonly children: (key: OpenKey, onDone: () => void) => ReactNode;
  /** What is said afterwards. */
  readonly done: ReactNode;
}

type Step = 'start' | 'words' | 'check' | 'keep' | 'send' | 'done';
const steps: readonly Step[] = ['words', 'check', 'keep', 'send'];

/** Makes a key on this device: words, a check that they were kept, a lock, and what is to be done with it. */
export function MakeKey(props: MakeKeyProps) {
  const { keyOf, slotOf, power, typed, label, last, headingLevel, children, done } = props;
  const Heading = `h${headingLevel}` as const;
  const [step, setStep] = useState<Step>('start');
  const [key, setKey] = useState<OpenKey | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (step !== 'start') heading.current?.focus();
  }, [step]);

  async function begin() {
    setKey(await keyOf(wordsToEntropy(newWords())));
    setStep('words');
  }

  if (step === 'start' || !key) {
    return (
      <div>
        <Button type="button" onClick={() => void begin()}>
          Make my key on this device
        </Button>
      </div>
    );
  }
  const words = entropyToWords(key.entropy).split(' ');
  const goTo = (next: Step) => () => {
    setStep(next);
  };
  return (
    <div className="stack">
      {step !== 'done' && (
        <Steps
          label={label}
          steps={[{ label: 'Your words' }, { label: 'Check' }, { label: 'Keep' }, { label: last }]}
          current={steps.indexOf(step)}
        />
      )}
      <Heading ref={heading} tabIndex={-1} className="sign__heading">
        {step === 'send' ? last : titles[step]}
      </Heading>
      {step === 'words' && (
        <>
          <p>
            These twelve words are your key. Write them on paper and keep it where only you find it. Nobody can give
            them to you again, and {power}.
          </p>
          <CopyableWords words={words} label="Your twelve words" />
          <div>
            <Button type="button" onClick={goTo('check')}>
              I have written them down
            </Button>
          </div>
        </>
      )}
      {step === 'check' && <CheckWords words={words} onRight={goTo('keep')} onBack={goTo('words')} />}
      {step === 'keep' && <KeepKey slot={slotOf(key)} keyToKeep={key} typed={typed} onKept={goTo('send')} />}
      {step === 'send' && children(key, goTo('done'))}
      {step === 'done' && done}
    </div>
  );
}

const titles: Readonly<Record<Exclude<Step, 'send'>, string>> = {
  start: 'Make your key',
  words: 'Write down twelve words',
  check: 'Check that you have them',
  keep: 'Keep the key here, or not',
  done: 'Done',
};
