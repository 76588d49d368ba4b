import { z } from 'zod';
import { randomBytes } from '@noble/hashes/utils.js';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import type { SemaphoreIdentity } from '~/crypto/semaphore/key';
import { wireProofDigest } from '~/crypto/semaphore/proof';
import type { Prover } from '~/crypto/semaphore/prover';
import { petitionScope, petitionTextDigest, signMessage, type SignatureAction } from '~/crypto/semaphore/statement';
import { noteVerifier } from '~/crypto/tlog/note';
import { openReceipt } from '~/crypto/tlog/signature-receipt';
import type { House } from './house';
import type { Ledger } from './ledger';
import type { Petition } from './petitions';
import type { KeptReceipt } from './receipt';
import { findPlace, readEdition, type Edition, type OwnPlace } from './register';
import { SignerError } from './signer-error';

/** Fewer than these are no crowd anywhere: the floor of the demo. */
const leastCrowd = 3;
/** Editions that an unpublished signature's withdrawal looks through for a key that has left (protocol 4). */
const editionsBack = 30;

export interface ActTools {
  readonly house: House;
  readonly ledger: Ledger;
  readonly prover: Prover;
  readonly identity: SemaphoreIdentity;
  /** Keys there must be beside one's own and including it, as the house has it. */
  readonly minimum: number;
}

/** How acting ended. `stands`: it was so before, and nothing was sent that counts. */
export type ActResult =
  | { readonly kind: 'done'; readonly acts: number; readonly receipt: KeptReceipt }
  | { readonly kind: 'stands'; readonly acts: number }
  | { readonly kind: 'nothing-to-withdraw' }
  /** Signed and withdrawn before: signing again narrows the crowd, so it is asked first. */
  | { readonly kind: 'withdrawn-before'; readonly acts: number };

/** Finds where to act from, before anybody decides: the crowd can be shown. @throws SignerError */
export async function standFor(petition: Petition, action: SignatureAction, tools: ActTools): Promise<OwnPlace> {
  const { house, identity, minimum } = tools;
  for await (const edition of editionsToTry(petition, action, tools)) {
    const place = await findPlace(house, edition, identity.commitment);
    if (!place) continue;
    if (edition.live < Math.max(minimum, leastCrowd))
      throw new SignerError('small-crowd', `only ${String(edition.live)} keys stand on the register`);
    return place;
  }
  throw new SignerError('not-on-register', 'this key does not stand on the register of this petition');
}

/**
 * Signs or withdraws (protocol 4). How often this key has acted is guessed first: the house tells it only to who proved to be
 * this key, and then one more proof follows.
 * @param isAgain whether somebody who has withdrawn wants to sign once more
 * @throws SignerError, ProverError
 */
export async function act(
  petition: Petition,
  action: SignatureAction,
  place: OwnPlace,
  tools: ActTools,
  isAgain = false,
): Promise<ActResult> {
  const guess = action === 'sign' ? 0 : 1;
  const first = await attempt(petition, action, guess, place, tools);
  if (typeof first !== 'number') return { kind: 'done', acts: guess + 1, receipt: first };
  const signed = first % 2 === 1;
  if (action === 'withdraw' && first === 0) return { kind: 'nothing-to-withdraw' };
  if (signed === (action === 'sign')) return { kind: 'stands', acts: first };
  if (action === 'sign' && !isAgain) return { kind: 'withdrawn-before', acts: first };
  const second = await attempt(petition, action, first, place, tools);
  if (typeof second === 'number')
    throw new SignerError('malformed', 'the house counts the acts of this key differently');
  return { kind: 'done', acts: first + 1, receipt: second };
}

const accepted = z.object({ receipt: z.string(), acts: z.int().min(1) });

