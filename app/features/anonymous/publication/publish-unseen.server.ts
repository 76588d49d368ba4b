import { eq } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { holdActions, holdConcerns } from './action-lock.server';
import { choicesPending, publishChoices } from './publish-choices.server';
import { concernsPending, publishConcerns } from './publish-concerns.server';
import { corroborationsPending, publishCorroborations } from './publish-corroborations.server';
import { organizingPending, publishOrganizing } from './publish-organizing.server';
import { publishQuestions, questionsPending } from './publish-questions.server';
import { publishSignatures, signaturesPending } from './publish-signatures.server';
import { publishUnits, unitsPending } from './publish-units.server';

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
export async function publishUnseen(
  { db, settings }: { db: AnonymousDatabase; settings: Settings },
  input: { publication: number },
): Promise<void> {
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
    await publishCorroborations(tx, run, settings);
    await publishChoices(tx, run, settings);
    await publishUnits(tx, run, settings);
    await publishQuestions(tx, run);
    await publishOrganizing(tx, run, settings);
    await holdConcerns(tx);
    await publishConcerns(tx, run, settings);
    await tx.update(publication).set({ signaturesDone: true }).where(eq(publication.number, input.publication));
  });
}

/** Whether the second step would publish or delete anything. @param day 'YYYY-MM-DD' of the publication */
export async function unseenPending(db: AnonymousDatabase, settings: Settings, day: string): Promise<boolean> {
  if (await signaturesPending(db)) return true;
  if (await corroborationsPending(db, { minimum: settings.minimum, day })) return true;
  if (await choicesPending(db, { minimum: settings.minimum, day })) return true;
  if (await unitsPending(db, { minimum: settings.minimum, day })) return true;
  if (await questionsPending(db)) return true;
  if (await organizingPending(db)) return true;
  return concernsPending(db, settings, day);
}
