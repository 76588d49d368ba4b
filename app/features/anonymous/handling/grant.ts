import { z } from 'zod';
import { open, seal } from '~/crypto/age/age-file';
import { paddedSize } from '~/crypto/age/padding';
import { fromBase64Url, toBase64Url } from '~/crypto/hash';
import { padJson, readPaddedJson } from './zero-padding';

/*
 * What lets a handler who came later read a concern (decision 13): the keys of its parts, encrypted to that handler by one
 * who can read them. The key of a part opens this part and nothing else.
 */

/** Keys of 16 bytes by what they open: `number/part` of a message, or `labels/number`. */
export type FileKeys = ReadonlyMap<string, Uint8Array>;

const opens = z.string().regex(/^(?:\d{1,3}\/\d{1,2}|labels\/\d{1,5})$/);
const grant = z.strictObject({
  v: z.literal(1),
  keys: z.record(opens, z.string().regex(/^[A-Za-z0-9_-]{22}$/)),
});

/** The name under which a grant has the key of a part. */
export function partName(number: number, part: number): string {
  return `${number}/${part}`;
}

/** The name under which a grant has the key of the labels as they stand after so many changes. */
export function labelsName(labelsNumber: number): string {
  return `labels/${labelsNumber}`;
}

/** @param recipient of the handler who is to read. @throws AgeError */
export async function sealGrant(keys: FileKeys, recipient: string): Promise<Uint8Array> {
  const named = [...keys].sort(([one], [other]) => (one < other ? -1 : 1));
  const value = { v: 1, keys: Object.fromEntries(named.map(([name, key]) => [name, toBase64Url(key)])) };
  return seal(padJson(value, paddedSize), [recipient]);
}

/**
 * @param bytes attacker-controlled: whoever knows the recipient can make one. That its keys open anything is NOT checked
 * @returns null where it is not for this key, or no grant
 */
export async function openGrant(bytes: Uint8Array, identity: string): Promise<FileKeys | null> {
  try {
    const read = grant.safeParse(readPaddedJson(await open(bytes, { identity })));
    if (!read.success) return null;
    return new Map(Object.entries(read.data.keys).map(([name, key]) => [name, fromBase64Url(key)]));
  } catch {
    return null;
  }
}
