import { fromHex, toHex } from '../hash';
import { asNullifier, fromBytes32, toBytes32, type Nullifier } from '../semaphore/field';
import type { SignatureAction } from '../semaphore/statement';
import { openNote, signNote, type NoteSigner, type NoteVerifier } from './note';

/** What a signature receipt says (protocol 4, last point). No time: it would date the signature. */
export interface SignatureReceipt {
  readonly organisation: string;
  readonly petitionId: string;
  readonly nullifier: Nullifier;
  readonly action: SignatureAction;
  /** Number of earlier actions of this nullifier on this petition. */
  readonly n: number;
}

/** Text that is no signature receipt. */
export class ReceiptError extends Error {
  override readonly name = 'ReceiptError';
  readonly code = 'malformed';
}

const COUNTED =
  'counted at the next publication; where a critical mass is set, ' +
  'at the first publication after it is reached, deleted if it never is';

const ORIGIN = /^([^\p{C}]+)\/receipt\/v1$/u;
const PETITION = /^[A-Za-z0-9_-]{1,64}$/;
const NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;

/** The text that is signed, one fact a line. @throws ReceiptError for what would not be read back the same */
export function formatReceipt(receipt: SignatureReceipt): string {
  const text = [
    `${receipt.organisation}/receipt/v1`,
    `petition ${receipt.petitionId}`,
    `nullifier ${toHex(toBytes32(receipt.nullifier))}`,
    `action ${receipt.action}`,
    `n ${receipt.n}`,
    COUNTED,
    '',
  ].join('\n');
  parseReceipt(text);
  return text;
}

/**
 * Reads that text.
 * @param text attacker-controlled unless its signature was checked
 * @throws ReceiptError
 */
export function parseReceipt(text: string): SignatureReceipt {
  const [origin = '', petition = '', nullifier = '', action = '', n = '', counted, end, ...rest] = text.split('\n');
  const organisation = ORIGIN.exec(origin)?.[1];
  const petitionId = value(petition, 'petition', PETITION);
  const hex = value(nullifier, 'nullifier', /^[0-9a-f]{64}$/);
  const act = value(action, 'action', /^(?:sign|withdraw)$/) as SignatureAction;
  const number = Number(value(n, 'n', NUMBER));
  if (organisation === undefined || counted !== COUNTED || end !== '' || rest.length > 0) {
    throw new ReceiptError('Not a signature receipt');
  }
  return { organisation, petitionId, nullifier: readNullifier(hex), action: act, n: number };
}

/** The receipt as a signed note; the same receipt gives the same note, so none has to be stored. @throws ReceiptError */
export function signReceipt(receipt: SignatureReceipt, signer: NoteSigner): string {
  return signNote(formatReceipt(receipt), signer);
}

/**
 * Opens a receipt.
 * NOT checked: that it is about what one expects; compare its fields.
 * @param note attacker-controlled
 * @throws ReceiptError, NoteError
 */
export function openReceipt(note: string, verifier: NoteVerifier): SignatureReceipt {
  return parseReceipt(openNote(note, [verifier]).text);
}

function value(line: string, label: string, form: RegExp): string {
  const text = line.startsWith(`${label} `) ? line.slice(label.length + 1) : '';
  if (!form.test(text)) throw new ReceiptError(`Not a signature receipt: ${label}`);
  return text;
}

function readNullifier(hex: string): Nullifier {
  try {
    return asNullifier(fromBytes32(fromHex(hex)));
  } catch {
    throw new ReceiptError('Not a signature receipt: nullifier');
  }
}
