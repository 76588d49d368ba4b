import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { useProver } from '~/features/published/registers/components/prover';
import type { HandlerKey } from '~/features/published/handlers/handler-key';
import { Button } from '~/ui/button';
import { useLeaveGuard } from '~/ui/leave-guard';
import { Steps } from '~/ui/steps';
import { emptyDraft, isWritten, type ChoosableProgramme, type ConcernDraft } from '../concern-draft';
import { cleanedOf } from '../file-list';
import { problemsOf, raisingSteps, stepBeside, stepNumber, type RaisingStep, type StepFacts } from '../raising-steps';
import { ChooseFiles } from './chosen-file-list';
import { CopyDraft } from './copy-draft';
import { ReceiptWords } from './receipt-words';
import { SendConcern, sendingTitle } from './send-concern';
import { StepAbout, StepKind } from './step-about';
import { StepCheck } from './step-check';
import { StepReaders } from './step-readers';
import { StepSafety } from './step-safety';
import { StepTell } from './step-tell';
import { useChosenFiles, useConcernWorker } from './use-chosen-files';
import { useRaising, type RaisingHouse } from './use-raising';

export interface RaiseConcernProps extends RaisingHouse {
  readonly programmes: readonly ChoosableProgramme[];
  /** Chosen already, by the link that led here. */
  readonly start: Pick<ConcernDraft, 'isChosen' | 'programme' | 'field'>;
  readonly handlers: readonly HandlerKey[];
  readonly publicUrl: string;
  /** The deadlines of a concern that is raised today, in words. */
  readonly acknowledgeBy: ReactNode;
  readonly answerBy: ReactNode;
  /** Whether leaving would lose something. */
  readonly onAtStake: (atStake: boolean) => void;
}

/** Raising a concern, step by step. Everything typed lives in this component's memory and nowhere else. */
export function RaiseConcernSteps(props: RaiseConcernProps) {
  const { programmes, handlers, crowd, publicUrl, onAtStake } = props;
  const [step, setStep] = useState<RaisingStep>('about');
  const [draft, setDraft] = useState<ConcernDraft>({ ...emptyDraft, ...props.start });
  const [tried, setTried] = useState(false);
  const [kept, setKept] = useState(false);
  const run = useConcernWorker();
  const chosen = useChosenFiles(run);
  const key = useKeptKey('member');
  const prover = useProver();
  const raising = useRaising(props, run, prover);
  const { kind: phase } = raising.phase;
  const heading = useHeadingFocus(step === 'send' ? `send ${phase}` : step);

  const whole: ConcernDraft = { ...draft, files: cleanedOf(chosen.files) };
  const facts: StepFacts = {
    handlers: handlers.map(({ fingerprint }) => fingerprint),
    cleaning: chosen.files.some(({ state }) => state.kind === 'cleaning'),
    keyOpen: key.state.kind === 'open',
  };
  const problems = tried ? problemsOf(step, whole, facts) : [];
  // Once interrupted it lies encrypted on the device and goes on after a reload.
  const atStake = phase !== 'done' && phase !== 'interrupted' && isWritten(whole);
  useLeaveGuard(atStake);
  useEffect(() => {
    onAtStake(atStake);
  }, [atStake, onAtStake]);
  const { clear } = chosen;
  useEffect(() => {
    if (phase !== 'done') return;
    setDraft(emptyDraft);
    clear();
  }, [phase, clear]);

  const change = (changed: Partial<ConcernDraft>) => {
    setDraft((before) => ({ ...before, ...changed }));
  };
  const goTo = (next: RaisingStep) => {
    setTried(false);
    setStep(next);
    window.scrollTo({ top: 0 });
  };
  const goOn = () => {
    if (problemsOf(step, whole, facts).length > 0) setTried(true);
    else goTo(step === 'check' && kept ? 'send' : stepBeside(step, 1));
  };
  const shared = { draft: whole, change, problems };
  const elsewhere = `${publicUrl}/concerns/new`;

  return (
    <div className="raise">
      <Steps steps={raisingSteps} current={stepNumber(step)} />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {step === 'send' ? sendingTitle(phase) : raisingSteps[stepNumber(step)]?.title}
      </h2>
      <div>
        {step === 'about' && <StepAbout {...shared} programmes={programmes} elsewhere={elsewhere} />}
        {step === 'kind' && <StepKind {...shared} />}
        {step === 'tell' && <StepTell {...shared} />}
        {step === 'files' && (
          <div className="stack">
            <p>
              If there are any. Each is cleaned on this device before it is encrypted: the place, the camera, names and
              hidden pictures are taken out, and you see what was.
            </p>
            <ChooseFiles chosen={chosen} id="files" errors={problems.map(({ message }) => message)} />
          </div>
        )}
        {step === 'readers' && <StepReaders {...shared} handlers={handlers} />}
        {step === 'safety' && <StepSafety {...key} live={crowd.live} address={elsewhere} problems={problems} />}
        {step === 'check' && <StepCheck draft={whole} handlers={handlers} />}
        {step === 'words' && (
          <ReceiptWords
            words={raising.words}
            lead="With these words you come back, on any device: to read the answer, to write on, to show that you filed. They are not the words of your key. Nobody else has them, and nobody can give them to you again."
            label="Your receipt words"
            warning="Whoever photographs it, or records this screen, can read the conversation and write in your place."
            address={`${publicUrl}/concerns/mine`}
            onKept={() => {
              setKept(true);
              goTo('send');
            }}
          />
        )}
        {step === 'send' && (
          <SendConcern
            {...props}
            raising={raising}
            ready={prover !== null}
            onSend={() => void raising.send(whole, facts.handlers)}
            onBack={() => {
              raising.reset();
              goTo('check');
            }}
          />
        )}
      </div>
      {step !== 'send' && (
        <div className="form-actions">
          {step !== 'words' && (
            <Button type="button" onClick={goOn}>
              Go on
            </Button>
          )}
          {step !== 'about' && (
            <Button
              type="button"
              tone="quiet"
              onClick={() => {
                goTo(stepBeside(step, -1));
              }}
            >
              Back
            </Button>
          )}
        </div>
      )}
      {atStake && <CopyDraft draft={whole} />}
    </div>
  );
}

/** The heading of a new step takes the focus, so that screen readers say where one is. */
function useHeadingFocus(step: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus({ preventScroll: true });
  }, [step]);
  return heading;
}
