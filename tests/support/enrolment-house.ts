import { randomBytes } from 'node:crypto';
import { asc, desc, eq, max } from 'drizzle-orm';
import { toBigInt } from '~/crypto/hash';
import { asIdentityCommitment, asNullifier, FIELD_ORDER, toBytes32 } from '~/crypto/semaphore/field';
import { possessionPath } from '~/crypto/semaphore/possession';
import { enrolMessage, enrolScope, petitionTextDigest, reduce } from '~/crypto/semaphore/statement';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { enrolKey, type EnrolDeps } from '~/features/identified/enrolment/enrol-key.server';
import type { EnrolmentReason } from '~/features/identified/enrolment/enrolment';
import type { EnrolKeyBody } from '~/features/identified/enrolment/enrolment.schema';
import { issueNonce } from '~/features/identified/enrolment/issue-nonce.server';
import { publishEditions, type PublishEditionsDeps } from '~/features/identified/enrolment/publish-editions.server';
import { readUnitsFile, type UnitsFile } from '~/features/published/registers/units-file';
import { addDays, dayOf, hour, ManualClock } from '~/platform/clock';
import { productionSettings, type Settings } from '~/platform/settings';
import { openSql } from '~db/database';
import { enrolment, person, registerPlace } from '~db/schema/identified';
import { edition, ledgerEntry, petition, publication, register, registerFile } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from './database';
import { createSimulator } from './simulated-proofs';

export type EditionRow = typeof edition.$inferSelect;
export type PlaceRow = typeof registerPlace.$inferSelect;

