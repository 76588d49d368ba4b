import { useCallback, useEffect, useState } from 'react';
import { useKeptKey, type KeyState } from '~/features/published/registers/components/kept-key';
import { keptKey, openedKey, putHandlerKeyInUse, type KeySummary } from '~/platform/key-vault/vault';
import { VaultError } from '~/platform/key-vault/vault-error';
import { openHandlerKeys, type OpenHandlerKeys } from '../open-handler-keys';

/** What is known of a handler's key on this device. `none`: none of those that are in force for this person. */
export type HandlerKeyState =
  | { readonly kind: 'looking' | 'no-storage' | 'none' }
  | { readonly kind: 'locked'; readonly key: KeySummary }
  | { readonly kind: 'open'; readonly keys: OpenHandlerKeys; readonly kept: boolean };

/**
 * Watches this person's handler's key on this device. Of several in force the first that is here is the one in use.
 * @param mine fingerprints of their keys in force, the one to be used first
 */
export function useHandlerKey(
  organisation: string,
  mine: readonly string[],
): { state: HandlerKeyState; look: () => Promise<void> } {
  const { state: slot, look: lookAtSlot } = useKeptKey('handler');
  const [keys, setKeys] = useState<OpenHandlerKeys | null>(null);
  const wanted = mine.join();
  const look = useCallback(async () => {
    await putMineInUse(wanted === '' ? [] : wanted.split(','));
    await lookAtSlot();
  }, [wanted, lookAtSlot]);
  useEffect(() => {
    void look();
  }, [look]);
  const open = slot.kind === 'open' ? slot.publicName : null;
  useEffect(() => {
    const key = open === null ? null : openedKey('handler');
    if (!key) return;
    let gone = false;
    void openHandlerKeys(organisation, key.entropy).then((read) => {
      if (!gone) setKeys(read);
    });
    return () => {
      gone = true;
    };
  }, [organisation, open]);
  return { state: stateOf(slot, keys, mine), look };
}

function stateOf(slot: KeyState, keys: OpenHandlerKeys | null, mine: readonly string[]): HandlerKeyState {
  switch (slot.kind) {
    case 'locked':
      return mine.includes(slot.key.publicName) ? { kind: 'locked', key: slot.key } : { kind: 'none' };
    case 'open':
      if (!mine.includes(slot.publicName)) return { kind: 'none' };
      return keys?.fingerprint === slot.publicName ? { kind: 'open', keys, kept: slot.kept } : { kind: 'looking' };
    default:
      return { kind: slot.kind };
  }
}

/** The first of these keys that lies on this device, or is open in this document, becomes the one in use. */
async function putMineInUse(mine: readonly string[]): Promise<void> {
  try {
    const current = (await keptKey('handler'))?.publicName;
    for (const fingerprint of mine) {
      const isHere =
        current === fingerprint ||
        openedKey('handler')?.publicName === fingerprint ||
        openedKey(`handler-${fingerprint}`) !== null ||
        (await keptKey(`handler-${fingerprint}`)) !== null;
      if (!isHere) continue;
      await putHandlerKeyInUse(fingerprint);
      return;
    }
  } catch (error) {
    // Without storage there is nothing to put anywhere; the hook says so.
    if (!(error instanceof VaultError)) throw error;
  }
}
