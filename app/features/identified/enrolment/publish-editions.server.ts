import { randomInt } from 'node:crypto';
import { asc, eq, or } from 'drizzle-orm';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { closeDuePetitions, dueToClose } from '~/features/published/petitions/close-petitions.server';
import { openAcceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { dayOf } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { petition, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { publishOrganizers } from '../organizing/publish-organizers.server';
import type { BuiltEdition } from './build-edition';
import { buildInPlace, type EditionBuilder } from './edition-builder.server';
import { planPublication, type PublicationPlan } from './plan-publication.server';
import { lockRegisters } from './register-lock.server';
import { forgetLeavers, retireRegisters } from './retire-registers.server';
import type { RandomBelow } from './shuffle';
import { writeEdition } from './write-edition.server';

export interface PublishEditionsDeps {
  /** Two connections of its pool are used at once. */
  readonly db: IdentifiedDatabase;
  /** Those the process was started with; what administrators changed is read here. */
  readonly settings: Settings;
  /** `createEditionBuilder` with the bundled thread, for large registers; otherwise everything is hashed in place. */
  readonly build?: EditionBuilder;
  readonly random?: RandomBelow;
}

/** A petition was accepted while a publication that opens no register was being prepared. Running it again is all it takes. */
export class AcceptedMeanwhileError extends Error {
  override readonly name = 'AcceptedMeanwhileError';
}

/**
 * Step 1 of a publication (protocol 2 and 5), in one transaction: closes petitions that are due, publishes an edition of
 * every register in use that changed, opens a register when one is needed, opens accepted petitions pinned to the newest,
 * retires registers that are no longer needed and forgets leavers. Does nothing where it was done before.
 *
 * What it publishes counts once the publication has its checkpoint (step 3).
 *
 * @throws AcceptedMeanwhileError, and whatever the database or the builder throws; then nothing has changed
 */
export function publishEditions(deps: PublishEditionsDeps, input: { publication: number; slot: Date }): Promise<void> {
  const { random = (bound: number) => randomInt(bound), build = buildInPlace } = deps;
  const day = dayOf(input.slot);
  return inTransaction(deps.db, async (tx) => {
    await lockRegisters(tx);
    if (await isDone(tx, { number: input.publication, slot: input.slot, day })) return;
    const settings = await currentSettings(tx, deps.settings);
    // Everything is read from one snapshot, so that no register is larger than the roster it is compared with. The ledger
    // takes part in no snapshot: it is appended to in this transaction, which reads what is committed.
    const plan = await deps.db.transaction(
      (snapshot) => planPublication(snapshot as unknown as IdentifiedDatabase, { settings, day, random }),
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    const built: (BuiltEdition | null)[] = [];
    for (const { hashing } of plan.editions) built.push(hashing && (await build(hashing)));

    await lockPetitions(tx, { day, publication: input.publication });
    const entries: LedgerEntry[] = [];
    for (const [index, edition] of plan.editions.entries()) {
      const stamp = { publication: input.publication, day, rosterSize: plan.rosterSize };
      entries.push(...(await writeEdition(tx, edition, built[index] ?? null, stamp)));
    }
    await retireRegisters(tx, plan.retiring);
    await forgetLeavers(tx);
    await tx.update(publication).set({ editionsDone: true }).where(eq(publication.number, input.publication));
    // The ledger is locked from the first append on, so this comes last and is quick.
    await closeDuePetitions(tx, { day, publication: input.publication });
    await appendEntries(tx, entries);
    await openPetitions(tx, plan, { day, settings });
  });
}

/** Makes the publication's row unless there is one. */
async function isDone(tx: IdentifiedDatabase, row: { number: number; slot: Date; day: string }): Promise<boolean> {
  await tx.insert(publication).values(row).onConflictDoNothing({ target: publication.number });
  const [kept] = await tx
    .select({ editionsDone: publication.editionsDone })
    .from(publication)
    .where(eq(publication.number, row.number));
  return kept?.editionsDone ?? false;
}

/**
 * Takes the rows that will change before the ledger is locked: who acts on a petition holds its row and then waits for the
 * ledger, so the other order could end in a deadlock.
 */
async function lockPetitions(tx: IdentifiedDatabase, due: { day: string; publication: number }): Promise<void> {
  await tx
    .select({ id: petition.id })
    .from(petition)
    .where(or(eq(petition.state, 'accepted'), dueToClose(tx, due)))
    .orderBy(asc(petition.id))
    .for('no key update');
}

async function openPetitions(
  tx: IdentifiedDatabase,
  { newest, rosterSize, replacementsLeftOut }: PublicationPlan,
  { day, settings }: { day: string; settings: Settings },
): Promise<void> {
  const opened = await openAcceptedPetitions(tx, { day, registerId: newest, rosterSize, settings });
  if (opened > 0 && replacementsLeftOut) {
    throw new AcceptedMeanwhileError('a petition was accepted meanwhile, and replacements wait for a register');
  }
  await publishOrganizers(tx, { day });
}
