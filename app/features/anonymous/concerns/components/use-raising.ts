import { useCallback, useRef, useState } from 'react';
import { z } from 'zod';
import { newWords, wordsToEntropy } from '~/crypto/words';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import { readHandlers } from '~/features/published/handlers/read-handlers';
import type { Prover } from '~/features/published/registers/components/prover';
import { openedKey } from '~/platform/key-vault/vault';
import { demoFloors } from '~/platform/settings';
import type { ConcernWorker } from '../concern-worker-client';
import type { ConcernDraft } from '../concern-draft';
import { openOutbox, type OutboxMessage } from '../outbox';
import { pageDays } from '../page-clock';
import { proofOfFiling } from '../proof-of-filing';
import { raiseConcern, type RaisingStage } from '../raise-concern';
import { refusalOf, type Refusal } from '../raising-refusals';
import { receiptOf } from '../receipt';
import { standOn } from '../stand-on-register';
import { UploadInterruptedError } from '../upload-chunks';

/** Where sending stands. */
export type SendingPhase =
  | { readonly kind: 'not-begun' }
  | { readonly kind: 'working'; readonly stage: RaisingStage }
  | { readonly kind: 'done'; readonly proof: string }
  | { readonly kind: 'interrupted'; readonly pending: OutboxMessage }
  | { readonly kind: 'failed'; readonly why: Refusal };

const withManifest = z.object({ manifest: z.string() });

export interface RaisingHouse {
  readonly organisation: string;
  /** Keys on the register, as the person was told, and the smallest crowd that one may act in. */
  readonly crowd: { readonly live: number; readonly minimum: number };
  /** Instant at which the page was made. */
  readonly now: string;
}

/** The words of this concern, made once a page, and the sending of it. */
export function useRaising(house: RaisingHouse, run: ConcernWorker['run'], prover: Prover | null) {
  const [words] = useState(() => newWords().split(' '));
  const [phase, setPhase] = useState<SendingPhase>({ kind: 'not-begun' });
  const today = useRef<(() => string) | null>(null);
  today.current ??= pageDays(house.now);
  const days = today.current;
  const { organisation } = house;
  const ledger = useDeviceLedger();

  async function send(draft: ConcernDraft, shown: readonly string[]) {
    const key = openedKey('member');
    if (!key || !prover) return;
    const report = (stage: RaisingStage) => {
      setPhase({ kind: 'working', stage });
    };
    report({ kind: 'packing', share: 0 });
    try {
      const receipt = await receiptOf(wordsToEntropy(words.join(' ')));
      const outbox = await openOutbox();
      try {
        const { day, manifest } = await raiseConcern(
          { draft, receipt, shown },
          { entropy: key.entropy, commitment: key.publicName },
          {
            organisation,
            today: days,
            handlers: () => readHandlers(organisation),
            outbox,
            worker: { run },
            // Whoever named the crowd also named the minimum: the floor is ours.
            standOn: (onDay, commitment) =>
              standOn(onDay, commitment, {
                least: Math.max(house.crowd.live, house.crowd.minimum, demoFloors.minimum),
                ledger,
              }),
            prove: prover((share) => {
              report({ kind: 'proof', share });
            }),
            onStage: report,
          },
        );
        setPhase({ kind: 'done', proof: proofOfFiling({ organisation, day, manifest }, receipt) });
      } finally {
        outbox.close();
      }
    } catch (error) {
      setPhase(
        error instanceof UploadInterruptedError
          ? { kind: 'interrupted', pending: error.pending }
          : { kind: 'failed', why: refusalOf(error) },
      );
    }
  }

  /** An interrupted upload has arrived after all. */
  const finish = useCallback(
    async ({ day, body }: OutboxMessage) => {
      const { manifest } = withManifest.parse(body);
      const receipt = await receiptOf(wordsToEntropy(words.join(' ')));
      setPhase({ kind: 'done', proof: proofOfFiling({ organisation, day, manifest }, receipt) });
    },
    [organisation, words],
  );

  return {
    words,
    phase,
    send,
    finish,
    /** Back to before sending, where that failed with nothing taken. */
    reset() {
      setPhase({ kind: 'not-begun' });
    },
  };
}
