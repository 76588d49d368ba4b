import { forget, remember, remembered } from '~/platform/key-vault/seen';
import type { LedgerMemory } from './device-ledger';

/**
 * Where this browser remembers the ledger of a house. It says of whoever uses the device that a page was open on which one
 * signs, chooses or raises concerns, and how far the public ledger went then.
 */
export function ledgerMemory(organisation: string): LedgerMemory & { readonly forget: () => Promise<void> } {
  const name = `ledger:${organisation}`;
  return {
    read: () => remembered(name),
    write: (value) => remember(name, value),
    forget: () => forget(name),
  };
}