/** A house with a roster, whose people enrol keys that are numbers and whose proofs are simulated. */
export interface EnrolmentHouse {
  readonly database: TestDatabase;
  readonly clock: ManualClock;
  readonly settings: Settings;
  readonly deps: EnrolDeps;
  /** Puts people on the roster, in one unit. */
  readonly hire: (personNumbers: readonly string[], unitPath?: string) => Promise<void>;
  readonly setStatus: (personNumber: string, status: 'active' | 'left') => Promise<void>;
  /** A valid request for this key; `change` comes over it. */
  readonly body: (
    personNumber: string,
    commitment: bigint,
    reason?: EnrolmentReason,
    proves?: { organisation?: string; nonce?: string; message?: bigint; root?: bigint; scope?: bigint },
  ) => Promise<EnrolKeyBody>;
  /** Enrols a fresh key, or the given one, with nonce and proof. */
  readonly enrol: (personNumber: string, reason?: EnrolmentReason, commitment?: bigint) => Promise<bigint>;
  /** Puts first keys into the table as enrolling does, for volume. */
  readonly enrolMany: (personNumbers: readonly string[]) => Promise<void>;
  /** A petition that waits for the next publication. */
  readonly accept: (closesInDays?: number) => Promise<string>;
  /** The next publication, a day later: all three steps, of which this wing's is the real one. */
  readonly publish: (deps?: Partial<PublishEditionsDeps>) => Promise<number>;
  /** Newest edition of every register, by register. */
  readonly editions: () => Promise<Map<number, EditionRow>>;
  readonly places: (registerId: number) => Promise<PlaceRow[]>;
  readonly placeOf: (registerId: number, personNumber: string) => Promise<PlaceRow | undefined>;
  readonly file: (hash: string) => Promise<Uint8Array>;
  readonly units: (row: EditionRow) => Promise<UnitsFile>;
  readonly registers: () => Promise<(typeof register.$inferSelect)[]>;
  readonly pinnedTo: (petitionId: string) => Promise<number | null>;
  /** All entries of a kind, in order. */
  readonly entries: (kind: string) => Promise<Record<string, unknown>[]>;
  /** Runs statements as the superuser, such as a trigger that fails. */
  readonly administer: (statement: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function randomKey(): bigint {
  return (toBigInt(randomBytes(40)) % (FIELD_ORDER - 1n)) + 1n;
}

export async function openEnrolmentHouse(changed: Partial<Settings> = {}): Promise<EnrolmentHouse> {
  const database = await createTestDatabase();
  const { identified, published, anonymous } = database;
  const clock = new ManualClock('2026-06-10T18:00:00Z');
  const production = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
  const settings: Settings = { ...production, minimum: 3, ...changed };
  const simulator = await createSimulator();
  const verifier = await createVerifier(simulator.key);
  const deps: EnrolDeps = {
    db: identified,
    clock,
    settings,
    publicUrl: 'https://petitions.acme.example',
    verify: (proof) => Promise.resolve(verifier.verifyBatch([proof])[0] === null),
  };
  const house: EnrolmentHouse = {
    database,
    clock,
    settings,
    deps,
    async hire(personNumbers, unitPath = 'Acme') {
      const rows = personNumbers.map((personNumber) => ({
        ...{ personNumber, name: `Person ${personNumber}`, email: `${personNumber.toLowerCase()}@acme.example` },
        ...{ unitPath, status: 'active' as const },
      }));
      await identified.insert(person).values(rows);
    },
    async setStatus(personNumber, status) {
      await identified.update(person).set({ status }).where(eq(person.personNumber, personNumber));
    },
    async body(personNumber, value, reason = 'first', proves = {}) {
      const { nonce } = await issueNonce(deps, { personNumber });
      return { ...keyBody(value, nonce, proves), reason };
    },
    async enrol(personNumber, reason = 'first', commitment = randomKey()) {
      await enrolKey(deps, { personNumber, key: await house.body(personNumber, commitment, reason) });
      return commitment;
    },
    async enrolMany(personNumbers) {
      await identified.insert(enrolment).values(
        personNumbers.map((personNumber) => ({
          ...{ personNumber, generation: 1, identityCommitment: toBytes32(randomKey()) },
          ...{ reason: 'first' as const, day: dayOf(clock.now()) },
        })),
      );
    },
    async accept(closesInDays = 30) {
      const id = `p${randomBytes(6).toString('hex')}`;
      const day = dayOf(clock.now());
      const text = { title: 'Stop the recording', demands: ['Stop it.'], background: '' };
      await identified.insert(petition).values({
        ...{ id, ...text, textDigest: petitionTextDigest(text), state: 'accepted', organizerName: 'Olga Organizer' },
        ...{ submittedDay: day, closesDay: addDays(day, closesInDays), criticalMass: 10 },
      });
      return id;
    },
    async publish(given = {}) {
      clock.advance(24 * hour);
      const [row] = await identified.select({ last: max(publication.number) }).from(publication);
      const number = (row?.last ?? 0) + 1;
      await publishEditions({ db: identified, settings, ...given }, { publication: number, slot: clock.now() });
      await anonymous.update(publication).set({ signaturesDone: true }).where(eq(publication.number, number));
      await published.update(publication).set({ checkpointDone: true }).where(eq(publication.number, number));
      return number;
    },
    async editions() {
      const rows = await published.select().from(edition).orderBy(asc(edition.registerId), asc(edition.number));
      return new Map(rows.map((row) => [row.registerId, row]));
    },
    places: (registerId) =>
      identified
        .select()
        .from(registerPlace)
        .where(eq(registerPlace.registerId, registerId))
        .orderBy(asc(registerPlace.leafIndex)),
    placeOf: async (registerId, personNumber) =>
      (await house.places(registerId)).find((place) => place.personNumber === personNumber),
    async file(hash) {
      const [row] = await published
        .select()
        .from(registerFile)
        .where(eq(registerFile.hash, Buffer.from(hash, 'hex')));
      if (!row) throw new Error(`no file ${hash}`);
      return row.bytes;
    },
    units: async (row) => readUnitsFile(await house.file(row.unitsFile)),
    registers: () => published.select().from(register).orderBy(desc(register.id)),
    async pinnedTo(petitionId) {
      const [row] = await published.select().from(petition).where(eq(petition.id, petitionId));
      return row?.registerId ?? null;
    },
    async entries(kind) {
      const rows = await published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
      const all = rows.map((row) => JSON.parse(Buffer.from(row.bytes).toString()) as Record<string, unknown>);
      return all.filter((entry) => entry['kind'] === kind);
    },
    async administer(statement) {
      const sql = openSql({ ...database.admin, max: 1 });
      try {
        await sql.unsafe(statement);
      } finally {
        await sql.end();
      }
    },
    close: () => database.close(),
  };

  function keyBody(
    value: bigint,
    nonce: string,
    proves: { organisation?: string; nonce?: string; message?: bigint; root?: bigint; scope?: bigint },
  ) {
    const commitment = asIdentityCommitment(value);
    const proof = simulator.prove({
      depth: settings.registerDepth,
      root: (proves.root ?? possessionPath(commitment, settings.registerDepth).root) as never,
      nullifier: asNullifier(randomKey()),
      scope: proves.scope ?? reduce(enrolScope(proves.organisation ?? settings.organisation, proves.nonce ?? nonce)),
      message: proves.message ?? reduce(enrolMessage(commitment)),
    });
    return { commitment: value.toString(), nonce, proof: { ...proof, points: [...proof.points] } };
  }
  return house;
}
