import { base64 } from '@scure/base';
import { fileKeyOf, openStream } from '~/crypto/age/age-file';
import { AgeError } from '~/crypto/age/age-error';
import { bytesOf, streamFrom } from '~/crypto/byte-stream';
import { fileDigest, toHex } from '~/crypto/hash';
import type { HandledConcern } from '../concerns/conversation.schema';
import { parseManifest, type Manifest } from '../concerns/manifest';
import { parseMessageContent } from '../concerns/message-content';
import { readPart } from '../concerns/sealed-part';
import type { DeskConcern, DeskMessage, OpenedText } from './desk-concern';
import { labelsName, openGrant, partName, type FileKeys } from './grant';
import { openLabels } from './labels';

const nothingGranted: FileKeys = new Map();

/**
 * Decrypts what a handler is given of a concern: its texts, its labels, and what another handler granted. Files are not
 * touched.
 * @param handled attacker-controlled but of the right form. That each manifest is that of its message is checked, and that
 *   each text is the one that its manifest names; that nothing was left out is NOT, and cannot be
 * @param identity of this handler's key
 */
export async function openConcern(handled: HandledConcern, identity: string): Promise<DeskConcern> {
  const { concern: key, labels, labelsNumber, grants, messages, ...rest } = handled;
  const granted = (grants === null ? null : await openGrant(base64.decode(grants), identity)) ?? nothingGranted;
  const opened: DeskMessage[] = [];
  for (const message of messages) opened.push(await openMessage(handled, message, identity, granted));
  const labelled =
    labels === null
      ? { labels: [], fileKey: null }
      : await openLabels(base64.decode(labels), identity, granted.get(labelsName(labelsNumber)));
  return {
    ...rest,
    key,
    labels: labelled?.labels ?? null,
    labelsKey: labelled?.fileKey ?? null,
    labelsNumber,
    messages: opened,
    granted,
  };
}

type HandledMessage = HandledConcern['messages'][number];

async function openMessage(
  concern: HandledConcern,
  message: HandledMessage,
  identity: string,
  granted: FileKeys,
): Promise<DeskMessage> {
  const { manifest: manifestText, text: ciphertext, ...told } = message;
  const manifest = manifestOf(concern, message, manifestText);
  const text: OpenedText = manifest
    ? await openText(base64.decode(ciphertext), manifest, identity, granted.get(partName(message.number, 0)))
    : { kind: 'damaged' };
  return { ...told, parts: manifest?.parts ?? [], text };
}

/** The manifest of this very message, or null. */
function manifestOf(concern: HandledConcern, message: HandledMessage, text: string): Manifest | null {
  try {
    const manifest = parseManifest(text);
    const isIts =
      manifest.concern === concern.concern &&
      manifest.programme === concern.programme &&
      manifest.number === message.number &&
      manifest.sender === message.sender &&
      manifest.audience === message.audience;
    return isIts ? manifest : null;
  } catch {
    return null;
  }
}

async function openText(
  ciphertext: Uint8Array,
  { parts: [part] }: Manifest,
  identity: string,
  granted: Uint8Array | undefined,
): Promise<OpenedText> {
  if (part?.chunks[0] !== toHex(await fileDigest(ciphertext))) return { kind: 'damaged' };
  // A key that was granted costs nothing to try; it may be wrong, and this key may open the text as well.
  const fromGrant = granted && (await textOf(ciphertext, granted));
  if (fromGrant?.kind === 'open') return fromGrant;
  try {
    return await textOf(ciphertext, await fileKeyOf(ciphertext, identity));
  } catch (error) {
    const isForOthers = error instanceof AgeError && error.code === 'not-for-this-key';
    return { kind: isForOthers ? 'closed' : 'damaged' };
  }
}

async function textOf(ciphertext: Uint8Array, fileKey: Uint8Array): Promise<OpenedText> {
  try {
    const { header, body } = await readPart(await openStream(streamFrom(only(ciphertext)), { fileKey }));
    if (header.type !== 'text') return { kind: 'damaged' };
    return { kind: 'open', content: parseMessageContent(await bytesOf(body)), fileKey };
  } catch {
    return { kind: 'damaged' };
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}
