import { base64 } from '@scure/base';
import { seal } from '~/crypto/age/age-file';
import { bytesOf } from '~/crypto/byte-stream';
import { fileDigest, toHex } from '~/crypto/hash';
import type { HandledConcern } from '~/features/anonymous/concerns/conversation.schema';
import { encodeManifest } from '~/features/anonymous/concerns/manifest';
import { encodeMessageContent, type MessageContent } from '~/features/anonymous/concerns/message-content';
import { receiptOf, type Receipt } from '~/features/anonymous/concerns/receipt';
import { partStream } from '~/features/anonymous/concerns/sealed-part';
import type { DeskConcern } from '~/features/anonymous/handling/desk-concern';
import {
  handlerFingerprint,
  handlerKeys,
  type HandlerKey,
  type HandlerKeys,
} from '~/features/published/handlers/handler-key';

/** Concerns as the wire gives them to handlers, made in memory: no server. */

export const deskOrganisation = 'acme';

export interface TestHandler {
  readonly keys: HandlerKeys;
  readonly key: HandlerKey;
}

/** A handler whose key rests on a number, so that runs are alike. */
export async function testHandler(number: number, name = `Handler ${String(number)}`): Promise<TestHandler> {
  const keys = await handlerKeys(new Uint8Array(16).fill(number));
  const fingerprint = handlerFingerprint(deskOrganisation, keys.signing.publicKey, keys.recipient);
  const signingKey = toHex(keys.signing.publicKey);
  return { keys, key: { fingerprint, name, signingKey, recipient: keys.recipient } };
}

export interface TestMessage {
  readonly content?: Partial<MessageContent>;
  readonly sender?: string;
  readonly audience?: 'all' | 'handlers';
  readonly readDay?: string | null;
  readonly day?: string;
  readonly to: readonly TestHandler[];
}

/** The receipt of a reporter whose words rest on a number. */
export function testReceipt(number: number): Promise<Receipt> {
  const entropy = new Uint8Array(16).fill(0xaa);
  new DataView(entropy.buffer).setUint32(0, number);
  return receiptOf(entropy);
}

/** A concern with these messages, each sealed to the reporter and to the handlers it names. */
export async function handledConcern(
  receipt: Receipt,
  messages: readonly TestMessage[],
  fields: Partial<HandledConcern> = {},
): Promise<HandledConcern> {
  const concern = toHex(receipt.concern);
  const programme = fields.programme ?? null;
  const made: HandledConcern['messages'] = [];
  for (const [number, message] of messages.entries()) {
    made.push(await handledMessage(receipt, { concern, programme, number }, message));
  }
  return {
    state: 'received',
    programme,
    day: '2026-11-20',
    lastDay: '2026-11-20',
    acknowledgeBy: '2026-11-27',
    answerBy: '2027-02-20',
    acknowledgedDay: null,
    answeredDay: null,
    closedFor: null,
    deletedOn: '2027-11-20',
    hiddenFrom: [],
    next: messages.length,
    messages: made,
    concern,
    assignedTo: null,
    labels: null,
    labelsNumber: 0,
    grants: null,
    ...fields,
  };
}

async function handledMessage(
  receipt: Receipt,
  { concern, programme, number }: { concern: string; programme: string | null; number: number },
  { content, sender = 'reporter', audience = 'all', readDay = null, day = '2026-11-20', to }: TestMessage,
): Promise<HandledConcern['messages'][number]> {
  const body = encodeMessageContent({
    v: 1,
    kind: null,
    programmeField: null,
    answers: [],
    text: '',
    files: [],
    replyTo: sender === 'reporter' ? receipt.recipient : null,
    ...content,
  });
  const plain = await bytesOf(partStream({ v: 1, type: 'text' }, body, body.length));
  const recipients = [...(audience === 'all' ? [receipt.recipient] : []), ...to.map(({ key }) => key.recipient)];
  const text = await seal(plain, recipients);
  const part = { size: text.length, chunks: [toHex(await fileDigest(text))] };
  const files = (content?.files ?? []).map(({ part: at }) => ({
    size: 1_000,
    chunks: [toHex(new Uint8Array(32).fill(number * 21 + at))],
  }));
  const manifest = encodeManifest({ v: 1, concern, programme, number, sender, audience, parts: [part, ...files] });
  return { number, sender, audience, day, readDay, manifest, text: base64.encode(text) };
}

/** A concern on the desk, for tests that need no encryption. */
export function deskConcern(key: string, fields: Partial<DeskConcern> = {}, text = ''): DeskConcern {
  return {
    key,
    programme: null,
    state: 'received',
    day: '2026-11-20',
    lastDay: '2026-11-20',
    acknowledgeBy: '2026-11-27',
    answerBy: '2027-02-20',
    acknowledgedDay: null,
    answeredDay: null,
    closedFor: null,
    deletedOn: '2027-11-20',
    hiddenFrom: [],
    assignedTo: null,
    labels: [],
    labelsNumber: 0,
    labelsKey: null,
    next: 1,
    messages: [
      {
        number: 0,
        sender: 'reporter',
        audience: 'all',
        day: '2026-11-20',
        readDay: null,
        parts: [{ size: 1, chunks: ['00'.repeat(32)] }],
        text: { kind: 'open', fileKey: new Uint8Array(16), content: contentOf(text) },
      },
    ],
    granted: new Map(),
    ...fields,
  };
}

function contentOf(text: string): MessageContent {
  return { v: 1, kind: 'leak', programmeField: null, answers: [], text, files: [], replyTo: null };
}
