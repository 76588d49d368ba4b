import { toBytes32, type GroupRoot } from '~/crypto/semaphore/field';
import { dayOf } from '~/platform/clock';
import type { IdentifiedDatabase } from '../identified-client';
import { edition, publication, register } from '../schema/published';

/**
 * Puts a register into the courtyard of which there is nothing but one edition's group root. For simulated proofs.
 * @param input.file what the edition names as its files, where somebody reads its document; there is no such file
 */
export async function addBareRegister(
  db: IdentifiedDatabase,
  input: { id: number; root: GroupRoot; live: number; published: Date; file?: string },
): Promise<void> {
  const { id, root, live, published, file = '' } = input;
  const day = dayOf(published);
  const done = { editionsDone: true, signaturesDone: true, checkpointDone: true };
  await db.insert(register).values({ id, depth: 17, openedDay: day, nextLeaf: live });
  await db.insert(publication).values({ number: id, slot: published, day, ...done });
  await db.insert(edition).values({
    registerId: id,
    number: 1,
    publication: id,
    day,
    size: live,
    live,
    groupRoot: toBytes32(root),
    rosterSize: live,
    tiles: [],
    upperFile: file,
    unitsFile: file,
  });
}
