import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as testkit from 'cctv-age';

/** One official test vector of the age format (C2SP CCTV). */
export interface AgeVector {
  readonly name: string;
  readonly expect: 'success' | 'no match' | 'HMAC failure' | 'header failure' | 'payload failure';
  /** SHA-256 of the plaintext in hex. */
  readonly payload: string | undefined;
  readonly identities: readonly string[];
  readonly file: Uint8Array;
}

/** All vectors, but those for passphrases and for armor, which are not used here. */
export function ageVectors(): AgeVector[] {
  return Object.entries(testkit)
    .filter(([, bytes]) => bytes instanceof Uint8Array)
    .map(([name, bytes]) => read(name, Buffer.from(bytes)))
    .filter((vector) => vector !== null);
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function read(name: string, bytes: Buffer): AgeVector | null {
  const end = bytes.indexOf('\n\n');
  const lines = bytes.subarray(0, end).toString('utf8').split('\n');
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2));
  if (values('armored').length > 0 || values('passphrase').length > 0) return null;
  const body = bytes.subarray(end + 2);
  return {
    name,
    expect: values('expect')[0] as AgeVector['expect'],
    payload: values('payload')[0],
    identities: values('identity'),
    file: Uint8Array.from(values('compressed')[0] === 'zlib' ? inflateSync(body) : body),
  };
}
