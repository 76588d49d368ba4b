import { requireKeyInForce, requireKnownKey } from '~/features/published/ledger/ledger-keys.server';
import type { Databases } from './databases';
import type { ServerKeys } from './server-keys';

/**
 * Refuses to start with a key that another one of the ledger follows, or that was never its key. A process without the
 * private key may be given any key that the ledger had: the keys after it are signed for.
 * @throws LedgerKeyError `not-in-force`, `unknown-key`
 */
export async function refuseOldKey({ published, identified }: Databases, keys: ServerKeys): Promise<void> {
  const db = published ?? identified;
  if (!db) return;
  if (keys.checkpoints) await requireKeyInForce(db, keys.checkpoints.vkey);
  else if (keys.publicKeys.checkpoint !== '') await requireKnownKey(db, keys.publicKeys.checkpoint);
}
