import { blankBox } from './sealed-box';
import { VaultError } from './vault-error';
import { withVault } from './vault-storage';
import { unwrap, wrap, type Lock } from './wrapping';

/**
 * Which key: the one that signs petitions, the one that concerns are handled with, or a handler's key that lies aside under
 * its fingerprint: not let in yet, or replaced by another.
 */
export type VaultSlot = 'member' | 'handler' | `handler-${string}`;

/** What may be known of a stored key without opening it. */
export interface KeySummary {
  /** Hex of what everybody may know it by: identity commitment of a member's key, fingerprint of a handler's. */
  readonly publicName: string;
  readonly lockedBy: Lock['kind'];
}

/** A key whose 16 secret bytes this document holds. */
export interface OpenKey {
  readonly publicName: string;
  readonly entropy: Uint8Array;
}

const opened = new Map<VaultSlot, OpenKey>();

/**
 * Keeps a key on this device, wrapped, in place of any earlier one in its slot; it is open in this document from then on.
 * @param entropy 16 bytes, the secret itself
 * @param publicName hex; bound to the wrapping, NOT checked to belong to `entropy`
 * @throws VaultError `no-storage`, `no-passkey`
 */
export async function keepKey(slot: VaultSlot, { publicName, entropy }: OpenKey, lock: Lock): Promise<void> {
  const wrapped = await wrap(entropy, publicName, lock);
  await withVault((vault) => vault.put('key', { commitment: publicName, wrapped }, placeOf(slot)));
  if (slot === 'member') await makeBox(publicName);
  opened.set(slot, { publicName, entropy });
}

/** The key kept on this device, or null. @throws VaultError `no-storage` */
export async function keptKey(slot: VaultSlot): Promise<KeySummary | null> {
  const stored = await withVault((vault) => vault.get('key', placeOf(slot)));
  return stored ? { publicName: stored.commitment, lockedBy: stored.wrapped.kind } : null;
}

/**
 * Opens the kept key with its passphrase or passkey, for as long as this document lives.
 * @returns its 16 bytes
 * @throws VaultError `no-key`, `wrong-lock`, `no-passkey`, `no-storage`
 */
export async function openKey(slot: VaultSlot, lock: Lock): Promise<Uint8Array> {
  const stored = await withVault((vault) => vault.get('key', placeOf(slot)));
  if (!stored) throw new VaultError('no-key');
  const entropy = await unwrap(stored.wrapped, stored.commitment, lock);
  if (!entropy) throw new VaultError('wrong-lock');
  if (slot === 'member') await makeBox(stored.commitment);
  opened.set(slot, { publicName: stored.commitment, entropy });
  return entropy;
}

/** Uses a key in this document without keeping it anywhere. */
export function useKeyOnce(slot: VaultSlot, key: OpenKey): void {
  opened.set(slot, key);
}

/** The key that is open in this document, or null. */
export function openedKey(slot: VaultSlot): OpenKey | null {
  return opened.get(slot) ?? null;
}

/** Forgets the open keys, of one slot or of all; the kept ones stay, wrapped. */
export function lockKey(slot?: VaultSlot): void {
  if (slot === undefined) opened.clear();
  else opened.delete(slot);
}

/** Removes the key from this device, with its box. Without the words it is gone for ever. @throws VaultError `no-storage` */
export async function forgetKey(slot: VaultSlot): Promise<void> {
  opened.delete(slot);
  await withVault(async (vault) => {
    const transaction = vault.transaction(['key', 'box'], 'readwrite');
    const [keys, boxes] = [transaction.objectStore('key'), transaction.objectStore('box')];
    const stored = await keys.get(placeOf(slot));
    await keys.delete(placeOf(slot));
    if (stored) await boxes.delete(stored.commitment);
    await transaction.done;
  });
}

/**
 * Makes the handler's key of this public name the one in use, on this device and in this document, wherever it lies aside.
 * Another that was in use is laid aside: in one step, so that none is lost. Can be done again at any time.
 * @throws VaultError `no-storage`
 */
export async function putHandlerKeyInUse(publicName: string): Promise<void> {
  const aside: VaultSlot = `handler-${publicName}`;
  await withVault(async (vault) => {
    const { store, done } = vault.transaction('key', 'readwrite');
    const [current, next] = await Promise.all([store.get('handler'), store.get(aside)]);
    if (current && current.commitment !== publicName) {
      await store.put(current, `handler-${current.commitment}`);
      await store.delete('handler');
    }
    if (next) {
      await store.put(next, 'handler');
      await store.delete(aside);
    }
    await done;
  });
  const [current, next] = [opened.get('handler'), opened.get(aside)];
  if (current && current.publicName !== publicName) {
    opened.set(`handler-${current.publicName}`, current);
    opened.delete('handler');
  }
  if (next) {
    opened.set('handler', next);
    opened.delete(aside);
  }
}

/** A member's key has its box before anything is put into it: then the box says nothing of whether anything was. */
function makeBox(publicName: string): Promise<void> {
  return withVault(async (vault) => {
    const { store, done } = vault.transaction('box', 'readwrite');
    if (!(await store.getKey(publicName))) await store.put(blankBox(), publicName);
    await done;
  });
}

/** Where the key of a slot lies. The member's has lain under this name since before there were others. */
function placeOf(slot: VaultSlot): string {
  return slot === 'member' ? 'current' : slot;
}
