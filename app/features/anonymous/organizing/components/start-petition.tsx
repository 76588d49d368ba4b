import { useEffect, useRef, useState, type ReactNode } from 'react';
import { entropyToWords } from '~/crypto/words';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { useProver } from '~/features/published/registers/components/prover';
import type { TermsBounds } from '~/features/published/petitions/petition-terms';
import { Button } from '~/ui/button';
import { Steps } from '~/ui/steps';
import { ReceiptWords } from '../../concerns/components/receipt-words';
import { WriteElsewhere } from '../../concerns/components/device-safety';
import { draftOnDevice, emptyDraft, type DeviceDraft, type DraftStore } from '../device-draft';
import { CheckOpening, petitionOf, type WritingStep } from './check-opening';
import { SendOpening } from './send-opening';
import { useStarting, type StartingHouse } from './use-starting';
import { ChooseTerms, WriteBackground, WriteDemands, WriteTitle } from './writing-steps';

interface StartPetitionProps extends StartingHouse {
  readonly bounds: TermsBounds;
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  /** A programme that it was started from. */
  readonly about: string | null;
  /** Addresses of this page, and of the one that its words open. */
  readonly address: string;
  readonly mine: string;
  /** When it comes to the moderators, in words. */
  readonly nextCount: ReactNode;
}

const writing = ['title', 'ask', 'background', 'terms'] as const satisfies readonly WritingStep[];
type Step = WritingStep | 'check' | 'words' | 'send';

const titles: Readonly<Record<Step, string>> = {
  title: 'Title',
  ask: 'What we ask',
  background: 'Background and closing day',
  terms: 'How it runs',
  check: 'Check it',
  words: 'Keep its words',
  send: 'Send it',
};
const steps = Object.keys(titles) as Step[];

/** Starting a petition unseen: written and kept on this device alone, checked, given its words, proved and sent. */
export function StartPetition(props: StartPetitionProps) {
  const { bounds, programmes, about, address, mine, nextCount, ...house } = props;
  const { state, look } = useKeptKey('member');
  const prover = useProver();
  const { phase, setPhase, send } = useStarting(house, prover);
  const { draft, keep, forget } = useDeviceDraft(about);
  const [step, setStep] = useState<Step>('title');
  const [words, setWords] = useState<Uint8Array | null>(null);
  const heading = useFocusOn(step);
  const today = house.now.slice(0, 10);
  if (!draft) return <p className="soft">Looking for a draft on this device …</p>;

  const back = () => {
    setStep(steps[steps.indexOf(step) - 1] ?? 'title');
  };
  const form = {
    draft,
    onKeep: keep,
    onBack: back,
    onDone: (part: Partial<DeviceDraft>) => {
      keep(part);
      setStep(steps[steps.indexOf(step) + 1] ?? 'check');
    },
  };
  const read = petitionOf(draft, bounds, today);
  const done = phase.kind === 'done';
  return (
    <>
      <Steps steps={steps.map((each) => ({ label: titles[each] }))} current={steps.indexOf(step)} />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {done ? 'It is on its way' : titles[step]}
      </h2>
      {writing.some((each) => each === step) && (
        <div className="stack stack--loose">
          <div className="stack stack--tight">
            <WriteElsewhere address={address} />
            <p className="small soft">
              What you write is kept on this device, as you type, and nowhere else, until you send or delete it.
            </p>
          </div>
          {step === 'title' && <WriteTitle {...form} />}
          {step === 'ask' && <WriteDemands {...form} />}
          {step === 'background' && <WriteBackground {...form} {...{ programmes, today }} />}
          {step === 'terms' && <ChooseTerms {...form} bounds={bounds} />}
        </div>
      )}
      {step === 'check' && (
        <CheckOpening
          {...{ draft, bounds, programmes, today, state, address }}
          crowd={house.crowd}
          onMend={setStep}
          onDelete={() => {
            forget();
            setStep('title');
          }}
          onWords={() => {
            setWords(words ?? crypto.getRandomValues(new Uint8Array(16)));
            setStep('words');
          }}
        />
      )}
      {step === 'words' && words && (
        <>
          <ReceiptWords
            words={entropyToWords(words).split(' ')}
            lead="With these words you come back, on any device: to see what moderators decided, to post news, to end it. They were made for this petition alone, and are not those of your key. Nobody else has them, and nobody can give them to you again."
            label="The words of this petition"
            warning="Whoever photographs it, or records this screen, can speak for the petition in your place. Who you are is not in it."
            address={mine}
            onKept={() => {
              setStep('send');
            }}
          />
          <div>
            <Button type="button" tone="quiet" onClick={back}>
              Back
            </Button>
          </div>
        </>
      )}
      {step === 'send' && words && (
        <SendOpening
          {...{ phase, state, look, nextCount, mine, words }}
          organisation={house.organisation}
          live={house.crowd.live}
          ready={prover !== null}
          wantsSponsors={draft.sponsorsWanted > 0}
          onSend={() => {
            if (!('petition' in read)) return;
            void send(read.petition, words).then((taken) => {
              if (taken) forget({ keepShown: true });
            });
          }}
          onBack={() => {
            setPhase({ kind: 'ready' });
            setStep('check');
          }}
        />
      )}
    </>
  );
}

/** The one draft of this device; null until it was looked for. */
function useDeviceDraft(about: string | null) {
  const [draft, setDraft] = useState<DeviceDraft | null>(null);
  const store = useRef<DraftStore | null>(null);
  useEffect(() => {
    let gone = false;
    void draftOnDevice()
      .then(async (opened) => {
        store.current = opened;
        return opened.read();
      })
      .catch(() => null)
      .then((kept) => {
        if (!gone) setDraft(kept ?? { ...emptyDraft, programmeId: about });
      });
    return () => {
      gone = true;
    };
  }, [about]);
  return {
    draft,
    keep: (part: Partial<DeviceDraft>) => {
      const next = { ...(draft ?? emptyDraft), ...part };
      setDraft(next);
      void store.current?.write(next).catch(() => undefined);
    },
    /** From the device at once; with `keepShown` the page still says what was sent. */
    forget: ({ keepShown = false } = {}) => {
      if (!keepShown) setDraft(emptyDraft);
      void store.current?.forget().catch(() => undefined);
    },
  };
}

/** A new step begins with its heading, for whoever hears the page; the first is found by itself. */
function useFocusOn(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) heading.current?.focus();
    moved.current = true;
  }, [step]);
  return heading;
}
