import { keccak_256 } from '@noble/hashes/sha3.js';
import { hashFields, toBigInt } from '../hash';
import { toBytes32, type IdentityCommitment } from './field';

declare const statement: unique symbol;

/** 256 bits that say on what one acts once. Not reduced: provers, nullifiers and verifiers reduce it themselves. */
export type Scope = bigint & { readonly [statement]: 'Scope' };
/** 256 bits that say what one does. Not reduced, as `Scope`. */
export type Message = bigint & { readonly [statement]: 'Message' };

/** What one does to a petition (protocol 4). */
export type SignatureAction = 'sign' | 'withdraw';

/** What one chooses on: the answer to a demand, a pledge, a question, or a petition that looks for sponsors (protocol 11). */
export type ChoiceKind = 'verdict' | 'witness' | 'support' | 'sponsor';

/** What one says of it. Which choice fits which kind is not checked here. */
export type Choice = 'answered' | 'partly' | 'not' | 'done' | 'not-done' | 'support' | 'sponsor' | 'none';

/** What one says of a redacted summary (protocol 8). */
export type Corroboration = 'me-too' | 'saw-it' | 'contradicts';

const scopeOf = (digest: Uint8Array) => toBigInt(digest) as Scope;
const messageOf = (digest: Uint8Array) => toBigInt(digest) as Message;

/**
 * What the circuit sees of a scope or message: `keccak256(be32(x)) >> 8`, as @semaphore-protocol/proof 4.14.3 does.
 * @returns a number below 2^248, so always an element of the field
 */
export function reduce(value: Scope | Message | bigint): bigint {
  return toBigInt(keccak_256(toBytes32(value))) >> 8n;
}

/** Protocol 4: one signature (with its withdrawals) a person and petition. */
export function petitionScope(organisation: string, petitionId: string): Scope {
  return scopeOf(hashFields('petition/v1', organisation, petitionId));
}

/**
 * The digest of a petition's exact text: one character more or less in any field is another petition (protocol 4).
 * Compute it from the very text that is shown, never take one from a server.
 * @returns 32 bytes
 */
export function petitionTextDigest(text: {
  title: string;
  demands: readonly string[];
  background: string;
}): Uint8Array {
  return hashFields('petition-text/v1', text.title, text.demands.length, ...text.demands, text.background);
}

/**
 * Protocol 4: `n` is the number of earlier actions of this nullifier, so that an old proof cannot be replayed.
 * @throws RangeError when `textDigest` is not 32 bytes or `n` is not a safe non-negative integer
 */
export function signMessage(textDigest: Uint8Array, action: SignatureAction, n: number): Message {
  return messageOf(hashFields('sign/v1', digest32(textDigest), action, n));
}

/** Protocol 4, disclosing a unit: the message of the second proof, made in the unit's own tree. @param unit its path */
export function unitMessage(textDigest: Uint8Array, unit: string): Message {
  return messageOf(hashFields('unit/v1', digest32(textDigest), unit));
}

/**
 * Protocol 3: the scope of a proof of possession. The client computes it from the server's nonce; were the whole scope
 * taken from a server, the server could ask for a petition's and learn the person's nullifier there.
 */
export function enrolScope(organisation: string, nonce: Uint8Array | string): Scope {
  return scopeOf(hashFields('enrol/v1', organisation, nonce));
}

/** Protocol 3: the message of a proof of possession names the commitment that is enrolled. */
export function enrolMessage(commitment: IdentityCommitment): Message {
  return messageOf(hashFields('enrol-commitment/v1', commitment));
}

/** Protocol 7: one concern a person, UTC day and slot. @param day 'YYYY-MM-DD' @param slot 0, 1 or 2 */
export function concernScope(organisation: string, day: string, slot: number): Scope {
  return scopeOf(hashFields('concern/v1', organisation, day, slot));
}

/** Protocol 7: the message of the proof that opens a concern. @param manifestDigest 32 bytes, of its first manifest */
export function concernMessage(manifestDigest: Uint8Array): Message {
  return messageOf(hashFields('concern-message/v1', digest32(manifestDigest)));
}

/** Protocol 8: one corroboration a person and summary; a later one replaces it. */
export function corroborationScope(organisation: string, summaryId: string): Scope {
  return scopeOf(hashFields('corroborate/v1', organisation, summaryId));
}

/**
 * Protocol 8: what somebody says of a summary.
 * @param textDigest 32 bytes, computed from the very text that is shown
 * @param n number of earlier corroborations of this nullifier, so that an old proof cannot be replayed
 */
export function corroborationMessage(textDigest: Uint8Array, choice: Corroboration, n: number): Message {
  return messageOf(hashFields('corroboration/v1', digest32(textDigest), choice, n));
}

/** Whole strings, so that every label of the protocol is found by reading. */
const choiceScopeLabels: Readonly<Record<ChoiceKind, string>> = {
  verdict: 'verdict/v1',
  witness: 'witness/v1',
  support: 'support/v1',
  sponsor: 'sponsor/v1',
};

/** Protocol 11: one choice a person and thing; a later one replaces it. @param id of the thing chosen on */
export function choiceScope(organisation: string, kind: ChoiceKind, id: string): Scope {
  return scopeOf(hashFields(choiceScopeLabels[kind], organisation, id));
}

/**
 * Protocol 11: what somebody chooses.
 * @param textDigest 32 bytes, computed from the very words that are shown
 * @param n number of earlier choices of this nullifier, so that an old proof cannot be replayed
 */
export function choiceMessage(textDigest: Uint8Array, choice: Choice, n: number): Message {
  return messageOf(hashFields('choice/v1', digest32(textDigest), choice, n));
}

/** Protocol 12: asking a question, one a person, UTC day and slot. @param day 'YYYY-MM-DD' @param slot 0, 1 or 2 */
export function questionScope(organisation: string, day: string, slot: number): Scope {
  return scopeOf(hashFields('question/v1', organisation, day, slot));
}

/** Protocol 12: the message of the proof that asks. @param textDigest 32 bytes, of the question's own words */
export function questionMessage(textDigest: Uint8Array): Message {
  return messageOf(hashFields('question-message/v1', digest32(textDigest)));
}

/** Protocol 16: starting a petition unseen, one a person and UTC day. @param day 'YYYY-MM-DD' @param slot 0 */
export function openingScope(organisation: string, day: string, slot: number): Scope {
  return scopeOf(hashFields('open/v1', organisation, day, slot));
}

/** Protocol 16: the message of the proof that starts a petition. @param openingDigest 32 bytes, of all that is sent with it */
export function openingMessage(openingDigest: Uint8Array): Message {
  return messageOf(hashFields('open-message/v1', digest32(openingDigest)));
}

function digest32(digest: Uint8Array): Uint8Array {
  if (digest.length !== 32) throw new RangeError('The digest of a text has 32 bytes');
  return digest;
}
