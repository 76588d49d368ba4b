import { hashFields, toBigInt } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import {
  choiceMessage,
  choiceScope,
  reduce,
  unitMessage,
  type Choice,
  type ChoiceKind,
} from '~/crypto/semaphore/statement';
import { acceptChoice, type ChooseDeps } from '~/features/anonymous/choices/accept-choice.server';
import { offerChoice, type Offer } from '~/features/published/choices/offer-choice.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { addDays, dayOf, second } from '~/platform/clock';
import { and, eq } from 'drizzle-orm';
import { edition, editionUnit, publication } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { openSigningHouse, type SigningHouse } from './signing-house';

/* A signing house with things to choose on: their proofs are simulated, as those of signatures are there. */

export interface ChooseInput {
  readonly kind: ChoiceKind;
  readonly id: string;
  /** Whoever it is: the same person and thing give the same nullifier. */
  readonly person: string;
  readonly choice: Choice;
  readonly n?: number;
  readonly edition?: number;
  readonly revision?: number;
  /** Path of the unit that is disclosed. */
  readonly unit?: string;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: {
    readonly organisation?: string;
    readonly kind?: ChoiceKind;
    readonly id?: string;
    readonly choice?: Choice;
    readonly textDigest?: Uint8Array;
  };
  /** The same of the unit's proof. */
  readonly provesUnit?: {
    readonly organisation?: string;
    readonly kind?: ChoiceKind;
    readonly id?: string;
    readonly person?: string;
    readonly path?: string;
    readonly textDigest?: Uint8Array;
    /** The message of a choice in place of a unit's. */
    readonly choice?: Choice;
  };
}

/** What is posted to `/unseen/choices`; loose, so that tests can send what is wrong. */
export type ChoiceBody = Record<string, unknown> & {
  nullifier: string;
  root: string;
  points: string[];
  n: number;
  unit?: { path: string; root: string; points: string[] };
};

export interface ChoiceHouse extends SigningHouse {
  readonly chooseDeps: ChooseDeps;
  /** Offers something to choose on, pinned to the newest register, and gives its name. */
  readonly offer: (kind: ChoiceKind, changes?: Partial<Offer>) => Promise<string>;
  /** Lets a publication pass that finds nothing: words may change again after it. */
  readonly letAPublicationPass: () => Promise<void>;
  /** The name of a key on one thing, 32 bytes. */
  readonly nullifierOn: (kind: ChoiceKind, id: string, person: string) => Uint8Array;
  /** Names units in an edition, each with how many keys are in it. */
  readonly nameUnits: (register: number, edition: number, units: Readonly<Record<string, number>>) => Promise<void>;
  readonly choiceBody: (act: ChooseInput) => Promise<ChoiceBody>;
  readonly postChoice: (body: unknown) => Promise<{ acts: number }>;
  readonly choose: (act: ChooseInput) => Promise<{ acts: number }>;
}

const firstChoice = { verdict: 'answered', witness: 'done', support: 'support', sponsor: 'sponsor' } as const;
export const choiceOf = (kind: ChoiceKind): Choice => firstChoice[kind];

/** What stands for the root of a unit's own tree. */
export const unitRoot = (register: number, number: number, path: string): bigint =>
  toBigInt(hashFields('test-unit-root/v1', register, number, path)) % FIELD_ORDER;

/** A signing house in which something can be chosen. Production's floors: ten. */
export async function openChoiceHouse(): Promise<ChoiceHouse> {
  const signing = await openSigningHouse();
  const { database, settings, clock, simulator } = signing;
  const nullifierOn = (kind: ChoiceKind, id: string, person: string) =>
    toBytes32(toBigInt(hashFields('test-choice-nullifier/v1', kind, id, person)) % FIELD_ORDER);
  const chooseDeps = { ...signing.deps, db: database.anonymous };

  const house: ChoiceHouse = {
    ...signing,
    chooseDeps,
    nullifierOn,
    async offer(kind, changes = {}) {
      const day = dayOf(clock.now());
      const id = changes.id ?? (kind === 'verdict' ? `${randomId()}.1` : randomId());
      const textDigest = hashFields('test-text/v1', id, changes.revision ?? 1);
      const untilDay = addDays(day, 365);
      await offerChoice(database.identified, { kind, revision: 1, textDigest, day, untilDay, ...changes, id });
      return id;
    },
    async letAPublicationPass() {
      const rows = await database.identified.select().from(publication);
      const number = Math.max(0, ...rows.map((row) => row.number)) + 1;
      const slot = new Date(Math.max(0, ...rows.map((row) => row.slot.getTime())) + second);
      const done = { editionsDone: true, signaturesDone: true, checkpointDone: true };
      await database.identified.insert(publication).values({ number, slot, day: dayOf(slot), ...done });
    },
    async nameUnits(registerId, number, units) {
      const rows = Object.entries(units).map(([unitPath, live]) => ({
        ...{ registerId, edition: number, unitPath, live },
        groupRoot: toBytes32(unitRoot(registerId, number, unitPath)),
      }));
      await database.identified.insert(editionUnit).values(rows);
    },
    async choiceBody(act) {
      const { kind, id, person, choice, n = 0, edition: named, unit, proves = {}, provesUnit = {} } = act;
      const [row] = await database.published
        .select()
        .from(choiceSubject)
        .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)));
      const register = row?.registerId ?? 1;
      const editions = await database.published.select().from(edition).where(eq(edition.registerId, register));
      const used = named ?? editions.length;
      const root = editions.find(({ number }) => number === used)?.groupRoot;
      const textDigest = row?.textDigest ?? new Uint8Array(32);
      const nullifier = (who: string) => asNullifier(toBigInt(nullifierOn(kind, id, who)));
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(root ? fromBytes32(root) : 1n),
        nullifier: nullifier(person),
        scope: reduce(choiceScope(proves.organisation ?? settings.organisation, proves.kind ?? kind, proves.id ?? id)),
        message: reduce(choiceMessage(proves.textDigest ?? textDigest, proves.choice ?? choice, n)),
      });
      const body: ChoiceBody = {
        ...{ v: 1, kind, id, revision: act.revision ?? row?.revision ?? 1, register, edition: used, choice, n },
        ...{ depth: 17, root: proof.root, nullifier: proof.nullifier, points: [...proof.points] },
      };
      if (unit === undefined) return body;
      const about = provesUnit.textDigest ?? textDigest;
      const inUnit = simulator.prove({
        depth: 17,
        root: asGroupRoot(unitRoot(register, used, unit)),
        nullifier: nullifier(provesUnit.person ?? person),
        scope: reduce(
          choiceScope(provesUnit.organisation ?? settings.organisation, provesUnit.kind ?? kind, provesUnit.id ?? id),
        ),
        message: reduce(
          provesUnit.choice ? choiceMessage(about, provesUnit.choice, n) : unitMessage(about, provesUnit.path ?? unit),
        ),
      });
      return { ...body, unit: { path: unit, root: inUnit.root, points: [...inUnit.points] } };
    },
    postChoice: (body) => acceptChoice(chooseDeps, body),
    choose: async (act) => house.postChoice(await house.choiceBody(act)),
  };
  return house;
}
