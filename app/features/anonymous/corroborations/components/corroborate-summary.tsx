import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Corroboration } from '~/crypto/semaphore/statement';
import { useKeptKey, type KeyState } from '~/features/published/registers/components/kept-key';
import { useProver, type Prover } from '~/features/published/registers/components/prover';
import { choices } from '~/features/published/summaries/choices';
import { choiceHints, choiceWords } from '~/features/published/summaries/summary-words';
import { openedKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import { Steps } from '~/ui/steps';
import type { Explanation } from '../../signatures/acting-words';
import { ActingProgress, type Progress } from '../../signatures/components/acting-progress';
import { CrowdWords, DeviceSafety, type CrowdFacts } from '../../signatures/components/before-signing';
import { ContinueOnPhone } from '../../signatures/components/continue-on-phone';
import { KeyForSigning } from '../../signatures/components/key-for-signing';
import { corroborate, type CorroborationResult, type SummaryOnScreen } from '../corroborate';
import { explainCorroborating } from '../corroborating-words';
import { CorroborationOutcome } from './corroboration-outcome';

export interface CorroborateSummaryProps {
  readonly summary: SummaryOnScreen;
  readonly organisation: string;
  readonly crowd: CrowdFacts;
  /** Of this page. */
  readonly address: string;
  /** When it is counted next, in words. */
  readonly nextCount: ReactNode;
}

type Phase =
  | { readonly kind: 'before' }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'ended'; readonly choice: Corroboration; readonly result: CorroborationResult }
  | {
      readonly kind: 'failed';
      readonly choice: Corroboration;
      readonly acts: number | null;
      readonly why: Explanation;
    };

/** Everything after "I have read it": opening the key, choosing, and what came of it. */
export function CorroborateSummary(props: CorroborateSummaryProps) {
  const { state, look } = useKeptKey('member');
  const prover = useProver();
  const [phase, setPhase] = useState<Phase>({ kind: 'before' });
  const heading = useRef<HTMLHeadingElement>(null);
  const phaseKind = phase.kind;
  useEffect(() => {
    if (phaseKind !== 'before') heading.current?.focus();
  }, [phaseKind]);

  async function act(choice: Corroboration, acts: number | null = null) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const person = { entropy: key.entropy, commitment: key.publicName };
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      const result = await corroborate(props.summary, person, choice, toolsOf(props, prover, report), acts);
      setPhase({ kind: 'ended', choice, result });
    } catch (error) {
      setPhase({ kind: 'failed', choice, acts, why: explainCorroborating(error) });
    }
  }

  return (
    <>
      <Steps
        steps={[{ label: 'Read' }, { label: 'Check' }, { label: 'Say it' }]}
        current={phaseKind === 'before' ? 1 : 2}
      />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {titleOf(phase)}
      </h2>
      {phase.kind === 'before' && <Before {...props} state={state} look={look} ready={prover !== null} act={act} />}
      {phase.kind === 'acting' && <ActingProgress progress={phase.progress} />}
      {phase.kind === 'ended' && (
        <CorroborationOutcome
          result={phase.result}
          choice={phase.choice}
          summaryId={props.summary.id}
          minimum={props.crowd.minimum}
          nextCount={props.nextCount}
          onReplace={(acts) => void act(phase.choice, acts)}
          onOther={() => {
            setPhase({ kind: 'before' });
          }}
        />
      )}
      {phase.kind === 'failed' && (
        <Notice tone="error" title={phase.why.title}>
          <p>{phase.why.text}</p>
          {phase.why.again && (
            <Button type="button" tone="secondary" onClick={() => void act(phase.choice, phase.acts)}>
              Try again
            </Button>
          )}
        </Notice>
      )}
    </>
  );
}

function Before({
  crowd,
  nextCount,
  address,
  state,
  look,
  ready,
  act,
}: CorroborateSummaryProps & {
  state: KeyState;
  look: () => Promise<void>;
  ready: boolean;
  act: (choice: Corroboration) => Promise<void>;
}) {
  const [choice, setChoice] = useState<Corroboration | null>(null);
  return (
    <div className="stack">
      <CrowdWords crowd={crowd} />
      <p>
        What becomes public: what you chose, with a number that leads to nobody, and a proof that it comes from one of
        them. It is published {nextCount} if at least {formatCount(crowd.minimum)} chose the same by then, and waits
        otherwise: until then nobody sees it. Afterwards it stays public, without a name.
      </p>
      <DeviceSafety act="This" state={state} phoneLink={<ContinueOnPhone address={address} />} />
      <KeyForSigning state={state} onOpen={() => void look()} />
      {state.kind === 'open' && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (choice) void act(choice);
          }}
        >
          <RadioCards
            legend="What do you know of it?"
            name="choice"
            hint="You can change it later."
            onChange={(value) => {
              setChoice(choices.find((each) => each === value) ?? null);
            }}
            choices={choices.map((value) => ({ value, label: choiceWords[value], hint: choiceHints[value] }))}
          />
          <Button wide disabled={!ready || choice === null}>
            {ready ? `Say it as one of ${formatCount(crowd.live)}` : 'Getting ready …'}
          </Button>
        </form>
      )}
    </div>
  );
}

function toolsOf(props: CorroborateSummaryProps, prover: Prover, report: (progress: Progress) => void) {
  return {
    organisation: props.organisation,
    crowd: props.crowd,
    prove: prover((share) => {
      report({ stage: 'proof', share });
    }),
    onStage: (stage: Progress['stage']) => {
      report({ stage });
    },
  };
}

function titleOf(phase: Phase): string {
  switch (phase.kind) {
    case 'before':
      return 'Before you say anything';
    case 'acting':
      return 'Your device is at work';
    case 'failed':
      return 'Not done yet';
    case 'ended':
      return phase.result.kind === 'done' ? 'Done' : 'You chose before';
  }
}
