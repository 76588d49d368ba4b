import type { IncomingMessage } from 'node:http';
import { minute, second } from '~/platform/clock';
import type { RequestWing } from './load-context';

type WingName = RequestWing['name'];

const KiB = 1024;
const MiB = 1024 * KiB;

/** Largest body of a roster upload; it is streamed, never held. */
export const rosterUploadLimit = 64 * MiB;

/** Largest body of a document for the register of programmes (10 MiB and the form around it); it is streamed. */
export const documentUploadLimit = 10 * MiB + 16 * KiB;

/** Forms of the desk that hold all of a programme, or the answers to ten petitions, and files of programmes; each held whole. */
const deskFormLimit = 512 * KiB;
const programmeImportLimit = 4 * MiB;

/** Bytes that a body may have, by wing. The courtyard takes none but notes of witnesses: nothing else is written there. */
const bodyLimits: Readonly<Record<WingName, number>> = {
  identified: 64 * KiB,
  published: 0,
  anonymous: 4 * KiB,
};

/** A checkpoint with the lines of all its witnesses. */
const noteLimit = 16 * KiB;

/** A question of a thousand characters, each of up to six bytes in JSON, with its proof. */
const questionLimit = 8 * KiB;

/** A signature or a choice and its proof, with that of a unit as well. */
const withUnitLimit = 8 * KiB;

/** A petition of somebody unknown: 15,000 characters of up to six bytes each in JSON, with a proof or a signature. */
const openingLimit = 128 * KiB;

/** Signed requests about a concern, each with a manifest; what handlers ask, with grants at most; and one chunk of a file. */
const concernRequestLimit = 128 * KiB;
const handlingLimit = MiB + 256 * KiB;
const chunkLimit = MiB;

/** Ways in: one for each wing, and one for what comes into the anonymous wing with up to a MiB, as each body is held whole. */
export type Gate = WingName | 'anonymous-large';

/** Requests that may be under way at once, by gate: a flood at one leaves the others their turn. */
const concurrency: Readonly<Record<Gate, number>> = {
  identified: 128,
  published: 512,
  anonymous: 1024,
  'anonymous-large': 96,
};

/** Limits of node:http that hold before a request is understood. */
export const serverLimits = {
  maxHeaderSize: 16 * KiB,
  headersTimeout: 10 * second,
  requestTimeout: 10 * minute,
  keepAliveTimeout: 65 * second,
} as const;

export const maxConnections = 10_000;
export const maxHeaderCount = 64;

/** How long a body other than an upload may take to arrive. */
const bodyTimeout = 20 * second;
/** A chunk comes from a phone with a bad connection, too. */
const largeBodyTimeout = 2 * minute;

/** Bytes that the body of a request to this path may have. */
export function bodyLimit(wing: WingName, pathname: string): number {
  const larger = { identified: largerLimit, anonymous: largerUnseenLimit, published: largerNoteLimit }[wing];
  return larger(pathname) ?? bodyLimits[wing];
}

/** The way in that a request takes. */
export function gateOf(wing: WingName, pathname: string): Gate {
  return isLargeUnseen(wing, pathname) ? 'anonymous-large' : wing;
}

/** How long a body that is held whole may take to arrive, in milliseconds. */
export function bodyTimeLimit(wing: WingName, pathname: string): number {
  return isLargeUnseen(wing, pathname) ? largeBodyTimeout : bodyTimeout;
}

/** Whether a body is handed on as it comes rather than held whole. */
export function isUpload(wing: WingName, pathname: string): boolean {
  return wing === 'identified' && (isRosterUpload(pathname) || isDocumentUpload(pathname));
}

function largerLimit(pathname: string): number | null {
  if (isRosterUpload(pathname)) return rosterUploadLimit;
  if (isDocumentUpload(pathname)) return documentUploadLimit;
  if (/^\/in\/desk\/programmes\/import(?:\.data)?$/.test(pathname)) return programmeImportLimit;
  return /^\/in\/desk\/(?:programmes|leadership)\//.test(pathname) ? deskFormLimit : null;
}

function largerNoteLimit(pathname: string): number | null {
  return takesNotes(pathname) ? noteLimit : null;
}

/** Where witnesses hand in what they signed: the only paths of the courtyard that take anything. */
export function takesNotes(pathname: string): boolean {
  return pathname === '/ledger/cosignatures' || pathname === '/ledger/contradictions';
}

function largerUnseenLimit(pathname: string): number | null {
  if (pathname.startsWith('/unseen/concerns/chunks/')) return chunkLimit;
  if (pathname.startsWith('/unseen/handling/')) return handlingLimit;
  if (pathname === '/unseen/questions') return questionLimit;
  if (pathname === '/unseen/choices' || pathname === '/unseen/signatures') return withUnitLimit;
  if (pathname === '/unseen/petitions' || pathname === '/unseen/organizing/acts') return openingLimit;
  return /^\/unseen\/concerns(?:\/|$)/.test(pathname) ? concernRequestLimit : null;
}

function isLargeUnseen(wing: WingName, pathname: string): boolean {
  return wing === 'anonymous' && bodyLimit(wing, pathname) > concernRequestLimit;
}

function isRosterUpload(pathname: string): boolean {
  return /^\/in\/admin\/roster(?:\.data|\/upload)?$/.test(pathname);
}

function isDocumentUpload(pathname: string): boolean {
  return /^\/in\/desk\/programmes\/documents(?:\.data)?$/.test(pathname);
}

/** A body that turned out larger than its limit while it was read. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** The body of a request, cut off with {@link BodyTooLargeError} past `limit` bytes. What it declares is not believed. */
export async function* atMost(body: IncomingMessage, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLargeError();
    yield chunk;
  }
}

/** Counts what is under way, and nothing about whose it is: no address is kept. */
export class Turnstile {
  readonly #inside: Record<Gate, number> = { identified: 0, published: 0, anonymous: 0, 'anonymous-large': 0 };
  readonly #limits: Readonly<Record<Gate, number>>;

  constructor(limits: Readonly<Record<Gate, number>> = concurrency) {
    this.#limits = limits;
  }

  /** Lets one in; gives the function that lets it out again, or null when it is full. */
  enter(gate: Gate): (() => void) | null {
    if (this.#inside[gate] >= this.#limits[gate]) return null;
    this.#inside[gate] += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inside[gate] -= 1;
    };
  }
}
