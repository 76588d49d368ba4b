import { useCallback, useEffect, useState } from 'react';
import { keptKey, lockKey, openedKey, type KeySummary } from '~/platform/key-vault/vault';
import { VaultError } from '~/platform/key-vault/vault-error';

/** What is known of the key on this device: nothing yet, no storage, none kept, or one that is locked or open. */
export type KeyState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'no-storage' }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly key: KeySummary }
  | { readonly kind: 'open'; readonly commitment: string; readonly kept: boolean };

/** Watches the key on this device. Call `look` after anything that may have changed it. */
export function useKeptKey(): { state: KeyState; look: () => Promise<void> } {
  const [state, setState] = useState<KeyState>({ kind: 'looking' });
  const look = useCallback(async () => {
    setState(await currentState());
  }, []);
  useEffect(() => {
    void look();
    // A page that is left may be kept whole, to come back to: then without the key.
    const relook = (event: PageTransitionEvent) => {
      if (event.persisted) void look();
    };
    window.addEventListener('pagehide', lockKey);
    window.addEventListener('pageshow', relook);
    return () => {
      window.removeEventListener('pagehide', lockKey);
      window.removeEventListener('pageshow', relook);
    };
  }, [look]);
  return { state, look };
}

async function currentState(): Promise<KeyState> {
  const open = openedKey();
  try {
    const kept = await keptKey();
    if (open) return { kind: 'open', commitment: open.commitment, kept: kept?.commitment === open.commitment };
    return kept ? { kind: 'locked', key: kept } : { kind: 'none' };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return open ? { kind: 'open', commitment: open.commitment, kept: false } : { kind: 'no-storage' };
  }
}
