import { hashFields } from '~/crypto/hash';
import { witnessKeyPair } from '~/crypto/tlog/cosignature';
import { changeWitnesses } from '~/features/published/witnesses/change-witnesses.server';
import type { DemoHouse } from './demo-house';

/**
 * Who watches the demo's ledger. Its secret key is known to everybody who reads this: what it cosigns shows how witnesses
 * look, and proves nothing.
 */
export const demoWitness = {
  runBy: 'The works council',
  key: witnessKeyPair('works-council.tidewater.example/w', hashFields('demo-witness/v1')),
} as const;

/** Has the demo's administrators let it in. It cosigns once somebody runs it. */
export function letWitnessIn({ identified: db, clock, settings }: DemoHouse): Promise<void> {
  const { key, runBy } = demoWitness;
  return changeWitnesses({ db, clock, settings }, { act: 'added', key: key.vkey, runBy });
}
