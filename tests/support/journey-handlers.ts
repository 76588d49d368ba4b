import { randomBytes } from 'node:crypto';
import { max } from 'drizzle-orm';
import type { z } from 'zod';
import { open } from '~/crypto/age/age-file';
import type { JsonValue } from '~/crypto/canonical-json';
import { fromHex } from '~/crypto/hash';
import { bytesOf, streamOf } from '~/crypto/byte-stream';
import { concernList, type HandledConcern } from '~/features/anonymous/concerns/conversation.schema';
import { encodeManifest, parseManifest } from '~/features/anonymous/concerns/manifest';
import { parseMessageContent, type MessageContent } from '~/features/anonymous/concerns/message-content';
import { openFile } from '~/features/anonymous/concerns/open-file';
import { readPart } from '~/features/anonymous/concerns/sealed-part';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { handlerFingerprint, handlerKeys, handlerStatement, type HandlerKeys } from '~/features/published/handlers/handler-key'; // prettier-ignore
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { publishRevisions } from '~/features/published/programmes/publish-revisions.server';
import { demoCompany } from '~/platform/environment';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import type { JourneyHouse } from './journey-house';
import { sealed } from './packed-messages';

/** A handler with real keys who asks the running server, as the desk does. */
export interface JourneyHandler extends HandlerKeys {
  /** Hex. */
  readonly fingerprint: string;
  readonly name: string;
  /** Everything this handler sees. */
  readonly list: () => Promise<readonly HandledConcern[]>;
  /** Decrypts the text of a message. */
  readonly read: (concern: HandledConcern, number: number) => Promise<MessageContent>;
  /** Decrypts a file of a message. */
  readonly readFile: (concern: HandledConcern, number: number, part: number) => Promise<Uint8Array>;
  readonly markRead: (concern: HandledConcern, number: number) => Promise<void>;
  readonly reply: (concern: HandledConcern, text: string) => Promise<void>;
}

/** Of a house, what letting handlers in needs. */
export interface HandlersHouse {
  readonly server: Pick<JourneyHouse['server'], 'url'>;
  readonly database: Pick<JourneyHouse['database'], 'identified'>;
  readonly now: () => Date;
  /** The demo company's unless given. */
  readonly organisation?: string;
}

/** Lets handlers in, each by the first, with keys that a browser's check accepts. */
export async function letInHandlers(house: HandlersHouse, names: readonly string[]): Promise<JourneyHandler[]> {
  const { identified } = house.database;
  const organisation = organisationOf(house);
  const day = dayIn(house);
  const handlers: JourneyHandler[] = [];
  const [last] = await identified.select({ number: max(handlerKey.number) }).from(handlerKey);
  for (const name of names) {
    const keys = await handlerKeys(new Uint8Array(randomBytes(16)));
    const fingerprint = handlerFingerprint(organisation, keys.signing.publicKey, keys.recipient);
    const handler = handlerOf(house, { ...keys, fingerprint, name });
    const by = handlers[0] ?? handler;
    handlers.push(handler);
    await identified.insert(handlerKey).values({
      fingerprint: fromHex(fingerprint),
      number: (last?.number ?? 0) + handlers.length,
      name,
      signingKey: keys.signing.publicKey,
      recipient: keys.recipient,
      addedDay: day,
      addedBy: fromHex(by.fingerprint),
      signature: by.signing.sign(
        handlerStatement({ organisation, act: 'added', fingerprint, name, by: by.fingerprint, day }),
      ),
    });
  }
  return handlers;
}

function handlerOf(
  house: HandlersHouse,
  keys: HandlerKeys & { readonly fingerprint: string; readonly name: string },
): JourneyHandler {
  const { signing, identity, fingerprint } = keys;
  const organisation = organisationOf(house);
  const ask = async (act: string, request: Record<string, JsonValue>) => {
    const path = `/unseen/handling/${act}`;
    const body = signRequest(signing, { organisation, path, request: { day: dayIn(house), ...request } });
    return post(house, path, JSON.stringify(body), 'application/json');
  };
  const askJson = async <T>(act: string, request: Record<string, JsonValue>, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(JSON.parse(new TextDecoder().decode(await ask(act, request))));
  return {
    ...keys,
    list: async () => (await askJson('list', { after: null, limit: 50 }, concernList)).concerns,
    async read({ messages }, number) {
      const message = messages.find((each) => each.number === number);
      const plain = await open(Uint8Array.from(Buffer.from(message?.text ?? '', 'base64')), { identity });
      return parseMessageContent(await bytesOf((await readPart(streamOf(plain))).body));
    },
    async readFile(concern, number, part) {
      const content = await this.read(concern, number);
      const listed = content.files.find((file) => file.part === part);
      const manifest = parseManifest(concern.messages.find((each) => each.number === number)?.manifest ?? '');
      if (!listed) throw new Error(`there is no file ${String(part)}`);
      const file = await openFile({ listed, chunks: manifest.parts[part]?.chunks ?? [] }, { identity }, (hash) =>
        ask('chunk', { concern: concern.concern, number, hash }),
      );
      return new Uint8Array(await file.arrayBuffer());
    },
    async markRead({ concern }, number) {
      await ask('read', { concern, number });
    },
    async reply(concern, text) {
      const { replyTo } = await this.read(concern, 0);
      const parts = await sealed({ text, to: [replyTo ?? '', keys.recipient] });
      const manifest = encodeManifest({
        v: 1,
        concern: concern.concern,
        programme: concern.programme,
        number: concern.next,
        sender: fingerprint,
        audience: 'all',
        parts: parts.map(({ size, chunks }) => ({ size, chunks: chunks.map(({ hash }) => hash) })),
      });
      await ask('message', { manifest });
      for (const { hash, bytes } of parts.flatMap(({ chunks }) => chunks)) {
        const path = `/unseen/concerns/chunks/${concern.concern}/${String(concern.next)}/${hash}`;
        await post(house, path, bytes, 'application/octet-stream');
      }
    },
  };
}

async function post(house: HandlersHouse, path: string, body: string | Uint8Array, type: string): Promise<Uint8Array> {
  const response = await fetch(`${house.server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : Uint8Array.from(body),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${new TextDecoder().decode(bytes)}`);
  return bytes;
}

function organisationOf({ organisation = demoCompany.organisation }: HandlersHouse): string {
  return organisation;
}

function dayIn(house: HandlersHouse): string {
  return house.now().toISOString().slice(0, 10);
}

/** Puts a programme on the register, with nothing answered but what is given. */
export async function publishProgramme(
  house: HandlersHouse,
  id: string,
  given: Pick<ProgrammeDocument, 'name'> & Partial<ProgrammeDocument>,
): Promise<void> {
  const document: ProgrammeDocument = {
    status: 'active',
    owner: null,
    purpose: null,
    collected: null,
    fromWhom: null,
    since: null,
    retention: null,
    readers: null,
    processedWhere: null,
    reviews: { privacy: null, security: null, worksCouncil: null, legalBasis: null },
    optOut: null,
    exemptions: null,
    incidents: null,
    questions: [],
    ...given,
  };
  await inTransaction(house.database.identified, (tx) =>
    publishRevisions(tx, {
      organisation: organisationOf(house),
      revisions: [{ id, base: 0, document: () => document }],
      editorName: 'Lena Leader',
      reason: 'Entered for a journey.',
      day: dayIn(house),
    }),
  );
}
