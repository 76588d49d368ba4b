import { VaultError } from './vault-error';
import { withVault } from './vault-storage';

/** What this device remembers under a name; null for nothing, or where a page may keep nothing. */
export async function remembered(name: string): Promise<unknown> {
  return (await unlessForbidden(() => withVault((vault) => vault.get('seen', name)))) ?? null;
}

/** Remembers a value of structured data in place of an earlier one. Does nothing where a page may keep nothing. */
export async function remember(name: string, value: unknown): Promise<void> {
  await unlessForbidden(() => withVault((vault) => vault.put('seen', value, name)));
}

/** Forgets it. */
export async function forget(name: string): Promise<void> {
  await unlessForbidden(() => withVault((vault) => vault.delete('seen', name)));
}

async function unlessForbidden<T>(use: () => Promise<T>): Promise<T | null> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof VaultError && error.code === 'no-storage') return null;
    throw error;
  }
}
