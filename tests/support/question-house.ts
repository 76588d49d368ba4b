import type { AppLoadContext } from '@remix-run/node';
import { desc } from 'drizzle-orm';
import { hashFields, toBigInt } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { questionMessage, questionScope, reduce } from '~/crypto/semaphore/statement';
import type { AskingBody } from '~/features/anonymous/questions/asking.schema';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { questionTextDigest, type QuestionSubject } from '~/features/published/questions/question';
import { dayOf } from '~/platform/clock';
import { action as ask } from '~/routes/unseen.questions';
import { edition } from '~db/schema/published';
import { response } from '~db/schema/published-answers';
import { openSigningHouse, type SigningHouse } from './signing-house';

/*
 * A signing house in which questions are asked through the route, as from a device; only that somebody stands on the
 * register is made up.
 */

export interface AskInput {
  readonly petition: string;
  /** Whoever it is: the same person, day and slot give the same nullifier. */
  readonly person: string;
  readonly body?: string;
  readonly about?: QuestionSubject;
  readonly day?: string;
  readonly slot?: number;
  readonly register?: number;
  readonly edition?: number;
  /** Of a real key, instead of the made-up one. */
  readonly nullifier?: bigint;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: {
    readonly organisation?: string;
    readonly day?: string;
    readonly slot?: number;
    readonly petition?: string;
    readonly about?: QuestionSubject;
    readonly body?: string;
  };
}

export interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Headers;
}

export interface QuestionHouse extends SigningHouse {
  /** 32 bytes. */
  readonly slotNullifier: (day: string, slot: number, person: string) => Uint8Array;
  readonly askingBody: (input: AskInput) => Promise<AskingBody>;
  readonly send: (body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  readonly ask: (input: AskInput) => Promise<Answer>;
  /** Makes as if leadership had responded. */
  readonly respond: (petition: string) => Promise<void>;
  /** The minute's rewriting. */
  readonly rewrite: () => Promise<void>;
}

export const soundQuestion = 'Who could read the recordings, and since when?';

/** A house at noon of 2026-06-10 with a register of 100. */
export async function openQuestionHouse(): Promise<QuestionHouse> {
  const house = await openSigningHouse();
  const { database, settings, clock, simulator, deps } = house;
  const { organisation } = settings;
  const context = {
    clock,
    settings,
    wing: { name: 'anonymous', db: database.anonymous, verification: deps.verification, receipts: deps.receipts },
  } as unknown as AppLoadContext;
  const questions: Omit<QuestionHouse, keyof SigningHouse> = {
    slotNullifier: (day, slot, person) =>
      toBytes32(toBigInt(hashFields('test-nullifier/v1', 'question', day, slot, person)) % FIELD_ORDER),
    async askingBody(input) {
      const { petition, person, body = soundQuestion, about = 'petition', slot = 0, proves = {} } = input;
      const day = input.day ?? dayOf(clock.now());
      const text = { petition, about, body };
      const editions = await database.published
        .select()
        .from(edition)
        .orderBy(desc(edition.registerId), desc(edition.number));
      const used = editions.find(
        ({ registerId, number }) =>
          (input.register === undefined || registerId === input.register) &&
          (input.edition === undefined || number === input.edition),
      );
      const { organisation: house_ = organisation, day: day_ = day, slot: slot_ = slot, ...words } = proves;
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(used ? fromBytes32(used.groupRoot) : 1n),
        nullifier: asNullifier(input.nullifier ?? toBigInt(questions.slotNullifier(day, slot, person))),
        scope: reduce(questionScope(house_, day_, slot_)),
        message: reduce(questionMessage(questionTextDigest({ ...text, ...words }))),
      });
      return {
        ...{ v: 1, ...text, day, slot, depth: 17 },
        ...{ register: input.register ?? used?.registerId ?? 1, edition: input.edition ?? used?.number ?? 1 },
        ...{ root: proof.root, nullifier: proof.nullifier, points: [...proof.points] },
      };
    },
    async send(body, headers = {}) {
      const request = new Request('https://questions.example/unseen/questions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const answer = await ask({ request, context, params: {} });
      return { status: answer.status, json: await answer.json(), headers: answer.headers };
    },
    ask: async (input) => questions.send(await questions.askingBody(input)),
    async respond(petitionId) {
      await database.identified.insert(response).values({
        ...{ petitionId, revision: 1, day: dayOf(clock.now()), verdictQuorum: 50, verdictPercent: 50 },
      });
    },
    rewrite: () => rewriteWaiting(database.anonymous),
  };
  return { ...house, ...questions };
}

/** Status and code of a refusal. */
export function refusal({ status, json }: Answer): [number, unknown] {
  return [status, (json as { error?: unknown } | null)?.error];
}
