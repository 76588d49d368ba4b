import { base64 } from '@scure/base';
import { open } from '~/crypto/age/age-file';
import { bytesOf, streamOf } from '~/crypto/byte-stream';
import { fileDigest, toHex } from '~/crypto/hash';
import { conversationAnswer, type Conversation } from './conversation.schema';
import { parseManifest, type Manifest } from './manifest';
import { parseMessageContent, type MessageContent } from './message-content';
import type { Receipt } from './receipt';
import { readPart } from './sealed-part';
import { signRequest } from './signed-request';
import { askUnseen } from './unseen-request';

/** A message as its reporter reads it. */
export interface ReadMessage {
  readonly number: number;
  /** `reporter`, or a handler's fingerprint in hex. */
  readonly sender: string;
  readonly day: string;
  /** When a handler first read it. */
  readonly readDay: string | null;
  /** Null where it cannot be read: it was changed, or was not encrypted to these words. */
  readonly said: { readonly content: MessageContent; readonly parts: Manifest['parts'] } | null;
}

export interface ReadConversation extends Omit<Conversation, 'messages'> {
  readonly messages: readonly ReadMessage[];
  /** Text of the first manifest, for the proof of filing. */
  readonly firstManifest: string | null;
}

const path = '/unseen/concerns/conversation';

/**
 * Asks for the conversation of these words and decrypts its texts. Null where there is nothing: never was, or is no more.
 * @param day 'YYYY-MM-DD', today
 * @throws UnseenError
 */
export async function readConversation(
  receipt: Receipt,
  { organisation, day }: { readonly organisation: string; readonly day: string },
): Promise<ReadConversation | null> {
  const request = signRequest(receipt.signing, { organisation, path, request: { day } });
  const answer = await askUnseen(path, request, conversationAnswer);
  if (answer.state === 'nothing') return null;
  const messages = await Promise.all(answer.messages.map((message) => readMessage(message, answer, receipt)));
  const first = answer.messages.find(({ number }) => number === 0);
  return { ...answer, messages, firstManifest: first?.manifest ?? null };
}

/** Fingerprints to whom nothing may be encrypted: left out by the reporter at first, or hidden from by a handler. */
export function notToBeRead({ hiddenFrom, messages }: ReadConversation): readonly string[] {
  const first = messages.find(({ number, sender }) => number === 0 && sender === 'reporter');
  return [...new Set([...hiddenFrom, ...(first?.said?.content.leftOut ?? [])])];
}

async function readMessage(
  { number, sender, day, readDay, manifest, text }: Conversation['messages'][number],
  { programme }: Conversation,
  receipt: Receipt,
): Promise<ReadMessage> {
  const seen = { number, sender, day, readDay };
  try {
    const said = parseManifest(manifest);
    const [first] = said.parts;
    const bytes = base64.decode(text);
    // The server is not trusted to keep messages and their frames together.
    const belongs =
      said.concern === toHex(receipt.concern) &&
      said.number === number &&
      said.sender === sender &&
      said.programme === programme &&
      said.audience === 'all' &&
      first?.chunks.length === 1 &&
      first.chunks[0] === toHex(await fileDigest(bytes));
    if (!belongs) return { ...seen, said: null };
    const { header, body } = await readPart(streamOf(await open(bytes, { identity: receipt.identity })));
    if (header.type !== 'text') return { ...seen, said: null };
    const content = parseMessageContent(await bytesOf(body));
    const areThere = content.files.every(({ part }) => said.parts[part] !== undefined);
    return { ...seen, said: areThere ? { content, parts: said.parts } : null };
  } catch {
    return { ...seen, said: null };
  }
}
