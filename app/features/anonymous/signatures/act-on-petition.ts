import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import {
  petitionScope,
  petitionTextDigest,
  signMessage,
  unitMessage,
  type Message,
  type Scope,
  type SignatureAction,
} from '~/crypto/semaphore/statement';
import { toBytes32 } from '~/crypto/semaphore/field';
import type { MerklePath } from '~/crypto/semaphore/tree';
import { noteVerifier } from '~/crypto/tlog/note';
import { openReceipt } from '~/crypto/tlog/signature-receipt';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import {
  pathOf,
  placeOf,
  readEdition,
  readRegister,
  type EditionCheck,
  type RegisterCopy,
} from '~/features/published/registers/read-register';
import { SubmitError } from '../membership/post-act';
import { leastOf, pathInUnit, type UnitToDisclose } from '../units/path-in-unit';
import { ActingError } from './acting-error';
import { publishedActs } from './acts-of-this-key';
import type { ReceiptKeeper } from './kept-acts';
import { submitAction, type AcceptedAction, type ActionBody } from './submit-action';

/** The petition as it stands on the screen: its digest is computed from this very text, never taken from a server. */
export interface PetitionText {
  readonly id: string;
  readonly title: string;
  readonly demands: readonly string[];
  readonly background: string;
  /** The one register that the petition is pinned to. */
  readonly register: number;
}

export interface ActingPerson {
  readonly entropy: Uint8Array;
  /** Hex of the identity commitment. */
  readonly commitment: string;
}

export type ActingStage = 'register' | 'proof' | 'sending';

export interface ActingTools {
  readonly organisation: string;
  /** C2SP vkey that receipts are signed with. */
  readonly receiptKey: string;
  /** Where every edition must stand before anything is proved in it. */
  readonly ledger: EditionCheck;
  /** The crowd as the person was told of it, and the smallest that one may act in. */
  readonly crowd: { readonly live: number; readonly minimum: number };
  readonly prove: (input: {
    identity: SemaphoreIdentity;
    path: MerklePath;
    scope: Scope;
    message: Message;
  }) => Promise<WireProof>;
  readonly onStage: (stage: ActingStage) => void;
  /** Keeps the receipt on this device, where that is wanted. */
  readonly receipts: ReceiptKeeper;
}

/** How acting ended. `acts` counts the acts of this key on this petition, all of which stay public. */
export type ActingResult =
  | { readonly kind: 'done'; readonly action: SignatureAction; readonly receipt: string; readonly acts: number }
  /** Nothing was changed: the signature, or its withdrawal, stands already. */
  | { readonly kind: 'stands'; readonly action: SignatureAction; readonly acts: number }
  | { readonly kind: 'nothing-to-withdraw' }
  /** Signed and withdrawn before: signing again narrows the crowd, so it is asked first. */
  | { readonly kind: 'withdrawn-before'; readonly acts: number };

/** How many older editions an unpublished signature's withdrawal looks through for a key that has left the register. */
const editionsBack = 30;
/** How often a proof is made anew because the edition changed meanwhile. */
const staleEditions = 2;

/**
 * Signs or withdraws (protocol 4). The first attempt guesses how often this key has acted; the server says so only to
 * whoever proved to be that key, and a second proof follows where the guess was wrong.
 *
 * @param known.acts how often the key has acted, when known from `withdrawn-before`
 * @param known.unit disclosed with a key's first signature, and with no other act
 * @throws ActingError, SubmitError, RegisterReadError, TreeError, what the ledger's check and what the prover throws
 */
export async function actOnPetition(
  petition: PetitionText,
  person: ActingPerson,
  action: SignatureAction,
  tools: ActingTools,
  { acts = null, unit = null }: { readonly acts?: number | null; readonly unit?: UnitToDisclose | null } = {},
): Promise<ActingResult> {
  const first = acts ?? (action === 'sign' ? 0 : 1);
  const outcome = await attempt(petition, person, { action, n: first, unit: first === 0 ? unit : null }, tools);
  if (outcome.accepted && outcome.acts === first + 1) return done(action, outcome);

  // Another count than guessed. Even: not signed at present. Odd: signed.
  const signed = outcome.acts % 2 === 1;
  if (action === 'sign') {
    return signed ? { kind: 'stands', action, acts: outcome.acts } : { kind: 'withdrawn-before', acts: outcome.acts };
  }
  if (!signed) {
    return outcome.acts === 0 ? { kind: 'nothing-to-withdraw' } : { kind: 'stands', action, acts: outcome.acts };
  }
  const second = await attempt(petition, person, { action, n: outcome.acts, unit: null }, tools);
  if (second.accepted) return done(action, second);
  throw new SubmitError('stale-action', second.acts);
}

type Attempt = (AcceptedAction & { readonly accepted: true }) | { readonly accepted: false; readonly acts: number };

function done(action: SignatureAction, { receipt, acts }: AcceptedAction): ActingResult {
  return { kind: 'done', action, receipt, acts };
}

