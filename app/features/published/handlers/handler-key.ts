import { hybridIdentity, isHybridRecipient, recipientOf } from '~/crypto/age/hybrid-key';
import { derive } from '~/crypto/derive';
import { fromHex, hashFields, toHex } from '~/crypto/hash';
import { isSignedBy, signingKey, type SigningKey } from '~/crypto/signing-key';
import type { HandlerRecord } from './handler-record.schema';

const SIGNING = 'round-robin/handler-signing/v1';
const ENCRYPTION = 'round-robin/handler-age/v1';

/** Both keys of a handler (protocol 7). They hold secrets: they stay on the device. */
export interface HandlerKeys {
  readonly signing: SigningKey;
  /** Secret: `AGE-SECRET-KEY-PQ-1…`. */
  readonly identity: string;
  /** Public: `age1pq1…`. */
  readonly recipient: string;
}

/** @param entropy 16 random bytes of words made for this only. @throws RangeError for another length */
export async function handlerKeys(entropy: Uint8Array): Promise<HandlerKeys> {
  const identity = hybridIdentity(derive(entropy, ENCRYPTION));
  return { signing: signingKey(derive(entropy, SIGNING)), identity, recipient: await recipientOf(identity) };
}

/**
 * A handler's name everywhere but where the public keys themselves stand.
 * @param signingKey 32 bytes, the public key
 * @returns 32 bytes in hex
 */
export function handlerFingerprint(organisation: string, signingKey: Uint8Array, recipient: string): string {
  return toHex(hashFields('handler-key/v1', organisation, signingKey, recipient));
}

/** What a handler says of a handler's key. */
export interface HandlerAct {
  readonly organisation: string;
  readonly act: 'added' | 'retired';
  /** Of the key that is added or retired; hex. */
  readonly fingerprint: string;
  readonly name: string;
  /** Fingerprint of the handler who says so, hex; for the first key its own. */
  readonly by: string;
  readonly day: string;
}

/** The 32 bytes that the acting handler's key signs. @throws RangeError where a fingerprint is not hex */
export function handlerStatement({ organisation, act, fingerprint, name, by, day }: HandlerAct): Uint8Array {
  const label = act === 'added' ? 'handler-added/v1' : 'handler-retired/v1';
  return hashFields(label, organisation, fromHex(fingerprint), name, fromHex(by), day);
}

/** A key to which concerns are encrypted. */
export interface HandlerKey {
  readonly fingerprint: string;
  readonly name: string;
  /** 32 bytes in hex. */
  readonly signingKey: string;
  readonly recipient: string;
}

/** What came out of checking who lets whom in. */
export interface CheckedHandlers {
  readonly active: HandlerKey[];
  /** Fingerprint of the first key, which all others rest on; null where there is none. */
  readonly root: string | null;
  /** What does not add up, in words; a browser that finds any should not encrypt to anybody before a person has looked. */
  readonly problems: string[];
}

/**
 * Which keys are in force: one counts only if a key that counted on that day signed its addition, the first if it signed
 * its own. A key that is said to be retired is not encrypted to, even where who retired it is not to be believed: anybody
 * who could leave a signature out could leave the key out as well. That the records are in the ledger, and that they are
 * all, is NOT checked here.
 * @param records attacker-controlled, in ledger order, of the right form (`handlerRecords`)
 */
export function handlersInForce(records: readonly HandlerRecord[], organisation: string): CheckedHandlers {
  const counted: HandlerRecord[] = [];
  const problems: string[] = [];
  const countedOn = (fingerprint: string, day: string) =>
    counted.find((record) => record.fingerprint === fingerprint && wasInForce(record, day));
  for (const record of records) {
    const problem = additionProblem(record, counted, organisation, countedOn(record.addedBy, record.addedDay));
    if (problem) problems.push(`The key ${short(record)} ${problem}.`);
    else counted.push(record);
  }
  for (const record of counted) {
    const problem = retirementProblem(record, organisation, countedOn(record.retiredBy ?? '', record.retiredDay ?? ''));
    if (problem) problems.push(`The key ${short(record)} ${problem}.`);
  }
  const active = counted.filter(({ retiredDay, retiredBy }) => retiredDay === null && retiredBy === null);
  return { active: active.map(keyOf), root: counted[0]?.fingerprint ?? null, problems };
}

function additionProblem(
  record: HandlerRecord,
  counted: readonly HandlerRecord[],
  organisation: string,
  by: HandlerRecord | undefined,
): string | null {
  const { fingerprint, name, signingKey: publicKey, recipient, addedBy, addedDay: day } = record;
  const isKnown = counted.some(
    (other) => other.fingerprint === fingerprint || other.signingKey === publicKey || other.recipient === recipient,
  );
  if (isKnown) return 'stands there twice';
  // Otherwise whoever was retired long ago could still let somebody in, as of a day before that.
  if (counted.some(({ addedDay }) => addedDay > day)) return 'stands after keys that were let in later';
  if (!isHybridRecipient(recipient)) return 'is none that anything could be encrypted to';
  if (handlerFingerprint(organisation, fromHex(publicKey), recipient) !== fingerprint) {
    return 'has a fingerprint that is not its own';
  }
  const signer = counted.length === 0 && addedBy === fingerprint ? record : by;
  if (!signer) return 'was let in by nobody who could let it in';
  const statement = handlerStatement({ organisation, act: 'added', fingerprint, name, by: addedBy, day });
  if (!isSignedBy(fromHex(signer.signingKey), statement, fromHex(record.signature))) {
    return 'was not let in by whom it names';
  }
  return null;
}

function retirementProblem(record: HandlerRecord, organisation: string, by: HandlerRecord | undefined): string | null {
  const { fingerprint, name, addedDay, retiredDay, retiredBy, retiredSignature } = record;
  if (retiredDay === null && retiredBy === null && retiredSignature === null) return null;
  if (retiredDay === null || retiredBy === null || retiredDay < addedDay) return 'was retired in an impossible way';
  if (retiredBy === 'office') return retiredSignature === null ? null : 'was retired in an impossible way';
  if (!by || retiredSignature === null) return 'was retired by nobody who could retire it';
  const act = { organisation, act: 'retired', fingerprint, name, by: retiredBy, day: retiredDay } as const;
  const isTrue = isSignedBy(fromHex(by.signingKey), handlerStatement(act), fromHex(retiredSignature));
  return isTrue ? null : 'was not retired by whom it names';
}

/** Acts of one day have no order: on the day it was retired, a key may still have acted. */
function wasInForce({ addedDay, retiredDay }: HandlerRecord, day: string): boolean {
  return addedDay <= day && (retiredDay === null || retiredDay >= day);
}

function keyOf({ fingerprint, name, signingKey: publicKey, recipient }: HandlerRecord): HandlerKey {
  return { fingerprint, name, signingKey: publicKey, recipient };
}

function short({ fingerprint }: HandlerRecord): string {
  return `${fingerprint.slice(0, 8)}…`;
}
