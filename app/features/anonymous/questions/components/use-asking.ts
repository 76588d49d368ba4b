import { useRef, useState } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { QuestionText } from '~/features/published/questions/question';
import type { Prover } from '~/features/published/registers/components/prover';
import { openedKey } from '~/platform/key-vault/vault';
import { demoFloors } from '~/platform/settings';
import { pageDays } from '../../concerns/page-clock';
import { standOn } from '../../concerns/stand-on-register';
import type { Explanation } from '../../signatures/acting-words';
import type { Progress } from '../../signatures/components/acting-progress';
import { askQuestion } from '../ask-question';
import { explainAsking } from '../asking-words';
import { usedQuestionSlots } from '../used-question-slots';

/** Where asking stands. */
export type AskingPhase =
  | { readonly kind: 'writing' }
  | { readonly kind: 'checking'; readonly text: QuestionText }
  | { readonly kind: 'acting'; readonly progress: Progress }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly text: QuestionText; readonly why: Explanation };

export interface AskingHouse {
  readonly organisation: string;
  /** Keys on the register, as the person was told, and the smallest crowd that one may act in. */
  readonly crowd: { readonly live: number; readonly minimum: number };
  /** Instant at which the page was made. */
  readonly now: string;
}

/** The way of one question from its words to the server. */
export function useAsking({ organisation, crowd, now }: AskingHouse, prover: Prover | null) {
  const [phase, setPhase] = useState<AskingPhase>({ kind: 'writing' });
  const today = useRef<(() => string) | null>(null);
  today.current ??= pageDays(now);
  const days = today.current;
  const ledger = useDeviceLedger();

  async function send(text: QuestionText) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const report = (progress: Progress) => {
      setPhase({ kind: 'acting', progress });
    };
    report({ stage: 'register' });
    try {
      await askQuestion(
        text,
        { entropy: key.entropy, commitment: key.publicName },
        {
          organisation,
          today: days,
          slots: await usedQuestionSlots(),
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
    } catch (error) {
      setPhase({ kind: 'failed', text, why: explainAsking(error) });
    }
  }

  return { phase, setPhase, send };
}