interface Act {
  readonly action: SignatureAction;
  readonly n: number;
  readonly unit: UnitToDisclose | null;
}

async function attempt(petition: PetitionText, person: ActingPerson, act: Act, tools: ActingTools): Promise<Attempt> {
  for (let tries = 0; ; tries += 1) {
    const body = await proveAction(petition, person, act, tools);
    tools.onStage('sending');
    await tools.receipts.sent(body);
    try {
      const answer = await submitAction(body);
      checkReceipt(answer.receipt, body, tools);
      await tools.receipts.taken(body, answer.receipt);
      return { accepted: true, ...answer };
    } catch (error) {
      if (!(error instanceof SubmitError)) throw error;
      // Whatever was answered: this proof is not the one that stands.
      if (error.code !== 'connection-lost') await tools.receipts.refused(body);
      if (error.code === 'stale-action' && error.acts !== null) return { accepted: false, acts: error.acts };
      if (error.code !== 'stale-edition') throw error;
      if (tries >= staleEditions) throw new ActingError('edition-keeps-changing', error);
    }
  }
}

async function proveAction(
  petition: PetitionText,
  person: ActingPerson,
  { action, n, unit }: Act,
  tools: ActingTools,
): Promise<ActionBody> {
  tools.onStage('register');
  const { copy, place } = await findPlace(petition, person, action, tools);
  const unitPath = unit && (await pathInUnit(copy, place, unit, tools.crowd.minimum));
  tools.onStage('proof');
  const digest = petitionTextDigest(petition);
  const said = {
    identity: identityFromEntropy(person.entropy),
    scope: petitionScope(tools.organisation, petition.id),
  };
  const proof = await tools.prove({
    ...said,
    path: await pathOf(copy, place),
    message: signMessage(digest, action, n),
  });
  const { depth, root, nullifier, points } = proof;
  const edition = copy.edition.edition;
  const body: ActionBody = {
    v: 1,
    petition: petition.id,
    register: petition.register,
    edition,
    action,
    n,
    depth,
    root,
    nullifier,
    points,
  };
  if (!unit || !unitPath) return body;
  const inUnit = await tools.prove({ ...said, path: unitPath, message: unitMessage(digest, unit.path) });
  return { ...body, unit: { path: unit.path, root: inUnit.root, points: inUnit.points } };
}

interface Place {
  readonly copy: RegisterCopy;
  readonly place: number;
}

async function findPlace(
  petition: PetitionText,
  person: ActingPerson,
  action: SignatureAction,
  tools: ActingTools,
): Promise<Place> {
  const { minimum, live } = tools.crowd;
  const least = leastOf(minimum, action === 'sign' ? live : 0);
  for await (const edition of editionsToTry(petition, person, action, tools)) {
    const copy = await readRegister(edition);
    const place = placeOf(copy, person.commitment);
    if (place === null) continue;
    if (copy.edition.live < least) throw new ActingError('smaller-crowd');
    return { copy, place };
  }
  throw new ActingError('not-on-register');
}

/**
 * A signature names the newest edition; its withdrawal the edition that the signature named (protocol 4), whether or not
 * its owner has left since. The last edition that a leaver stood in would tell everybody who it was: the leaf that is
 * gone from the next one. Where the signature is not published yet, who still stands on the register takes the newest
 * edition, and who has left any of the older ones, drawn at random.
 */
async function* editionsToTry(
  { id, register }: PetitionText,
  { entropy }: ActingPerson,
  action: SignatureAction,
  { organisation, ledger }: ActingTools,
): AsyncGenerator<EditionDocument> {
  if (action === 'withdraw') {
    const nullifier = identityFromEntropy(entropy).nullifier(petitionScope(organisation, id));
    const published = await publishedActs(id, toBytes32(nullifier));
    if (published) {
      yield await readEdition(register, published.edition, ledger);
      return;
    }
  }
  const newest = await readEdition(register, 'latest', ledger);
  yield newest;
  if (action === 'sign') return;
  const older = Array.from(
    { length: Math.min(editionsBack, newest.edition - 1) },
    (_, back) => newest.edition - 1 - back,
  );
  while (older.length > 0) {
    const [drawn] = older.splice(randomBelow(older.length), 1);
    if (drawn !== undefined) yield await readEdition(register, drawn, ledger);
  }
}

/** Even to one part in 2^26 for the few numbers that are drawn from here. */
function randomBelow(bound: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % bound;
}

function checkReceipt(receipt: string, body: ActionBody, tools: ActingTools): void {
  let says;
  try {
    says = openReceipt(receipt, noteVerifier(tools.receiptKey));
  } catch (error) {
    throw new ActingError('bad-receipt', error);
  }
  const asExpected =
    says.organisation === tools.organisation &&
    says.petitionId === body.petition &&
    says.nullifier === BigInt(body.nullifier) &&
    says.action === body.action &&
    says.n === body.n;
  if (!asExpected) throw new ActingError('bad-receipt');
}
