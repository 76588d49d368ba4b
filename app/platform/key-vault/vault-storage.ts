import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { VaultError } from './vault-error';
import type { Wrapped } from './wrapping';

/** What stands in the browser's storage: the key's public name, and its secret wrapped. */
export interface StoredKey {
  /** The public name, of any key: it is called so in every vault there is. */
  readonly commitment: string;
  readonly wrapped: Wrapped;
}

/** Something of a key's, unreadable while the key is locked. */
export interface StoredBox {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

interface VaultSchema extends DBSchema {
  key: { key: string; value: StoredKey };
  /** By the public name of the key that opens it. */
  box: { key: string; value: StoredBox };
  /** What this device saw of what everybody may see. */
  seen: { key: string; value: unknown };
}

/** Uses the browser's storage, which is open only meanwhile. @throws VaultError `no-storage` */
export async function withVault<T>(use: (vault: IDBPDatabase<VaultSchema>) => Promise<T>): Promise<T> {
  let vault: IDBPDatabase<VaultSchema>;
  try {
    vault = await openDB<VaultSchema>('round-robin', 2, {
      upgrade(database, before) {
        if (before < 1) database.createObjectStore('key');
        database.createObjectStore('box');
        database.createObjectStore('seen');
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
