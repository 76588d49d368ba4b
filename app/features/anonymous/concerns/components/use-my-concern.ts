import { useCallback, useEffect, useRef, useState } from 'react';
import { wordsToEntropy } from '~/crypto/words';
import { pageDays } from '../page-clock';
import { refusalOf, type Refusal } from '../raising-refusals';
import { readConversation, type ReadConversation } from '../read-conversation';
import { receiptOf, type Receipt } from '../receipt';

/** What the page holds of a concern: all of it in memory, for as long as it is open. */
export type MyConcernState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'nothing'; readonly receipt: Receipt }
  | { readonly kind: 'open'; readonly receipt: Receipt; readonly conversation: ReadConversation }
  | { readonly kind: 'failed'; readonly receipt: Receipt; readonly why: Refusal };

export interface MyConcern {
  readonly state: MyConcernState;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: () => string;
  readonly open: (entropy: Uint8Array) => Promise<void>;
  /** Asks again with the same words. */
  readonly reload: () => Promise<void>;
  readonly close: () => void;
}

/** Opens a concern with its receipt words, which never leave the page; everything goes when it is closed or left. */
export function useMyConcern({ organisation, now }: { organisation: string; now: string }): MyConcern {
  const [state, setState] = useState<MyConcernState>({ kind: 'closed' });
  const days = useRef<(() => string) | null>(null);
  days.current ??= pageDays(now);
  const today = days.current;
  // What is asked for later wins; what was closed meanwhile stays closed.
  const turn = useRef(0);

  const ask = useCallback(
    async (receipt: Receipt) => {
      const mine = (turn.current += 1);
      const found = await lookUp(receipt, { organisation, today });
      if (turn.current === mine) setState(found);
    },
    [organisation, today],
  );
  const close = useCallback(() => {
    turn.current += 1;
    setState({ kind: 'closed' });
  }, []);
  useEffect(() => {
    window.addEventListener('pagehide', close);
    return () => {
      window.removeEventListener('pagehide', close);
    };
  }, [close]);

  return {
    state,
    today,
    close,
    async open(entropy) {
      setState({ kind: 'opening' });
      await ask(await receiptOf(entropy));
    },
    async reload() {
      if ('receipt' in state) await ask(state.receipt);
    },
  };
}

async function lookUp(
  receipt: Receipt,
  { organisation, today }: { organisation: string; today: () => string },
): Promise<MyConcernState> {
  try {
    const conversation = await readConversation(receipt, { organisation, day: today() });
    return conversation ? { kind: 'open', receipt, conversation } : { kind: 'nothing', receipt };
  } catch (error) {
    return { kind: 'failed', receipt, why: refusalOf(error) };
  }
}

/** The words in the fragment of this address, which is emptied at once so that nothing of them stays in the history. */
export function wordsInAddress(): Uint8Array | null {
  const words = window.location.hash.slice(1).replaceAll('-', ' ');
  if (words === '') return null;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  try {
    return wordsToEntropy(words);
  } catch {
    return null;
  }
}
