import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type JsonValue } from '~/crypto/canonical-json';
import { fromBase64Url, fromHex, hashFields, toBase64Url, toHex } from '~/crypto/hash';
import { isSignedBy, type SigningKey } from '~/crypto/signing-key';
import { addDays, dayOf } from '~/platform/clock';

/** Twenty grants to a handler who came later are the longest. */
const maxRequestLength = 1_048_576;

const body = z.strictObject({
  v: z.literal(1),
  request: z.string().max(maxRequestLength),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});

/** What is sent instead of a cookie: a request, and by whom it was signed. */
export type SignedRequest = z.infer<typeof body>;

/** Where a signature counts: in one organisation and on one path, so that no other endpoint can be given it. */
export interface RequestPlace {
  readonly organisation: string;
  /** With its leading slash, such as `/unseen/concerns/conversation`. */
  readonly path: string;
}

/** Why a signed request is not read. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(readonly code: 'malformed' | 'bad-signature') {
    super(`The request is not accepted: ${code}`);
  }
}

/**
 * Signs a request with the key of a concern or of a handler (protocol 7).
 * @param request has its `day`, which keeps it from being sent again for ever
 * @throws CanonicalJsonError for what JSON cannot say exactly
 */
export function signRequest(
  signing: SigningKey,
  {
    organisation,
    path,
    request,
  }: RequestPlace & { request: { readonly day: string; readonly [key: string]: JsonValue } },
): SignedRequest {
  const text = encodeCanonicalJson(request);
  return {
    v: 1,
    request: text,
    key: toHex(signing.publicKey),
    signature: toBase64Url(signing.sign(signedBytes({ organisation, path }, text))),
  };
}

/**
 * Opens a signed request. Whose key it is, and its day (`isAcceptedDay`), are NOT checked here; what `request` holds is in
 * its one spelling but of any shape.
 * @param input attacker-controlled JSON
 * @returns the 32 bytes of the key, and what it signed
 * @throws RequestError
 */
export function openRequest(input: unknown, place: RequestPlace): { key: Uint8Array; request: JsonValue } {
  const read = body.safeParse(input);
  if (!read.success) throw new RequestError('malformed');
  const { request: text, key: keyHex } = read.data;
  const key = fromHex(keyHex);
  if (!isSignedBy(key, bytesToSign(place, text), signatureOf(read.data))) throw new RequestError('bad-signature');
  try {
    return { key, request: decodeCanonicalJson(text) };
  } catch {
    throw new RequestError('malformed');
  }
}

/** Whether a request of this day is taken: clocks of devices are wrong by up to a day. @param day attacker-controlled */
export function isAcceptedDay(day: string, now: Date): boolean {
  const today = dayOf(now);
  return [addDays(today, -1), today, addDays(today, 1)].includes(day);
}

function signatureOf({ signature }: SignedRequest): Uint8Array {
  try {
    return fromBase64Url(signature);
  } catch {
    // Another spelling of the same bytes.
    throw new RequestError('malformed');
  }
}

function bytesToSign(place: RequestPlace, text: string): Uint8Array {
  try {
    return signedBytes(place, text);
  } catch {
    // Half a surrogate pair, which UTF-8 cannot say.
    throw new RequestError('malformed');
  }
}

function signedBytes({ organisation, path }: RequestPlace, text: string): Uint8Array {
  return hashFields('request/v1', organisation, path, text);
}
