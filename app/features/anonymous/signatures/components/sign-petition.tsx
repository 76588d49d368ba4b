import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { DeviceLedger, LedgerView } from '~/features/published/ledger-on-device/device-ledger';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import type { Prover } from '~/features/published/registers/components/prover';
import { useProver } from '~/features/published/registers/components/prover';
import { openedKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import { Steps } from '~/ui/steps';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { actOnPetition, type ActingResult, type PetitionText } from '../act-on-petition';
import { explain, type Explanation } from '../acting-words';
import { receiptKeeper } from '../kept-acts';
import { ActingProgress, type Progress } from './acting-progress';
import { CrowdWords, DeviceSafety, type CrowdFacts } from './before-signing';
import { KeyForSigning } from './key-for-signing';
import { Outcome } from './outcome';
import { ContinueOnPhone } from './continue-on-phone';

export interface SignPetitionProps {
  readonly petition: PetitionText;
  readonly organisation: string;
  /** C2SP vkey of signature receipts. */
  readonly receiptKey: string;
  readonly crowd: CrowdFacts;
  readonly signAddress: string;
  /** 0 where it needs none. */
  readonly criticalMass: number;
  /** When it will be counted, in words. */
  readonly counted: ReactNode;
}

type Phase =
  | { readonly kind: 'before' }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'ended'; readonly result: ActingResult }
  | {
      readonly kind: 'failed';
      readonly action: SignatureAction;
      readonly acts: number | null;
      readonly why: Explanation;
    };

/** Everything after "I have read it": opening the key, signing or withdrawing, and what came of it. */
export function SignPetition(props: SignPetitionProps) {
  const { state, look } = useKeptKey('member');
  const prover = useProver();
  const ledger = useDeviceLedger();
  const [phase, setPhase] = useState<Phase>({ kind: 'before' });
  const heading = useRef<HTMLHeadingElement>(null);
  const phaseKind = phase.kind;
  useEffect(() => {
    if (phaseKind !== 'before') heading.current?.focus();
  }, [phaseKind]);

  async function act(action: SignatureAction, acts: number | null = null) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const person = { entropy: key.entropy, commitment: key.publicName };
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      const tools = {
        ...toolsOf(props, prover, report),
        ledger,
        receipts: receiptKeeper(key, { title: props.petition.title, criticalMass: props.criticalMass }, sizeOf(ledger)),
      };
      const result = await actOnPetition(props.petition, person, action, tools, acts);
      setPhase({ kind: 'ended', result });
    } catch (error) {
      setPhase({ kind: 'failed', action, acts, why: explain(error) });
    }
  }

  return (
    <>
      <Steps
        steps={[{ label: 'Read' }, { label: 'Check' }, { label: 'Sign' }]}
        current={phaseKind === 'before' ? 1 : 2}
      />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {titleOf(phase)}
      </h2>
      {phase.kind === 'before' && <Before {...props} state={state} look={look} ready={prover !== null} act={act} />}
      {phase.kind === 'acting' && <ActingProgress progress={phase.progress} />}
      {phase.kind === 'ended' && (
        <Outcome
          result={phase.result}
          petitionId={props.petition.id}
          counted={props.counted}
          onAgain={(acts) => void act('sign', acts)}
        />
      )}
      {phase.kind === 'failed' && (
        <Notice tone="error" title={phase.why.title}>
          <p>{phase.why.text}</p>
          {phase.why.again && (
            <Button type="button" tone="secondary" onClick={() => void act(phase.action, phase.acts)}>
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
  counted,
  signAddress,
  state,
  look,
  ready,
  act,
}: SignPetitionProps & {
  state: KeyState;
  look: () => Promise<void>;
  ready: boolean;
  act: (action: SignatureAction) => Promise<void>;
}) {
  const open = state.kind === 'open';
  return (
    <div className="stack">
      <CrowdWords crowd={crowd} />
      <p>
        What becomes public: one more signature, with a number that leads to nobody, and a proof that it comes from one
        of them. It is counted {counted}.
      </p>
      <DeviceSafety state={state} phoneLink={<ContinueOnPhone address={signAddress} />} />
      <KeyForSigning state={state} onOpen={() => void look()} />
      {open && (
        <div className="stack">
          <Button type="button" wide disabled={!ready} onClick={() => void act('sign')}>
            {ready ? `Sign as one of ${formatCount(crowd.live)}` : 'Getting ready …'}
          </Button>
          <details className="sign__withdraw">
            <summary>I signed earlier and want to withdraw</summary>
            <div className="stack">
              <p>
                Your signature is no longer counted from the next publication on. Both acts stay public, without a name;
                acting again narrows the crowd to those who did the same.
              </p>
              <div>
                <Button type="button" tone="secondary" disabled={!ready} onClick={() => void act('withdraw')}>
                  Withdraw my signature
                </Button>
              </div>
            </div>
          </details>
        </div>
      )}
    </div>
  );
}

function toolsOf(props: SignPetitionProps, prover: Prover, report: (progress: Progress) => void) {
  return {
    organisation: props.organisation,
    receiptKey: props.receiptKey,
    crowd: props.crowd,
    prove: prover((share) => {
      report({ stage: 'proof', share });
    }),
    onStage: (stage: 'register' | 'proof' | 'sending') => {
      report({ stage });
    },
  };
}

/** How many entries the ledger has, as far as that can be read now. */
function sizeOf(ledger: DeviceLedger) {
  const sizeIn = (view: Promise<LedgerView>) => view.then(({ state }) => state.size).catch(() => null);
  return { known: () => sizeIn(ledger.view()), newest: () => sizeIn(ledger.newest()) };
}

function titleOf(phase: Phase): string {
  switch (phase.kind) {
    case 'before':
      return 'Before you sign';
    case 'acting':
      return 'Your device is at work';
    case 'failed':
      return 'Not done yet';
    case 'ended':
      return endings[phase.result.kind];
  }
}

const endings: Readonly<Record<ActingResult['kind'], string>> = {
  done: 'Done',
  stands: 'Nothing to do',
  'nothing-to-withdraw': 'Nothing to withdraw',
  'withdrawn-before': 'You withdrew before',
};