/** @returns what to keep of it, or how many acts stand where that is another number than `n` */
async function attempt(
  petition: Petition,
  action: SignatureAction,
  n: number,
  { edition, path }: OwnPlace,
  { house, ledger, prover, identity }: ActTools,
): Promise<KeptReceipt | number> {
  const { organisation } = ledger;
  const { depth, root, nullifier, points } = await prover.prove({
    identity,
    path,
    scope: petitionScope(organisation, petition.id),
    message: signMessage(petitionTextDigest(petition), action, n),
  });
  const { register } = petition;
  const body = {
    v: 1,
    petition: petition.id,
    register,
    edition: edition.edition,
    action,
    n,
    depth,
    root,
    nullifier,
    points,
  };
  const answer = await postAgain(house, body);
  if (typeof answer === 'number') return answer;
  checkReceipt(answer.receipt, { organisation, petition: petition.id, nullifier, action, n }, ledger);
  if (answer.acts !== n + 1) return answer.acts;
  return {
    format: 'round-robin/receipt/v1',
    receipt: answer.receipt,
    attempts: [{ register, edition: edition.edition, proof: wireProofDigest(points) }],
    criticalMass: petition.criticalMass,
    seen: ledger.tree.size,
  };
}

/** The same act again gets the same answer: so once more where the connection was lost. */
async function postAgain(house: House, body: unknown): Promise<z.infer<typeof accepted> | number> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await house.post('unseen/signatures', body, accepted);
    } catch (error) {
      if (!(error instanceof SignerError)) throw error;
      const { refusal } = error;
      if (refusal?.code === 'stale-action' && refusal.acts !== null) return refusal.acts;
      if (tries > 0 || error.code !== 'unreachable') throw error;
    }
  }
}

interface Expected {
  readonly organisation: string;
  readonly petition: string;
  readonly nullifier: string;
  readonly action: SignatureAction;
  readonly n: number;
}

function checkReceipt(note: string, expected: Expected, ledger: Ledger): void {
  let says;
  try {
    says = openReceipt(note, noteVerifier(ledger.receiptKey));
  } catch {
    throw new SignerError('bad-receipt', 'it was taken, but the receipt is not signed by the key of receipts');
  }
  const { organisation, petition, nullifier, action, n } = expected;
  const fits =
    says.organisation === organisation &&
    says.petitionId === petition &&
    says.nullifier === BigInt(nullifier) &&
    says.action === action &&
    says.n === n;
  if (!fits) throw new SignerError('bad-receipt', 'it was taken, but the receipt is about something else');
}

/** Protocol 4, "which edition". */
async function* editionsToTry(
  petition: Petition,
  action: SignatureAction,
  { house, ledger, identity }: ActTools,
): AsyncGenerator<Edition> {
  const { register } = petition;
  if (action === 'withdraw') {
    const nullifier = identity.nullifier(petitionScope(ledger.organisation, petition.id));
    const published = publishedEdition(await house.bytes(`petitions/${petition.id}/nullifiers`), toBytes32(nullifier));
    if (published !== null) {
      yield await readEdition(house, ledger, register, published);
      return;
    }
  }
  const newest = await readEdition(house, ledger, register, 'latest');
  yield newest;
  if (action === 'sign') return;
  const older = Array.from(
    { length: Math.min(editionsBack, newest.edition - 1) },
    (_, back) => newest.edition - 1 - back,
  );
  while (older.length > 0) {
    const drawn = older.splice(((randomBytes(1)[0] ?? 0) * older.length) >> 8, 1)[0];
    if (drawn !== undefined) yield await readEdition(house, ledger, register, drawn);
  }
}

const ROW = 38;

/** The edition of the last published act of a nullifier (protocol 5), or null. @throws SignerError `malformed` */
export function publishedEdition(rows: Uint8Array, nullifier: Uint8Array): number | null {
  if (rows.length % ROW !== 0) throw new SignerError('malformed', 'the file of nullifiers has another size');
  const wanted = toHex(nullifier);
  for (let at = 0; at < rows.length; at += ROW) {
    if (toHex(rows.subarray(at, at + 32)) !== wanted) continue;
    return new DataView(rows.buffer, rows.byteOffset + at + 34, 4).getUint32(0);
  }
  return null;
}
