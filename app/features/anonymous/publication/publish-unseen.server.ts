import { eq } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { holdActions } from './action-lock.server';
import { publishSignatures, signaturesPending } from './publish-signatures.server';

export class PublicationError extends Error {
  override readonly name = 'PublicationError';
  constructor(readonly code: 'unknown-publication' | 'out-of-order') {
    super(code);
  }
}

/**
 * The second step of a publication (protocol 5), as role anonymous, in one transaction: what was said unseen and may appear
 * becomes public. Does nothing if it was done before. Nothing of it counts before the checkpoint.
 * @throws PublicationError `unknown-publication`, `out-of-order` (the first step is not done)
 */
export async function publishUnseen({ db }: { db: AnonymousDatabase }, input: { publication: number }): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Who comes second waits here, and finds it done.
    const [run] = await tx
      .select()
      .from(publication)
      .where(eq(publication.number, input.publication))
      .for('no key update');
    if (!run) throw new PublicationError('unknown-publication');
    if (!run.editionsDone) throw new PublicationError('out-of-order');
    if (run.signaturesDone) return;
    await holdActions(tx);
    await publishSignatures(tx, run);
    await tx.update(publication).set({ signaturesDone: true }).where(eq(publication.number, input.publication));
  });
}

/** Whether the second step would publish or delete anything. */
export async function unseenPending(db: AnonymousDatabase): Promise<boolean> {
  return signaturesPending(db);
}
