import type { AppLoadContext } from '@remix-run/node';
import { randomBytes } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import { hashFields, toBigInt, toHex } from '~/crypto/hash';
import { openedPetitionName, openingDigest, organizerActDigest, organizerKey, type Opening } from '~/crypto/organizing';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { openingMessage, openingScope, petitionTextDigest, reduce } from '~/crypto/semaphore/statement';
import type { SigningKey } from '~/crypto/signing-key';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import type { OpeningBody } from '~/features/anonymous/organizing/opening.schema';
import type { OrganizerActKind } from '~/features/anonymous/organizing/organizer-acts';
import type { OwnPetition } from '~/features/anonymous/organizing/own-petition.schema';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import { settlePetitions } from '~/features/identified/desks/settle-petitions.server';
import { closeDuePetitions } from '~/features/published/petitions/close-petitions.server';
import { moderationReasons, type DecidedAct } from '~/features/published/petitions/moderation';
import { openAcceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import { addDays, dayOf } from '~/platform/clock';
import { action as organizing } from '~/routes/unseen.organizing.act';
import { action as opening } from '~/routes/unseen.petitions';
import { edition, ledgerEntry, petition, publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { addPerson } from './people';
import type { Answer } from './question-house';
import { soundText } from './petition-house';
import { openSigningHouse, type SigningHouse } from './signing-house';

/*
 * A signing house in which somebody unknown starts and runs petitions through the routes, as from a device; only that they
 * stand on the register is made up. Moderators decide, and every publication opens and closes what it has to.
 */

/** Somebody with twelve words of one petition. */
export interface UnknownOrganizer {
  readonly entropy: Uint8Array;
  readonly signing: SigningKey;
  /** Hex. */
  readonly key: string;
  /** Of their petition. */
  readonly id: string;
}

export interface OpeningInput {
  readonly organizer: UnknownOrganizer;
  /** Whoever it is: the same person and day give the same nullifier. */
  readonly person: string;
  readonly day?: string;
  readonly edition?: number;
  /** Of a real key, instead of the made-up one. */
  readonly nullifier?: bigint;
  readonly opening?: Partial<Omit<Opening, 'key'>>;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: { readonly organisation?: string; readonly day?: string; readonly opening?: Partial<Opening> };
}

export interface OrganizingHouse extends SigningHouse {
  readonly organizer: () => UnknownOrganizer;
  readonly slotNullifier: (day: string, person: string) => Uint8Array;
  readonly openingBody: (input: OpeningInput) => Promise<OpeningBody>;
  readonly send: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly start: (input: OpeningInput) => Promise<Answer>;
  readonly actBody: (organizer: UnknownOrganizer, number: number, act: OrganizerActKind, body: string) => object;
  readonly actOn: (organizer: UnknownOrganizer, number: number, act: OrganizerActKind, body: string) => Promise<Answer>;
  /** What the organizer's words open now. @throws where the answer is a refusal */
  readonly read: (organizer: UnknownOrganizer) => Promise<OwnPetition | { readonly state: 'nothing' }>;
  readonly decide: (petitionId: string, act: DecidedAct, reasonCode?: string) => Promise<void>;
  /** The next publication: the clock goes to its slot, and what it decided is settled. */
  readonly nextPublication: () => Promise<void>;
  /** A petition of somebody unknown that is open. */
  readonly opened: (person: string) => Promise<UnknownOrganizer>;
  readonly ledger: () => Promise<Record<string, unknown>[]>;
  readonly rewrite: () => Promise<void>;
}

/** A house at noon of 2026-06-10 with a register of 100. */
export async function openOrganizingHouse(): Promise<OrganizingHouse> {
  const house = await openSigningHouse();
  const { database, settings, clock, simulator, deps } = house;
  const { identified, published, anonymous } = database;
  const context = {
    clock,
    settings,
    wing: { name: 'anonymous', db: anonymous, verification: deps.verification, receipts: deps.receipts },
  } as unknown as AppLoadContext;
  // Two of them: who decided does not decide on the appeal.
  const moderators = await Promise.all([0, 1].map(() => addPerson(identified, { roles: ['moderator'] })));
  const editions = (run: { readonly number: number; readonly day: string }) =>
    inTransaction(identified, async (tx) => {
      const [row] = await tx.select().from(publication).where(eq(publication.number, run.number)).for('no key update');
      if (row?.editionsDone) return;
      await tx.update(publication).set({ editionsDone: true }).where(eq(publication.number, run.number));
      await closeDuePetitions(tx, { day: run.day, publication: run.number });
      await openAcceptedPetitions(tx, { day: run.day, registerId: 1, rosterSize: 100, settings });
    });

  const own: Omit<OrganizingHouse, keyof SigningHouse> = {
    organizer() {
      const entropy = new Uint8Array(randomBytes(16));
      const signing = organizerKey(entropy);
      const id = openedPetitionName(settings.organisation, signing.publicKey);
      return { entropy, signing, key: toHex(signing.publicKey), id };
    },
    slotNullifier: (day, person) =>
      toBytes32(toBigInt(hashFields('test-nullifier/v1', 'open', day, person)) % FIELD_ORDER),
    async openingBody(input) {
      const { organizer, person, proves = {} } = input;
      const day = input.day ?? dayOf(clock.now());
      const said: Opening = {
        ...{ key: organizer.signing.publicKey, ...soundText, closesDay: addDays(day, 30), criticalMass: 10 },
        ...{ askedUnit: null, programme: null, field: null, sponsorsWanted: 0, sponsorLink: null },
        ...input.opening,
      };
      const all = await published.select().from(edition).orderBy(desc(edition.registerId), desc(edition.number));
      const used = all.find(({ number }) => input.edition === undefined || number === input.edition);
      const organisation = proves.organisation ?? settings.organisation;
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(used ? fromBytes32(used.groupRoot) : 1n),
        nullifier: asNullifier(input.nullifier ?? toBigInt(own.slotNullifier(day, person))),
        scope: reduce(openingScope(organisation, proves.day ?? day, 0)),
        message: reduce(openingMessage(openingDigest(organisation, { ...said, ...proves.opening }))),
      });
      const { key, demands, sponsorLink, ...rest } = said;
      return {
        ...{ v: 1, key: toHex(key), ...rest, demands: [...demands], day, slot: 0, depth: 17 },
        field: null,
        sponsorLink: sponsorLink && toHex(sponsorLink),
        ...{ register: used?.registerId ?? 1, edition: input.edition ?? used?.number ?? 1 },
        ...{ root: proof.root, nullifier: proof.nullifier, points: [...proof.points] },
      };
    },
    async send(path, body, headers = {}) {
      const request = new Request(`https://organizing.example${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const [, , kind, act = ''] = path.split('/');
      const route = kind === 'petitions' ? opening : organizing;
      const answer = await route({ request, context, params: { act } });
      return { status: answer.status, json: await answer.json(), headers: answer.headers };
    },
    start: async (input) => own.send('/unseen/petitions', await own.openingBody(input)),
    actBody({ signing, id }, number, act, body) {
      const digest = organizerActDigest(settings.organisation, { petition: id, number, act, body });
      return { v: 1, petition: id, number, act, body, signature: toHex(signing.sign(digest)) };
    },
    actOn: (organizer, ...act) => own.send('/unseen/organizing/acts', own.actBody(organizer, ...act)),
    async read({ signing }) {
      const path = '/unseen/organizing/read';
      const { organisation } = settings;
      const request = signRequest(signing, { organisation, path, request: { day: dayOf(clock.now()) } });
      const { status, json } = await own.send(path, request);
      if (status !== 200) throw new Error(JSON.stringify(json));
      return json as OwnPetition;
    },
    async decide(petitionId, act, reasonCode) {
      const [row] = await identified.select().from(petition).where(eq(petition.id, petitionId));
      const reason = moderationReasons.find((each) => each.act === act && each.code === (reasonCode ?? each.code));
      if (!row || !reason) throw new Error(`nothing to decide: ${petitionId} ${act}`);
      const second = act === 'grant' || act === 'uphold' ? 1 : 0;
      const { personNumber = '', name = '' } = moderators[second] ?? {};
      const textDigest = toHex(petitionTextDigest(row));
      await decidePetition(
        { db: identified, clock, settings, publicUrl: 'https://robin.example' },
        {
          actor: { personNumber, name, roles: ['employee', 'moderator'] },
          petitionId,
          decision: { act, reasonCode: reason.code, words: 'As the rules have it.', textDigest },
        },
      );
    },
    async nextPublication() {
      const today = dayOf(clock.now());
      const slot = `${today}T18:00:00Z`;
      clock.set(clock.now() < new Date(slot) ? slot : `${addDays(today, 1)}T18:00:00Z`);
      await house.publish({ editions });
      await settlePetitions({ db: identified, clock, settings, publicUrl: 'https://robin.example' });
    },
    async opened(person) {
      const organizer = own.organizer();
      const { status } = await own.start({ organizer, person });
      if (status !== 200) throw new Error(`not taken: ${String(status)}`);
      await own.nextPublication();
      await own.decide(organizer.id, 'accept');
      await own.nextPublication();
      return organizer;
    },
    async ledger() {
      const rows = await published.select().from(ledgerEntry).orderBy(ledgerEntry.index);
      return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>);
    },
    rewrite: () => rewriteWaiting(anonymous),
  };
  return { ...house, ...own };
}
