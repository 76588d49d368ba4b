import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { VaultError } from './vault-error';
import { unwrap, wrap, type Lock, type Wrapped } from './wrapping';

/** What stands in the browser's storage: the key's public name, and its secret wrapped. */
interface StoredKey {
  readonly commitment: string;
  readonly wrapped: Wrapped;
}

interface VaultSchema extends DBSchema {
  key: { key: 'current'; value: StoredKey };
}

/** What may be known of the stored key without opening it. */
export interface KeySummary {
  /** Identity commitment, hex: the public name of the key. */
  readonly commitment: string;
  readonly lockedBy: Lock['kind'];
}

let opened: { readonly commitment: string; readonly entropy: Uint8Array } | null = null;

/**
 * Keeps a key on this device, wrapped, in place of any earlier one; it is open in this document from then on.
 * @param entropy 16 bytes, the secret itself
 * @param commitment hex of the identity commitment; bound to the wrapping, NOT checked to belong to `entropy`
 * @throws VaultError `no-storage`, `no-passkey`
 */
export async function keepKey(entropy: Uint8Array, commitment: string, lock: Lock): Promise<void> {
  const wrapped = await wrap(entropy, commitment, lock);
  await withVault((vault) => vault.put('key', { commitment, wrapped }, 'current'));
  opened = { commitment, entropy };
}

/** The key kept on this device, or null. @throws VaultError `no-storage` */
export async function keptKey(): Promise<KeySummary | null> {
  const stored = await withVault((vault) => vault.get('key', 'current'));
  return stored ? { commitment: stored.commitment, lockedBy: stored.wrapped.kind } : null;
}

/**
 * Opens the kept key with its passphrase or passkey, for as long as this document lives.
 * @returns its 16 bytes
 * @throws VaultError `no-key`, `wrong-lock`, `no-passkey`, `no-storage`
 */
export async function openKey(lock: Lock): Promise<Uint8Array> {
  const stored = await withVault((vault) => vault.get('key', 'current'));
  if (!stored) throw new VaultError('no-key');
  const entropy = await unwrap(stored.wrapped, stored.commitment, lock);
  if (!entropy) throw new VaultError('wrong-lock');
  opened = { commitment: stored.commitment, entropy };
  return entropy;
}

/** Uses a key in this document without keeping it anywhere. */
export function useKeyOnce(entropy: Uint8Array, commitment: string): void {
  opened = { commitment, entropy };
}

/** The key that is open in this document, or null. */
export function openedKey(): { readonly commitment: string; readonly entropy: Uint8Array } | null {
  return opened;
}

/** Forgets the open key; the kept one stays, wrapped. */
export function lockKey(): void {
  opened = null;
}

/** Removes the key from this device. Without the words it is gone for ever. @throws VaultError `no-storage` */
export async function forgetKey(): Promise<void> {
  opened = null;
  await withVault((vault) => vault.delete('key', 'current'));
}

async function withVault<T>(use: (vault: IDBPDatabase<VaultSchema>) => Promise<T>): Promise<T> {
  let vault: IDBPDatabase<VaultSchema>;
  try {
    vault = await openDB<VaultSchema>('round-robin', 1, {
      upgrade(database) {
        database.createObjectStore('key');
      },
    });
  } catch {
    throw new VaultError('no-storage');
  }
  try {
    return await use(vault);
  } finally {
    vault.close();
  }
}
