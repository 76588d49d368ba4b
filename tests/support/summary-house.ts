import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { hashFields, toBigInt } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { corroborationMessage, corroborationScope, reduce, type Corroboration } from '~/crypto/semaphore/statement';
import { signingKey, type SigningKey } from '~/crypto/signing-key';
import {
  acceptCorroboration,
  type CorroborateDeps,
} from '~/features/anonymous/corroborations/accept-corroboration.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { publishSummary } from '~/features/published/summaries/publish-summary.server';
import { summaryTextDigest } from '~/features/published/summaries/summary';
import { signSummary, type SummaryRequest } from '~/features/published/summaries/summary.schema';
import { dayOf } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { edition } from '~db/schema/published';
import { handlerKey, summary } from '~db/schema/published-concerns';
import { openSigningHouse, type SigningHouse } from './signing-house';

/*
 * A signing house with a handler in it, who publishes summaries: their corroborations have simulated proofs, as signatures
 * have there.
 */

export interface CorroborateInput {
  readonly summary: string;
  /** Whoever it is: the same person and summary give the same nullifier. */
  readonly person: string;
  readonly choice?: Corroboration;
  readonly n?: number;
  readonly edition?: number;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: {
    readonly organisation?: string;
    readonly summary?: string;
    readonly choice?: Corroboration;
    readonly body?: string;
  };
}

/** What is posted to `/unseen/corroborations`; loose, so that tests can send what is wrong. */
export type CorroborationBody = Record<string, unknown> & {
  nullifier: string;
  root: string;
  points: string[];
  n: number;
};

export interface TestHandler {
  readonly signing: SigningKey;
  /** 32 bytes. */
  readonly fingerprint: Uint8Array;
}

export interface SummaryHouse extends SigningHouse {
  readonly settings: Settings;
  readonly handler: TestHandler;
  readonly addHandler: (name: string) => Promise<TestHandler>;
  /** What a handler's browser posts. */
  readonly request: (changes?: Partial<SummaryRequest>, by?: TestHandler) => SummaryRequest;
  /** Publishes a summary and gives its name. */
  readonly publishSummary: (changes?: Partial<SummaryRequest>, by?: TestHandler) => Promise<string>;
  readonly corroborateDeps: CorroborateDeps;
  readonly corroborationBody: (act: CorroborateInput) => Promise<CorroborationBody>;
  readonly postCorroboration: (body: unknown) => Promise<{ acts: number }>;
  readonly corroborate: (act: CorroborateInput) => Promise<{ acts: number }>;
}

export const summaryText = {
  title: 'Screens were recorded during breaks',
  body: 'Several of us found that recording went on during breaks.\n\nIt was said to stop.',
};

/** A signing house with one handler. Production's floors: ten. */
export async function openSummaryHouse(): Promise<SummaryHouse> {
  const house = await openSigningHouse();
  const { database, settings, clock, simulator } = house;
  let handlers = 0;
  const addHandler = async (name: string): Promise<TestHandler> => {
    const signing = signingKey(randomBytes(32));
    const fingerprint = new Uint8Array(randomBytes(32));
    handlers += 1;
    await database.identified.insert(handlerKey).values({
      ...{ fingerprint, number: handlers, name, signingKey: signing.publicKey, recipient: `age1pq1test${handlers}` },
      ...{ addedDay: '2026-06-01', addedBy: fingerprint, signature: new Uint8Array(64) },
    });
    return { signing, fingerprint };
  };
  const handler = await addHandler('Hana Handler');
  const nullifier = (id: string, person: string) =>
    toBytes32(toBigInt(hashFields('test-nullifier/v1', id, person)) % FIELD_ORDER);
  const request = (changes: Partial<SummaryRequest> = {}, by = handler): SummaryRequest => {
    const said = { id: randomId(), programme: null, field: null, ...summaryText, day: dayOf(clock.now()), ...changes };
    const { signature, ...unsigned } = { signature: undefined, ...said };
    const signed = signSummary(by.signing, { organisation: settings.organisation, ...unsigned });
    return signature === undefined ? signed : { ...signed, signature };
  };
  const corroborateDeps = { ...house.deps, db: database.anonymous };
  const summaryHouse: SummaryHouse = {
    ...house,
    handler,
    addHandler,
    nullifier,
    request,
    async publishSummary(changes, by = handler) {
      const published = await publishSummary(
        { db: database.anonymous, clock, settings },
        { key: by.signing.publicKey, request: request(changes, by) },
      );
      return published.summary;
    },
    corroborateDeps,
    async corroborationBody({ summary: id, person, choice = 'me-too', n = 0, edition: number, proves = {} }) {
      const [row] = await database.published.select().from(summary).where(eq(summary.id, id));
      const register = row?.registerId ?? 1;
      const editions = await database.published.select().from(edition).where(eq(edition.registerId, register));
      const used = number ?? editions.length;
      const root = editions.find((each) => each.number === used)?.groupRoot;
      const text = { title: row?.title ?? '', body: proves.body ?? row?.body ?? '' };
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(root ? fromBytes32(root) : 1n),
        nullifier: asNullifier(toBigInt(nullifier(id, person))),
        scope: reduce(corroborationScope(proves.organisation ?? settings.organisation, proves.summary ?? id)),
        message: reduce(corroborationMessage(summaryTextDigest(text), proves.choice ?? choice, n)),
      });
      const { root: rootText, nullifier: nullifierText, points } = proof;
      return {
        ...{ v: 1, summary: id, register, edition: used, choice, n, depth: 17 },
        ...{ root: rootText, nullifier: nullifierText, points: [...points] },
      };
    },
    postCorroboration: (body) => acceptCorroboration(corroborateDeps, body),
    corroborate: async (act) => summaryHouse.postCorroboration(await summaryHouse.corroborationBody(act)),
  };
  return summaryHouse;
}
