import { useCallback, useEffect, useState } from 'react';
import { keptKey, lockKey, openedKey, type KeySummary, type VaultSlot } from '~/platform/key-vault/vault';
import { VaultError } from '~/platform/key-vault/vault-error';

/** What is known of the key on this device: nothing yet, no storage, none kept, or one that is locked or open. */
export type KeyState =
  | { readonly kind: 'looking' }
  | { readonly kind: 'no-storage' }
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly key: KeySummary }
  | { readonly kind: 'open'; readonly publicName: string; readonly kept: boolean };

/** Watches one key on this device. Call `look` after anything that may have changed it. */
export function useKeptKey(slot: VaultSlot): { state: KeyState; look: () => Promise<void> } {
  const [state, setState] = useState<KeyState>({ kind: 'looking' });
  const look = useCallback(async () => {
    setState(await currentState(slot));
  }, [slot]);
  useEffect(() => {
    void look();
    // A page that is left may be kept whole, to come back to: then without the key.
    const relook = (event: PageTransitionEvent) => {
      if (event.persisted) void look();
    };
    const lockAll = () => {
      lockKey();
    };
    window.addEventListener('pagehide', lockAll);
    window.addEventListener('pageshow', relook);
    return () => {
      window.removeEventListener('pagehide', lockAll);
      window.removeEventListener('pageshow', relook);
    };
  }, [look]);
  return { state, look };
}

async function currentState(slot: VaultSlot): Promise<KeyState> {
  const open = openedKey(slot);
  try {
    const kept = await keptKey(slot);
    if (open) return { kind: 'open', publicName: open.publicName, kept: kept?.publicName === open.publicName };
    return kept ? { kind: 'locked', key: kept } : { kind: 'none' };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return open ? { kind: 'open', publicName: open.publicName, kept: false } : { kind: 'no-storage' };
  }
}
