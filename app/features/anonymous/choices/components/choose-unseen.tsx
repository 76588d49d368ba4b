import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { DisclosedUnits } from '~/features/published/units/offered-units';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import { useKeptKey, type KeyState } from '~/features/published/registers/components/kept-key';
import { useProver } from '~/features/published/registers/components/prover';
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
import { proofsInTurn } from '../../signatures/components/proofs-in-turn';
import { UnitChoice } from '../../units/components/unit-choice';
import type { UnitToDisclose } from '../../units/path-in-unit';
import { toldToWitnesses } from '../../units/unit-words';
import type { Choosable } from '../choosable';
import { choose, type ChoosingResult, type Wish } from '../choose';
import { explainChoosing, type ChoosingWords } from '../choosing-words';
import { ChoosingOutcome } from './choosing-outcome';

export interface ChooseUnseenProps<C extends string> {
  readonly thing: Choosable<C>;
  readonly words: ChoosingWords<C>;
  readonly organisation: string;
  readonly crowd: CrowdFacts;
  /** Of this page. */
  readonly address: string;
  /** When it is counted next, in words. */
  readonly nextCount: ReactNode;
  /** Where the thing itself is read. */
  readonly back: { readonly to: string; readonly words: string };
  /** Where a unit may be disclosed: what is published of those that were, in one object that stays. */
  readonly disclosed?: DisclosedUnits | undefined;
}

type Phase<C extends string> =
  | { readonly kind: 'before' }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'ended'; readonly wish: Wish<C>; readonly result: ChoosingResult<C> }
  | { readonly kind: 'failed'; readonly wish: Wish<C>; readonly why: Explanation };

/** Everything after "I have read it": opening the key, choosing, and what came of it. */
export function ChooseUnseen<C extends string>(props: ChooseUnseenProps<C>) {
  const { words, thing } = props;
  const { state, look } = useKeptKey('member');
  const prover = useProver();
  const ledger = useDeviceLedger();
  const [phase, setPhase] = useState<Phase<C>>({ kind: 'before' });
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const phaseKind = phase.kind;
  useEffect(() => {
    if (phaseKind !== 'before') moved.current = true;
    if (moved.current) heading.current?.focus();
  }, [phaseKind]);

  async function act(wish: Wish<C>) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const person = { entropy: key.entropy, commitment: key.publicName };
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      const result = await choose(thing, person, wish, {
        ...{ organisation: props.organisation, crowd: props.crowd, ledger },
        ...proofsInTurn(prover, report, wish.unit ? 2 : 1),
      });
      setPhase({ kind: 'ended', wish, result });
    } catch (error) {
      setPhase({ kind: 'failed', wish, why: explainChoosing(error, words) });
    }
  }
  const startAgain = () => {
    setPhase({ kind: 'before' });
  };

  return (
    <>
      <Steps
        steps={[{ label: 'Read' }, { label: 'Check' }, { label: words.step }]}
        current={phaseKind === 'before' ? 1 : 2}
      />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {titleOf(phase, words.before)}
      </h2>
      {phase.kind === 'before' && (
        <Before {...props} {...{ state, act }} onLook={() => void look()} ready={prover !== null} />
      )}
      {phase.kind === 'acting' && <ActingProgress progress={phase.progress} />}
      {phase.kind === 'ended' && (
        <ChoosingOutcome
          {...props}
          minimum={props.crowd.minimum}
          result={phase.result}
          wish={phase.wish}
          onReplace={(acts) => void act({ ...phase.wish, acts })}
          onOther={startAgain}
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
            <Button type="button" tone="quiet" onClick={startAgain}>
              Back to the choice
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}

interface BeforeProps<C extends string> extends ChooseUnseenProps<C> {
  readonly state: KeyState;
  readonly onLook: () => void;
  readonly ready: boolean;
  readonly act: (wish: Wish<C>) => Promise<void>;
}

function Before<C extends string>(props: BeforeProps<C>) {
  const { words, crowd, nextCount, address, state, onLook } = props;
  return (
    <div className="stack">
      <CrowdWords crowd={crowd} did={words.did} />
      <p>
        What becomes public: what you chose, with a number that leads to nobody, and a proof that it comes from one of
        them. It is published {nextCount} {words.enough(formatCount(crowd.minimum))}, and waits otherwise: until then no
        page shows it, though whoever reads the database can count. Afterwards it stays public, without a name.
      </p>
      <DeviceSafety act={words.doing} state={state} phoneLink={<ContinueOnPhone address={address} />} />
      <KeyForSigning state={state} onOpen={onLook} />
      {state.kind === 'open' && <ChoiceForm {...props} commitment={state.publicName} />}
    </div>
  );
}

function ChoiceForm<C extends string>({
  thing,
  words,
  crowd,
  ready,
  act,
  disclosed,
  commitment,
}: BeforeProps<C> & { commitment: string }) {
  const [choice, setChoice] = useState<C | null>(null);
  const [unit, setUnit] = useState<UnitToDisclose | null>(null);
  const offersUnit = thing.unitMessage !== null && disclosed !== undefined;
  const [looked, setLooked] = useState(!offersUnit);
  const onLooked = useCallback(() => {
    setLooked(true);
  }, []);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (choice !== null) void act({ choice, unit });
      }}
    >
      <RadioCards
        legend={words.question}
        name="choice"
        hint="You can change it later."
        onChange={(value) => {
          setChoice(thing.choices.find((each) => each === value) ?? null);
        }}
        choices={thing.choices.map((value) => ({
          value,
          label: words.labels[value],
          hint: words.hints[value],
        }))}
      />
      {offersUnit && (
        <div>
          <UnitChoice
            register={thing.register}
            {...{ commitment, crowd, disclosed }}
            told={toldToWitnesses(crowd.minimum)}
            otherwise="You speak as any employee"
            onChoose={setUnit}
            onLooked={onLooked}
          />
        </div>
      )}
      <Button wide disabled={!ready || !looked || choice === null}>
        {ready && looked ? `Say it as one of ${formatCount(unit?.live ?? crowd.live)}` : 'Getting ready …'}
      </Button>
    </form>
  );
}

function titleOf(phase: Phase<string>, before: string): string {
  switch (phase.kind) {
    case 'before':
      return before;
    case 'acting':
      return 'Your device is at work';
    case 'failed':
      return 'Not done yet';
    case 'ended':
      return endedTitles[phase.result.kind];
  }
}

const endedTitles: Readonly<Record<ChoosingResult<string>['kind'], string>> = {
  done: 'Done',
  'chosen-before': 'You chose before',
  'nothing-to-take-back': 'Nothing was changed',
};
