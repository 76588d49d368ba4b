import { useRef, useState } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { Prover } from '~/features/published/registers/components/prover';
import { openedKey } from '~/platform/key-vault/vault';
import { demoFloors } from '~/platform/settings';
import { pageDays } from '../../concerns/page-clock';
import { standOn } from '../../concerns/stand-on-register';
import type { Explanation } from '../../signatures/acting-words';
import type { Progress } from '../../signatures/components/acting-progress';
import { openPetition, type PetitionToOpen } from '../open-petition';
import { explainOpening } from '../organizing-words';

/** Where sending a petition stands. */
export type SendingPhase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: Explanation };

export interface StartingHouse {
  readonly organisation: string;
  /** Keys on the register, as the person was told, and the smallest crowd that one may act in. */
  readonly crowd: { readonly live: number; readonly minimum: number };
  /** Instant at which the page was made. */
  readonly now: string;
}

/** The way of one petition from its check to the server. */
export function useStarting({ organisation, crowd, now }: StartingHouse, prover: Prover | null) {
  const [phase, setPhase] = useState<SendingPhase>({ kind: 'ready' });
  const today = useRef<(() => string) | null>(null);
  today.current ??= pageDays(now);
  const days = today.current;
  const ledger = useDeviceLedger();

  /** @returns whether it was taken */
  async function send(petition: PetitionToOpen, words: Uint8Array): Promise<boolean> {
    const key = openedKey('member');
    if (!key || !prover) return false;
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      await openPetition(
        petition,
        words,
        { entropy: key.entropy, commitment: key.publicName },
        {
          organisation,
          today: days,
          // Whoever named the crowd also named the minimum: the floor is ours.
          standOn: (day, commitment) =>
            standOn(day, commitment, { least: Math.max(crowd.live, crowd.minimum, demoFloors.minimum), ledger }),
          prove: prover((share) => {
            report({ stage: 'proof', share });
          }),
          onStage: (stage) => {
            report({ stage });
          },
        },
      );
      setPhase({ kind: 'done' });
      return true;
    } catch (error) {
      setPhase({ kind: 'failed', why: explainOpening(error) });
      return false;
    }
  }

  return { phase, setPhase, send };
}
