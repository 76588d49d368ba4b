import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { hashFields, toBigInt } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, toBytes32 } from '~/crypto/semaphore/field';
import {
  petitionScope,
  petitionTextDigest,
  reduce,
  signMessage,
  type SignatureAction,
} from '~/crypto/semaphore/statement';
import { createVerifier, type Verifier } from '~/crypto/semaphore/verifier';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair, noteVerifier, type NoteSigner, type NoteVerifier } from '~/crypto/tlog/note';
import { acceptAction, type AcceptDeps, type Accepted } from '~/features/anonymous/signatures/accept-action.server';
import { publishUnseen, unseenPending } from '~/features/anonymous/publication/publish-unseen.server';
import { checkpointPending, signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { closeDuePetitions } from '~/features/published/petitions/close-petitions.server';
import { addDays, dayOf, ManualClock } from '~/platform/clock';
import { productionSettings, type Settings } from '~/platform/settings';
import { runDuePublication, type PublicationSteps } from '~/server/run-publication';
import { edition, petition, publication, register } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { createTestDatabase, type TestDatabase } from './database';
import { createSimulator, type Simulator } from './simulated-proofs';

/*
 * A house whose registers are made of nothing but group roots, and whose membership proofs are simulated: everything from
 * the request to the published figure is real, only that somebody stands on a register is made up.
 */

export interface ActInput {
  readonly petition: string;
  /** Whoever it is: the same person and petition give the same nullifier. */
  readonly person: string;
  readonly action?: SignatureAction;
  readonly n?: number;
  readonly edition?: number;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: { readonly organisation?: string; readonly background?: string };
}

/** What is posted to `/unseen/signatures`; loose, so that tests can send what is wrong. */
export type Body = Record<string, unknown> & { nullifier: string; root: string; points: string[]; n: number };

export interface SigningHouse {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly settings: Settings;
  readonly simulator: Simulator;
  readonly deps: AcceptDeps;
  readonly receiptVerifier: NoteVerifier;
  readonly checkpointSigner: NoteSigner;
  readonly checkpointVerifier: NoteVerifier;
  readonly steps: PublicationSteps;
  readonly nullifier: (petition: string, person: string) => Uint8Array;
  /** Opens the next register, with its first edition, and gives its number. */
  readonly openRegister: () => Promise<number>;
  /** The next edition of a register, under a checkpoint unless said otherwise. */
  readonly publishEdition: (
    register: number,
    options?: { covered?: boolean; live?: number; root?: bigint },
  ) => Promise<number>;
  readonly openPetition: (options?: PetitionOptions) => Promise<string>;
  readonly body: (act: ActInput) => Promise<Body>;
  readonly post: (body: unknown) => Promise<Accepted>;
  readonly act: (act: ActInput) => Promise<Accepted>;
  /** Runs whatever is due by the clock. */
  readonly publish: (steps?: Partial<PublicationSteps>) => Promise<number | null>;
  readonly close: () => Promise<void>;
}

export interface PetitionOptions {
  readonly id?: string;
  /** The newest, unless said otherwise. */
  readonly register?: number;
  readonly criticalMass?: number;
  readonly threshold?: number;
  readonly closesDay?: string;
  readonly state?: typeof petition.$inferInsert.state;
  /** Days to answer, pinned at the opening; default: 30. */
  readonly responseDays?: number;
}

/** Name of a file that there is not. */
const noFile = '0'.repeat(64);

/** The text of every petition of this house. */
export const petitionText = {
  title: 'Stop the recording of keystrokes',
  demands: ['Stop it.', 'Say who read it.'],
  background: '',
};

async function prepareProving(): Promise<{ simulator: Simulator; verifier: Verifier }> {
  const simulator = await createSimulator();
  return { simulator, verifier: await createVerifier(simulator.key) };
}

/** One key for all houses of a test file. */
let proving: ReturnType<typeof prepareProving> | undefined;

/** Noon of a summer's day; publications at 18:00 UTC. Register 1 has its first edition from the day before. */
export async function openSigningHouse(): Promise<SigningHouse> {
  const database = await createTestDatabase();
  const clock = new ManualClock('2026-06-10T12:00:00Z');
  const settings = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
  const { simulator, verifier } = await (proving ??= prepareProving());
  const receipt = noteKeyPair('acme.example/receipts', randomBytes(32));
  const ledger = noteKeyPair('acme.example/ledger', randomBytes(32));
  const checkpointSigner = nodeNoteSigner(ledger.skey);
  const deps: AcceptDeps = {
    db: database.anonymous,
    clock,
    settings,
    verification: {
      verify: (proof) => Promise.resolve(verifier.verifyBatch([proof])[0] === null ? 'valid' : 'invalid'),
    },
    receipts: nodeNoteSigner(receipt.skey),
  };
  const { identified, anonymous, published } = database;
  const nullifier = (petitionId: string, person: string) =>
    toBytes32(toBigInt(hashFields('test-nullifier/v1', petitionId, person)) % FIELD_ORDER);

  const steps: PublicationSteps = {
    // Without people there is nothing for editions to do but to close petitions.
    editions: (run) =>
      inTransaction(identified, async (tx) => {
        const [row] = await tx
          .select()
          .from(publication)
          .where(eq(publication.number, run.number))
          .for('no key update');
        if (row?.editionsDone) return;
        await tx.update(publication).set({ editionsDone: true }).where(eq(publication.number, run.number));
        await closeDuePetitions(tx, { day: run.day, publication: run.number });
      }),
    signatures: ({ number }) => publishUnseen({ db: anonymous, settings }, { publication: number }),
    checkpoint: ({ number }) => signCheckpoint({ db: published, checkpointSigner, settings }, { publication: number }),
    pending: async (day) => (await unseenPending(anonymous, settings, day)) || checkpointPending(published),
  };

  const roots = new Map<string, bigint>();
  let publications = 0;
  let registers = 0;
  const house: SigningHouse = {
    database,
    clock,
    settings,
    simulator,
    deps,
    receiptVerifier: noteVerifier(receipt.vkey),
    checkpointSigner,
    checkpointVerifier: noteVerifier(ledger.vkey),
    steps,
    nullifier,
    async openRegister() {
      const id = (registers += 1);
      await identified.insert(register).values({ id, depth: 17, openedDay: '2026-06-01', nextLeaf: 0 });
      await house.publishEdition(id);
      return id;
    },
    async publishEdition(registerId, { covered = true, live = 100, root = toBigInt(randomBytes(31)) + 1n } = {}) {
      const editions = await identified.select().from(edition).where(eq(edition.registerId, registerId));
      const number = editions.length + 1;
      const last = await identified.select({ number: publication.number }).from(publication);
      publications = Math.max(publications, ...last.map((row) => row.number)) + 1;
      // As if it had been published this very moment.
      const slot = new Date(clock.now().getTime() + publications);
      await identified.insert(publication).values({
        number: publications,
        slot,
        day: dayOf(slot),
        editionsDone: true,
        signaturesDone: covered,
        checkpointDone: covered,
      });
      roots.set(`${String(registerId)}/${String(number)}`, root);
      await identified.insert(edition).values({
        ...{ registerId, number, publication: publications, day: dayOf(slot), size: live, live },
        ...{ groupRoot: toBytes32(root), rosterSize: live, tiles: [], upperFile: noFile, unitsFile: noFile },
      });
      return number;
    },
    async openPetition(options = {}) {
      const day = dayOf(clock.now());
      const id = options.id ?? `p${randomBytes(6).toString('hex')}`;
      await identified.insert(petition).values({
        ...{ id, ...petitionText, state: options.state ?? 'open', textDigest: petitionTextDigest(petitionText) },
        ...{ organizerName: 'Olga Organizer', submittedDay: day, openedDay: day },
        ...{ closesDay: options.closesDay ?? addDays(day, 30), registerId: options.register ?? registers },
        ...{
          criticalMass: options.criticalMass ?? 0,
          threshold: options.threshold ?? 50,
          responseDays: options.responseDays ?? 30,
        },
      });
      return id;
    },
    async body({ petition: id, person, action = 'sign', n = action === 'sign' ? 0 : 1, edition: number, proves = {} }) {
      const [row] = await identified.select().from(petition).where(eq(petition.id, id));
      const registerId = row?.registerId ?? 1;
      const editions = await identified.select().from(edition).where(eq(edition.registerId, registerId));
      const used = number ?? editions.length;
      const root = roots.get(`${String(registerId)}/${String(used)}`) ?? 1n;
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(root),
        nullifier: asNullifier(toBigInt(nullifier(id, person))),
        scope: reduce(petitionScope(proves.organisation ?? settings.organisation, id)),
        message: reduce(
          signMessage(petitionTextDigest({ ...petitionText, background: proves.background ?? '' }), action, n),
        ),
      });
      const { root: rootText, nullifier: nullifierText, points } = proof;
      return {
        ...{ v: 1, petition: id, register: registerId, edition: used, action, n, depth: 17 },
        ...{ root: rootText, nullifier: nullifierText, points: [...points] },
      };
    },
    post: (body) => acceptAction(deps, body),
    act: async (act) => house.post(await house.body(act)),
    publish: (replaced = {}) =>
      runDuePublication({ identified, published, clock, settings }, { ...steps, ...replaced }),
    close: () => database.close(),
  };
  clock.set('2026-06-09T17:00:00Z');
  await house.openRegister();
  clock.set('2026-06-10T12:00:00Z');
  return house;
}
