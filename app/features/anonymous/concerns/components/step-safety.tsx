import { KeyForSigning } from '~/features/anonymous/signatures/components/key-for-signing';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import type { StepProblem } from '../raising-steps';
import { ConcernSafety } from './device-safety';

interface StepSafetyProps {
  readonly state: KeyState;
  readonly look: () => Promise<void>;
  /** Keys on the register. */
  readonly live: number;
  readonly address: string;
  readonly problems: readonly StepProblem[];
}

/** How safe it is here, how large the crowd is, what becomes public; and the key, which proves that an employee writes. */
export function StepSafety({ state, look, live, address, problems }: StepSafetyProps) {
  return (
    <div className="stack">
      <ConcernSafety state={state} address={address} />
      <p>
        You vanish in a crowd of <strong>{formatCount(live)}</strong>: everybody whose key is on the register. The proof
        says that one of them writes, and is thrown away once it was checked.
      </p>
      <p>
        What becomes public: nothing but that concerns may have been filed on this day. Each day’s entry in the ledger
        holds the same kind of random numbers, whether anybody wrote or not.
      </p>
      <section className="stack" aria-labelledby="key">
        <h3 id="key" tabIndex={-1}>
          Your key
        </h3>
        {problems.map(({ message }) => (
          <Notice key={message} tone="error" title={message} />
        ))}
        {state.kind === 'open' ? (
          <p>Your key is open in this tab.</p>
        ) : (
          <KeyForSigning state={state} onOpen={() => void look()} />
        )}
      </section>
    </div>
  );
}
