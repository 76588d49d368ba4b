import { decodeCanonicalJson, isJsonObject } from './canonical-json';
import { fromHex, hashFields, toHex } from './hash';
import { isSignedBy, type SigningKey } from './signing-key';
import { decodeEntry } from './tlog/entry';

/*
 * What the ledger says of a concern that was filed, and the file that shows it later (protocol 7). The file shows that
 * something of these sizes was filed by whoever has the receipt words; what it said is in it for nobody.
 */

/** First field of a proof of filing: what it is, and in which version. */
export const filingProofFormat = 'round-robin/proof-of-filing/v1';

/** A proof of filing, as the file holds it. */
export interface FilingProof {
  readonly organisation: string;
  /** 'YYYY-MM-DD', when it was raised, as its reporter says: the ledger has the day on which it was published. */
  readonly day: string;
  /** Text of the concern's first manifest. */
  readonly manifest: string;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** 64 bytes, by the key that the concern lives under. */
  readonly signature: Uint8Array;
  /** Where the ledger has it. Null as long as it was not published. */
  readonly published: PublishedFiling | null;
}

export interface PublishedFiling {
  /** Bytes of the ledger's entry that lists it, as text. */
  readonly entry: string;
  /** Its place under a checkpoint: C2SP tlog-proof. */
  readonly inclusion: string;
}

/** A proof of filing that was read: what is in it fits together. */
export interface CheckedFiling extends FilingProof {
  /** Hex of 32 bytes: what the ledger has. */
  readonly digest: string;
  /** Hex of the concern's public key. */
  readonly concern: string;
  /** Day of the entry that lists it. Null as long as it was not published. */
  readonly publishedDay: string | null;
}

/** A file that is no proof of filing, or whose parts do not belong together. */
export class FilingError extends Error {
  override readonly name = 'FilingError';
  constructor(
    readonly code: 'malformed' | 'wrong-signature' | 'not-listed',
    message: string,
  ) {
    super(message);
  }
}

/** What a membership proof, and the ledger, bind to. @param manifest its text. @returns 32 bytes */
export function manifestDigest(organisation: string, manifest: string): Uint8Array {
  return hashFields('concern-manifest/v1', organisation, manifest);
}

/**
 * What the ledger says of a concern that was filed (protocol 6): without the salt nobody can tell which concern it is, and
 * whoever has the receipt words can.
 * @param salt 32 bytes, of the receipt
 * @param digest 32 bytes, of the concern's first manifest
 * @returns 32 bytes
 */
export function filingDigest(salt: Uint8Array, digest: Uint8Array): Uint8Array {
  return hashFields('concern-filing/v1', salt, digest);
}

/**
 * Makes a proof of filing with the concern's own key, which shows that whoever made it had the receipt words.
 * NOT checked: that the key is the one that the manifest names.
 */
export function signFiling(
  filing: Pick<FilingProof, 'organisation' | 'day' | 'manifest' | 'salt'>,
  key: SigningKey,
): FilingProof {
  return { ...filing, signature: key.sign(statement(filing)), published: null };
}

/** The file: JSON of exactly these fields, and for people `howToCheck`. */
export function formatFilingProof(proof: FilingProof, howToCheck: readonly string[] = []): string {
  const { organisation, day, manifest, salt, signature, published } = proof;
  const fields = {
    format: filingProofFormat,
    ...{ organisation, day, manifest },
    salt: toHex(salt),
    signature: toHex(signature),
    entry: published?.entry ?? null,
    inclusion: published?.inclusion ?? null,
    howToCheck,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

const MAX_LENGTH = 400_000;

/**
 * Reads a proof of filing: its form, its signature, and that the entry lists its digest.
 * NOT checked: that the entry stands in the ledger (`verifyProof` of `inclusion`), nor that this ledger is the house's.
 *
 * @param text attacker-controlled
 * @throws FilingError
 */
export function readFilingProof(text: string): CheckedFiling {
  const file = parse(text);
  const { organisation, day, manifest } = file;
  const [salt, signature] = [bytes(file['salt'], 32), bytes(file['signature'], 64)];
  if (!isText(organisation) || !isDay(day) || !isText(manifest)) throw malformed();
  const concern = reporterOf(manifest);
  const proof = { organisation, day, manifest, salt, signature, published: publishedOf(file) };
  if (!isSignedBy(fromHex(concern), statement(proof), signature)) {
    throw new FilingError('wrong-signature', 'Whoever made this file did not have the receipt words');
  }
  const digest = toHex(filingDigest(salt, manifestDigest(organisation, manifest)));
  return { ...proof, digest, concern, publishedDay: proof.published && listedDay(proof.published.entry, digest) };
}

/** The day of a ledger entry that lists this digest. Null for any other entry. @param bytes attacker-controlled */
export function filedOn(entry: Uint8Array, digest: string): string | null {
  let read;
  try {
    read = decodeEntry(entry);
  } catch {
    return null;
  }
  const { kind, digests, day } = read;
  const lists = kind === 'concerns-filed' && Array.isArray(digests) && digests.some((each) => each === digest);
  return lists && isDay(day) ? day : null;
}

function statement({ organisation, manifest, salt }: Pick<FilingProof, 'organisation' | 'manifest' | 'salt'>) {
  return hashFields('proof-of-filing/v1', organisation, filingDigest(salt, manifestDigest(organisation, manifest)));
}

function parse(text: string): Record<string, unknown> {
  if (text.length > MAX_LENGTH) throw malformed();
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw malformed();
  }
  if (!isJsonObject(file) || file['format'] !== filingProofFormat) throw malformed();
  const known = new Set(['format', 'organisation', 'day', 'manifest', 'salt', 'signature', 'entry', 'inclusion', 'howToCheck']); // prettier-ignore
  if (Object.keys(file).some((name) => !known.has(name))) throw malformed();
  return file;
}

/** The key of whoever raised it; the manifest has to be that of a first message. */
function reporterOf(manifest: string): string {
  let value: unknown;
  try {
    value = decodeCanonicalJson(manifest);
  } catch {
    throw malformed();
  }
  if (!isJsonObject(value) || value['v'] !== 1 || value['number'] !== 0 || value['sender'] !== 'reporter') {
    throw malformed();
  }
  const concern = value['concern'];
  if (typeof concern !== 'string' || !/^[0-9a-f]{64}$/.test(concern)) throw malformed();
  return concern;
}

function publishedOf({ entry, inclusion }: Record<string, unknown>): PublishedFiling | null {
  if (entry === null && inclusion === null) return null;
  if (!isText(entry) || !isText(inclusion)) throw malformed();
  return { entry, inclusion };
}

function listedDay(entry: string, digest: string): string {
  const day = filedOn(new TextEncoder().encode(entry), digest);
  if (day === null) throw new FilingError('not-listed', 'The entry does not list what was filed');
  return day;
}

function bytes(value: unknown, length: number): Uint8Array {
  if (typeof value !== 'string' || value.length !== 2 * length || !/^[0-9a-f]+$/.test(value)) throw malformed();
  return fromHex(value);
}

/** Half a surrogate pair has no UTF-8, so nothing could be signed over it. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/\p{Surrogate}/u.test(value);
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

const malformed = () => new FilingError('malformed', 'Not a proof of filing');
