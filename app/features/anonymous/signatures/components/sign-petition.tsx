import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { DeviceLedger, LedgerView } from '~/features/published/ledger-on-device/device-ledger';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { useProver } from '~/features/published/registers/components/prover';
import type { DisclosedUnits } from '~/features/published/units/offered-units';
import { openedKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import { Steps } from '~/ui/steps';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { UnitChoice } from '../../units/components/unit-choice';
import type { UnitToDisclose } from '../../units/path-in-unit';
import { toldToSigners } from '../../units/unit-words';
import { actOnPetition, type ActingResult, type PetitionText } from '../act-on-petition';
import { explain, type Explanation } from '../acting-words';
import { receiptKeeper } from '../kept-acts';
import { ActingProgress, type Progress } from './acting-progress';
import { CrowdWords, DeviceSafety, type CrowdFacts } from './before-signing';
import { KeyForSigning } from './key-for-signing';
import { Outcome } from './outcome';
import { ContinueOnPhone } from './continue-on-phone';
import { proofsInTurn } from './proofs-in-turn';

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
  /** What is published of units that were disclosed with signatures, in one object that stays. */
  readonly disclosed: DisclosedUnits;
}

/** What one wants to do. */
interface Wish {
  readonly action: SignatureAction;
  /** How often the key has acted, where that is known. */
  readonly acts?: number;
  readonly unit?: UnitToDisclose | null;
}

type Phase =
  | { readonly kind: 'before' }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'ended'; readonly wish: Wish; readonly result: ActingResult }
  | { readonly kind: 'failed'; readonly wish: Wish; readonly why: Explanation };

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

  async function act(wish: Wish) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const person = { entropy: key.entropy, commitment: key.publicName };
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      const tools = {
        ...{ organisation: props.organisation, receiptKey: props.receiptKey, crowd: props.crowd, ledger },
        ...proofsInTurn(prover, report, wish.unit ? 2 : 1),
        receipts: receiptKeeper(key, { title: props.petition.title, criticalMass: props.criticalMass }, sizeOf(ledger)),
      };
      const result = await actOnPetition(props.petition, person, wish.action, tools, wish);
      setPhase({ kind: 'ended', wish, result });
    } catch (error) {
      setPhase({ kind: 'failed', wish, why: explain(error) });
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
          minimum={props.crowd.minimum}
          unit={phase.wish.unit ?? null}
          onAgain={(acts) => void act({ action: 'sign', acts })}
        />
      )}
      {phase.kind === 'failed' && (
        <Notice tone="error" title={phase.why.title}>
          <p>{phase.why.text}</p>
          <div className="cluster">
            {phase.why.again && (
              <Button type="button" tone="secondary" onClick={() => void act(phase.wish)}>
                Try again
              </Button>
            )}
            {phase.wish.unit && (
              <Button
                type="button"
                tone="quiet"
                onClick={() => {
                  setPhase({ kind: 'before' });
                }}
              >
                Back to the choice
              </Button>
            )}
          </div>
        </Notice>
      )}
    </>
  );
}

interface BeforeProps extends SignPetitionProps {
  readonly state: KeyState;
  readonly look: () => Promise<void>;
  readonly ready: boolean;
  readonly act: (wish: Wish) => Promise<void>;
}

function Before(props: BeforeProps) {
  const { crowd, counted, signAddress, state, look } = props;
  return (
    <div className="stack">
      <CrowdWords crowd={crowd} />
      <p>
        What becomes public: one more signature, with a number that leads to nobody, and a proof that it comes from one
        of them. It is counted {counted}.
      </p>
      <DeviceSafety state={state} phoneLink={<ContinueOnPhone address={signAddress} />} />
      <KeyForSigning state={state} onOpen={() => void look()} />
      {state.kind === 'open' && <SignForm {...props} commitment={state.publicName} />}
    </div>
  );
}

function SignForm({ petition, crowd, disclosed, commitment, ready, act }: BeforeProps & { commitment: string }) {
  const [unit, setUnit] = useState<UnitToDisclose | null>(null);
  const [looked, setLooked] = useState(false);
  const onLooked = useCallback(() => {
    setLooked(true);
  }, []);
  return (
    <div className="stack">
      <UnitChoice
        register={petition.register}
        {...{ commitment, crowd, disclosed }}
        told={toldToSigners(crowd.minimum)}
        otherwise="You sign as any employee"
        onChoose={setUnit}
        onLooked={onLooked}
      />
      <Button type="button" wide disabled={!ready || !looked} onClick={() => void act({ action: 'sign', unit })}>
        {ready && looked ? `Sign as one of ${formatCount(unit?.live ?? crowd.live)}` : 'Getting ready …'}
      </Button>
      <details className="sign__withdraw">
        <summary>I signed earlier and want to withdraw</summary>
        <div className="stack">
          <p>
            Your signature is no longer counted from the next publication on. Both acts stay public, without a name;
            acting again narrows the crowd to those who did the same. A unit that you named is forgotten where it is not
            shown yet; where it is, everybody can see that somebody of it withdrew.
          </p>
          <div>
            <Button type="button" tone="secondary" disabled={!ready} onClick={() => void act({ action: 'withdraw' })}>
              Withdraw my signature
            </Button>
          </div>
        </div>
      </details>
    </div>
  );
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
