import { base64 } from '@scure/base';
import { z } from 'zod';
import { fileKeyOf } from '~/crypto/age/age-file';
import type { HandlerKey } from '~/features/published/handlers/handler-key';
import { maxGrants } from '../concerns/conversation.schema';
import type { Desk } from './desk';
import { EncryptError } from './desk-acts';
import { isPartlyClosed, shutOutOf, type DeskConcern, type DeskMessage } from './desk-concern';
import { labelsName, partName, sealGrant } from './grant';
import { askAsHandler, fetchChunk } from './handling-client';

const done = z.object({});

/** What became of giving access. */
export interface AccessGiven {
  readonly given: number;
  /** Concerns of which this key cannot open everything: half an access would hide that the other half is missing. */
  readonly notWhole: number;
}

/** The concerns that a handler may be given access to: those that are not hidden from them, by whomever. */
export function concernsFor({ fingerprint }: HandlerKey, concerns: Iterable<DeskConcern>): DeskConcern[] {
  return [...concerns].filter((concern) => !shutOutOf(concern).has(fingerprint));
}

/**
 * Gives another handler, or one’s own new key, access to concerns (decision 13): the keys of all their parts, encrypted to
 * that handler. Files are not fetched but for their beginnings, and nothing is encrypted anew.
 * @param onShare hears how far it is, 0 to 1
 * @throws EncryptError, UnseenError, AgeError; what was given before stands
 */
export async function giveAccess(
  desk: Desk,
  to: HandlerKey,
  concerns: readonly DeskConcern[],
  onShare: (share: number) => void,
): Promise<AccessGiven> {
  if (desk.problems.length > 0) throw new EncryptError(desk.problems[0]);
  const whole = concernsFor(to, concerns).filter((concern) => !isPartlyClosed(concern));
  for (let from = 0; from < whole.length; from += maxGrants) {
    onShare(from / whole.length);
    const grants: { concern: string; to: string; bytes: string }[] = [];
    for (const concern of whole.slice(from, from + maxGrants)) {
      const bytes = await sealGrant(await keysOf(desk, concern), to.recipient);
      grants.push({ concern: concern.key, to: to.fingerprint, bytes: base64.encode(bytes) });
    }
    await askAsHandler(desk.session, 'grant', { grants }, done);
  }
  onShare(1);
  return { given: whole.length, notWhole: concerns.length - whole.length };
}

async function keysOf(desk: Desk, concern: DeskConcern): Promise<Map<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  for (const message of concern.messages) {
    if (message.text.kind !== 'open') continue;
    keys.set(partName(message.number, 0), message.text.fileKey);
    for (let part = 1; part < message.parts.length; part += 1) {
      const key = await partKey(desk, concern, message, part);
      if (key) keys.set(partName(message.number, part), key);
    }
  }
  if (concern.labelsKey) keys.set(labelsName(concern.labelsNumber), concern.labelsKey);
  return keys;
}

/** The key of a file, from its beginning; null where the file has been deleted or cannot be opened. */
async function partKey(
  { session }: Desk,
  { key: concern, granted }: DeskConcern,
  { number, parts }: DeskMessage,
  part: number,
): Promise<Uint8Array | null> {
  const known = granted.get(partName(number, part));
  if (known) return known;
  const hash = parts[part]?.chunks[0];
  if (hash === undefined) return null;
  try {
    return await fileKeyOf(await fetchChunk(session, { concern, number, hash }), session.keys.identity);
  } catch (error) {
    if (isGoneOrShut(error)) return null;
    throw error;
  }
}

const gone = ['not-listed', 'not-for-this-key', 'damaged'];

function isGoneOrShut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && gone.includes(String(error.code));
}
