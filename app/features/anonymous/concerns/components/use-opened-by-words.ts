import { useCallback, useEffect, useRef, useState } from 'react';
import { pageDays } from '../page-clock';

/** What a page holds that twelve words open: all of it in memory, for as long as it is open. */
export type OpenedState<Keys, Found, Why> =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'nothing'; readonly keys: Keys }
  | { readonly kind: 'open'; readonly keys: Keys; readonly found: Found }
  | { readonly kind: 'failed'; readonly keys: Keys; readonly why: Why };

export interface OpenedByWords<Keys, Found, Why> {
  readonly state: OpenedState<Keys, Found, Why>;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: () => string;
  readonly open: (entropy: Uint8Array) => Promise<void>;
  /** Asks again with the same words. */
  readonly reload: () => Promise<void>;
  readonly close: () => void;
}

interface Opening<Keys, Found, Why> {
  /** Instant at which the page was made. */
  readonly now: string;
  /** All that the words stand for. It must stay the same function, as the other two. */
  readonly keysOf: (entropy: Uint8Array) => Keys | Promise<Keys>;
  /** Null where there is nothing under these words. */
  readonly ask: (keys: Keys, today: string) => Promise<Found | null>;
  readonly explain: (error: unknown) => Why;
}

/** Opens something with its words, which never leave the page; everything goes when it is closed or left. */
export function useOpenedByWords<Keys, Found, Why>({
  now,
  keysOf,
  ask,
  explain,
}: Opening<Keys, Found, Why>): OpenedByWords<Keys, Found, Why> {
  const [state, setState] = useState<OpenedState<Keys, Found, Why>>({ kind: 'closed' });
  const days = useRef<(() => string) | null>(null);
  days.current ??= pageDays(now);
  const today = days.current;
  // What is asked for later wins; what was closed meanwhile stays closed.
  const turn = useRef(0);

  const lookUp = useCallback(
    async (keys: Keys) => {
      const mine = (turn.current += 1);
      let next: OpenedState<Keys, Found, Why>;
      try {
        const found = await ask(keys, today());
        next = found === null ? { kind: 'nothing', keys } : { kind: 'open', keys, found };
      } catch (error) {
        next = { kind: 'failed', keys, why: explain(error) };
      }
      if (turn.current === mine) setState(next);
    },
    [ask, explain, today],
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
      await lookUp(await keysOf(entropy));
    },
    async reload() {
      if ('keys' in state) await lookUp(state.keys);
    },
  };
}
