import { manifestDigest } from '~/crypto/filing';
import { randomBytes } from 'node:crypto';
import type { ActionFunctionArgs, AppLoadContext } from '@remix-run/node';
import { desc, eq } from 'drizzle-orm';
import { hashFields, toBase64Url, toBigInt, toHex } from '~/crypto/hash';
import { asGroupRoot, asNullifier, FIELD_ORDER, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import { concernMessage, concernScope, reduce } from '~/crypto/semaphore/statement';
import type { JsonValue } from '~/crypto/canonical-json';
import { encodeManifest, type Manifest } from '~/features/anonymous/concerns/manifest';
import type { RaisingBody } from '~/features/anonymous/concerns/raise-concern.schema';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { handlerFingerprint, handlerKeys, handlerStatement, type HandlerKeys } from '~/features/published/handlers/handler-key'; // prettier-ignore
import { dayOf } from '~/platform/clock';
import { action as raise } from '~/routes/unseen.concerns';
import { action as asReporter } from '~/routes/unseen.concerns.act';
import { action as chunks } from '~/routes/unseen.concerns.chunks';
import { action as handling } from '~/routes/unseen.handling';
import { edition } from '~db/schema/published';
import { handlerKey } from '~db/schema/published-concerns';
import { programme } from '~db/schema/published-programmes';
import { packed, type Packed } from './packed-messages';
import { openSigningHouse, type SigningHouse } from './signing-house';

/*
 * A signing house with handlers, whose keys are real, and a programme. Concerns go through the routes as they do from a
 * device; only that somebody stands on the register is made up.
 */

export interface HouseHandler extends HandlerKeys {
  /** Hex. */
  readonly fingerprint: string;
  readonly name: string;
}

export interface Answer {
  readonly status: number;
  /** What was answered, if it was JSON. */
  readonly json: unknown;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

export interface RaiseInput {
  /** Whoever it is: the same person, day and slot give the same nullifier. */
  readonly person: string;
  readonly slot?: number;
  readonly day?: string;
  readonly programme?: string | null;
  readonly receipt?: Receipt;
  /** Ciphertext of the parts; random bytes of about a text's size unless given. */
  readonly parts?: Packed;
  readonly edition?: number;
  readonly register?: number;
  /** Of a real key, instead of the made-up one. */
  readonly nullifier?: bigint;
  /** What the proof is about where it is not what it should be about. */
  readonly proves?: {
    readonly organisation?: string;
    readonly day?: string;
    readonly slot?: number;
    readonly manifest?: string;
  };
}

/** A concern as its reporter's device knows it. */
export interface RaisedInHouse {
  readonly receipt: Receipt;
  /** Hex. */
  readonly concern: string;
  readonly manifest: Manifest;
  readonly parts: Packed;
}

export interface WriteInput {
  readonly number: number;
  readonly parts?: Packed;
  readonly programme?: string | null;
  readonly audience?: 'all' | 'handlers';
}

export interface ConcernHouse extends SigningHouse {
  /** Let in first, and by herself. */
  readonly hana: HouseHandler;
  /** The programme of concerns unless said otherwise. */
  readonly programme: string;
  readonly addHandler: (name: string) => Promise<HouseHandler>;
  readonly retireHandler: (handler: HouseHandler) => Promise<void>;
  readonly addProgramme: (id: string) => Promise<string>;
  /** 32 bytes. */
  readonly slotNullifier: (day: string, slot: number, person: string) => Uint8Array;
  readonly send: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** What is posted to `/unseen/concerns`, and what it is made of. */
  readonly raisingBody: (input: RaiseInput) => Promise<RaisedInHouse & { readonly body: RaisingBody }>;
  /** Raises a concern with all of its chunks. */
  readonly raise: (input: RaiseInput) => Promise<RaisedInHouse>;
  readonly sendChunk: (concern: string, number: number, hash: string, bytes: Uint8Array) => Promise<Answer>;
  readonly upload: (concern: string, number: number, parts: Packed) => Promise<void>;
  /** Asks as the reporter of these words. */
  readonly ask: (receipt: Receipt, act: string, request?: Record<string, JsonValue>) => Promise<Answer>;
  readonly askAsHandler: (handler: HouseHandler, act: string, request?: Record<string, JsonValue>) => Promise<Answer>;
  /** Posts the manifest of a further message. */
  readonly begin: (
    from: Receipt | HouseHandler,
    concern: string,
    input: WriteInput & { parts: Packed },
  ) => Promise<Answer>;
  /** Writes a whole further message. */
  readonly write: (from: Receipt | HouseHandler, concern: string, input: WriteInput) => Promise<Packed>;
}

const origin = 'https://concerns.example';
const json = { 'content-type': 'application/json' };
const octets = { 'content-type': 'application/octet-stream' };

/** A house at noon of 2026-06-10 with a register of 100, one handler and one programme. */
export async function openConcernHouse(): Promise<ConcernHouse> {
  const house = await openSigningHouse();
  const { database, settings, clock, simulator, deps } = house;
  const { organisation } = settings;
  const context = {
    clock,
    settings,
    wing: { name: 'anonymous', db: database.anonymous, verification: deps.verification, receipts: deps.receipts },
  } as unknown as AppLoadContext;
  const today = () => dayOf(clock.now());
  const handlers: HouseHandler[] = [];

  const concerns: Omit<ConcernHouse, keyof SigningHouse | 'hana' | 'programme'> = {
    async addHandler(name) {
      const keys = await handlerKeys(new Uint8Array(randomBytes(16)));
      const fingerprint = handlerFingerprint(organisation, keys.signing.publicKey, keys.recipient);
      const handler = { ...keys, fingerprint, name };
      const by = handlers[0] ?? handler;
      const statement = handlerStatement({
        organisation,
        act: 'added',
        fingerprint,
        name,
        by: by.fingerprint,
        day: today(),
      });
      handlers.push(handler);
      await database.identified.insert(handlerKey).values({
        ...{ fingerprint: bytesOf(fingerprint), number: handlers.length, name, signingKey: keys.signing.publicKey },
        ...{ recipient: keys.recipient, addedDay: today(), addedBy: bytesOf(by.fingerprint) },
        signature: by.signing.sign(statement),
      });
      return handler;
    },
    async retireHandler({ fingerprint }) {
      await database.identified
        .update(handlerKey)
        .set({ retiredDay: today(), retiredBy: 'office' })
        .where(eq(handlerKey.fingerprint, bytesOf(fingerprint)));
    },
    async addProgramme(id) {
      await database.identified
        .insert(programme)
        .values({ id, state: 'active', revision: 1, enteredDay: '2026-06-01' });
      return id;
    },
    slotNullifier: (day, slot, person) =>
      toBytes32(toBigInt(hashFields('test-nullifier/v1', 'concern', day, slot, person)) % FIELD_ORDER),
    async send(path, body, headers = {}) {
      const isChunk = body instanceof Uint8Array;
      const { act, params } = routeOf(path);
      const request = new Request(`${origin}${path}`, {
        method: 'POST',
        headers: { ...(isChunk ? octets : json), ...headers },
        body: isChunk ? Uint8Array.from(body) : typeof body === 'string' ? body : JSON.stringify(body),
      });
      return answerOf(await act({ request, context, params }));
    },
    async raisingBody(input) {
      const { person, slot = 0, day = today(), programme: about = mainProgramme, proves = {} } = input;
      const receipt = input.receipt ?? (await receiptOf(new Uint8Array(randomBytes(16))));
      const parts = input.parts ?? randomText();
      const concern = toHex(receipt.concern);
      const manifest: Manifest = {
        ...{ v: 1, concern, programme: about, number: 0, sender: 'reporter', audience: 'all' },
        parts: parts.map(({ size, chunks: all }) => ({ size, chunks: all.map(({ hash }) => hash) })),
      };
      const text = encodeManifest(manifest);
      const editions = await database.published
        .select()
        .from(edition)
        .orderBy(desc(edition.registerId), desc(edition.number));
      const used = editions.find(
        ({ registerId, number }) =>
          (input.register === undefined || registerId === input.register) &&
          (input.edition === undefined || number === input.edition),
      );
      const proof = simulator.prove({
        depth: 17,
        root: asGroupRoot(used ? fromBytes32(used.groupRoot) : 1n),
        nullifier: asNullifier(input.nullifier ?? toBigInt(concerns.slotNullifier(day, slot, person))),
        scope: reduce(concernScope(proves.organisation ?? organisation, proves.day ?? day, proves.slot ?? slot)),
        message: reduce(concernMessage(manifestDigest(organisation, proves.manifest ?? text))),
      });
      const body: RaisingBody = {
        ...{ v: 1, manifest: text, day, slot, depth: 17 },
        ...{ register: input.register ?? used?.registerId ?? 1, edition: input.edition ?? used?.number ?? 1 },
        ...{ root: proof.root, nullifier: proof.nullifier, points: [...proof.points], salt: toBase64Url(receipt.salt) },
      };
      return { receipt, concern, manifest, parts, body };
    },
    async raise(input) {
      const { body, ...raised } = await concerns.raisingBody(input);
      accepted(await concerns.send('/unseen/concerns', body));
      await concerns.upload(raised.concern, 0, raised.parts);
      return raised;
    },
    sendChunk: (concern, number, hash, bytes) =>
      concerns.send(`/unseen/concerns/chunks/${concern}/${String(number)}/${hash}`, bytes),
    async upload(concern, number, parts) {
      for (const { hash, bytes } of parts.flatMap((part) => part.chunks)) {
        accepted(await concerns.sendChunk(concern, number, hash, bytes));
      }
    },
    ask(receipt, act, request = {}) {
      const path = `/unseen/concerns/${act}`;
      const signed = signRequest(receipt.signing, { organisation, path, request: { day: today(), ...request } });
      return concerns.send(path, signed);
    },
    askAsHandler(handler, act, request = {}) {
      const path = `/unseen/handling/${act}`;
      const signed = signRequest(handler.signing, { organisation, path, request: { day: today(), ...request } });
      return concerns.send(path, signed);
    },
    begin(from, concern, { number, parts, programme: about = mainProgramme, audience = 'all' }) {
      const manifest = encodeManifest({
        ...{ v: 1, concern, programme: about, number, audience },
        sender: 'fingerprint' in from ? from.fingerprint : 'reporter',
        parts: parts.map(({ size, chunks: all }) => ({ size, chunks: all.map(({ hash }) => hash) })),
      });
      return 'fingerprint' in from
        ? concerns.askAsHandler(from, 'message', { manifest })
        : concerns.ask(from, 'message', { manifest });
    },
    async write(from, concern, input) {
      const parts = input.parts ?? randomText();
      accepted(await concerns.begin(from, concern, { ...input, parts }));
      await concerns.upload(concern, input.number, parts);
      return parts;
    },
  };
  const mainProgramme = await concerns.addProgramme('keystrokes');
  return { ...house, ...concerns, programme: mainProgramme, hana: await concerns.addHandler('Hana Handler') };
}

/** Random bytes about as long as a short text's ciphertext: for tests that do not look inside. */
export function randomText(): Packed {
  return packed([new Uint8Array(randomBytes(500))]);
}

/** The answer, if it is 200. */
export function accepted(answer: Answer): Answer {
  if (answer.status !== 200) throw new Error(`${String(answer.status)} ${JSON.stringify(answer.json)}`);
  return answer;
}

/** Status and code of a refusal. */
export function refusal({ status, json: body }: Answer): [number, unknown] {
  return [status, (body as { error?: unknown } | null)?.error];
}

type Action = (args: ActionFunctionArgs) => Promise<Response>;

function routeOf(path: string): { act: Action; params: Record<string, string> } {
  const [, , what = '', act = '', concern = '', number = '', hash = ''] = path.split('/').map(decodeURIComponent);
  if (what === 'handling') return { act: handling, params: { act } };
  if (act === 'chunks' && hash) return { act: chunks, params: { concern, number, hash } };
  return act ? { act: asReporter, params: { act } } : { act: raise, params: {} };
}

async function answerOf(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body: unknown = isJson ? JSON.parse(Buffer.from(bytes).toString()) : null;
  return { status: response.status, json: body, bytes, headers: response.headers };
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
