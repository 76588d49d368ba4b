import { z } from 'zod';
import { CanonicalJsonError, decodeCanonicalJson } from '~/crypto/canonical-json';
import { fromHex, hashFields, toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { isSignedBy } from '~/crypto/signing-key';
import { CheckpointError } from '~/crypto/tlog/checkpoint';
import { entryLeaf } from '~/crypto/tlog/entry';
import { MerkleError } from '~/crypto/tlog/merkle';
import { NoteError, noteVerifier, type NoteVerifier } from '~/crypto/tlog/note';
import { openReceipt, ReceiptError, type SignatureReceipt } from '~/crypto/tlog/signature-receipt';
import { parseProof, TlogProofError, verifyProof } from '~/crypto/tlog/tlog-proof';
import { openState, type SignedState } from './check-checkpoints';
import { readFact } from './entry-form';
import type { Check } from './recorder';
import type { Site } from './site';

/*
 * What people kept: receipts of signatures (protocol 4) and proofs of filing (protocol 7). Nothing of it is sent anywhere: it is
 * held against a ledger that is read as a whole.
 */

/** Each receipt is genuine, and its act stands in the ledger. */
export function checkReceipts(site: Site, receipts: readonly string[], check: Check): void {
  for (const [place, text] of receipts.entries()) {
    check.count();
    const where = `receipt ${String(place + 1)}`;
    const receipt = openOwn(text, site, check, where);
    if (receipt) checkReceipt(site, receipt, check, where);
  }
}

function openOwn(text: string, { organisation, snapshot }: Site, check: Check, where: string): SignatureReceipt | null {
  try {
    const receipt = openReceipt(text, noteVerifier(snapshot.keys.receipts));
    if (check.equal('receipt-not-genuine', where, organisation, receipt.organisation)) return receipt;
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof ReceiptError)) throw error;
    check.find('receipt-not-genuine', where, `a receipt of ${organisation}`, error.message);
  }
  return null;
}

function checkReceipt({ facts }: Site, receipt: SignatureReceipt, check: Check, where: string): void {
  const { petitionId, n, action } = receipt;
  const act = `${action === 'sign' ? 'signature' : 'withdrawal'} ${String(n)} on petition ${petitionId}`;
  const acts = facts.acts.get(`signature/${petitionId}`);
  const last = acts?.keys.get(toHex(toBytes32(receipt.nullifier)))?.n ?? -1;
  if (last >= n) return;
  const [opened, closed] = [facts.petitions.get(petitionId), facts.closed.get(petitionId)];
  if (!opened) return check.find('receipt-not-counted', where, act, 'no such petition in the ledger');
  if (facts.deleted.has(petitionId)) return check.cannot(`The ${act} was deleted: it closed under its critical mass.`);
  // What was signed since the last publication waits for the next; the receipt has no time, so that it tells none.
  if (!closed) return check.cannot(`The ${act} is not counted yet: after the next publication it has to be.`);
  check.find('receipt-not-counted', where, act, acts ? 'not in the ledger' : 'nothing of this petition in the ledger');
}

const filingForm = z.strictObject({
  format: z.literal('round-robin/proof-of-filing/v1'),
  organisation: z.string(),
  day: z.string(),
  manifest: z.string(),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
  entry: z.string().nullable(),
  inclusion: z.string().nullable(),
  howToCheck: z.array(z.string()),
});
const manifestForm = z.object({
  concern: z.string().regex(/^[0-9a-f]{64}$/),
  number: z.literal(0),
  sender: z.literal('reporter'),
});
type Filing = z.infer<typeof filingForm>;

/** Longest file of a filing, in characters. */
const MAX_FILING = 400_000;

export interface FilingCheckInput {
  readonly site: Site;
  readonly ledgerKeys: readonly NoteVerifier[];
  readonly check: Check;
}

/**
 * Each proof of filing is genuine, and its digest stands in the ledger.
 * @returns the states of the ledger that they were given under, which the ledger has to go on from
 */
export function openFilings(filings: readonly string[], input: FilingCheckInput): SignedState[] {
  return filings.flatMap((text, place) => {
    input.check.count();
    const where = `proof of filing ${String(place + 1)}`;
    const filing = readFiling(text, input, where);
    return filing?.entry != null ? openInclusion(filing, input, where) : [];
  });
}

/** Whether what was filed is in the ledger as it was read. */
export function checkFilings(filings: readonly string[], input: FilingCheckInput): void {
  const { facts } = input.site;
  const listed = new Set(facts.of('concerns-filed').flatMap(({ fact }) => fact.digests));
  for (const [place, text] of filings.entries()) {
    const parsed = parseFiling(text);
    const digest = parsed && digestOf(parsed);
    if (!parsed || digest === null || listed.has(digest)) continue;
    const where = `proof of filing ${String(place + 1)}`;
    if (parsed.entry === null) {
      input.check.cannot(`The digest of ${where} is not in the ledger yet: after the next publication it has to be.`);
    } else input.check.find('filing-not-in-ledger', where, digest, 'no entry with it');
  }
}

function readFiling(text: string, { site, check }: FilingCheckInput, where: string): Filing | null {
  const filing = parseFiling(text);
  const manifest = filing && parseManifest(filing.manifest);
  const digest = filing && digestOf(filing);
  if (!filing || !manifest || digest === null) {
    check.find('filing-not-genuine', where, 'a proof of filing', 'another form');
    return null;
  }
  if (!check.equal('filing-not-genuine', where, site.organisation, filing.organisation)) return null;
  const statement = hashFields('proof-of-filing/v1', filing.organisation, fromHex(digest));
  if (isSignedBy(fromHex(manifest.concern), statement, fromHex(filing.signature))) return filing;
  check.find('filing-not-genuine', where, 'signed by the receipt words', filing.signature);
  return null;
}

function openInclusion(filing: Filing, { ledgerKeys, check }: FilingCheckInput, where: string): SignedState[] {
  const bytes = new TextEncoder().encode(filing.entry ?? '');
  const fact = readFact(bytes);
  const digest = digestOf(filing);
  if (fact?.kind !== 'concerns-filed' || digest === null || !fact.digests.includes(digest)) {
    check.find('filing-not-genuine', where, 'an entry that lists its digest', filing.entry ?? 'none');
    return [];
  }
  try {
    const { checkpoint } = parseProof(filing.inclusion ?? '');
    verifyProof(filing.inclusion ?? '', { leaf: entryLeaf(bytes), ledger: ledgerKeys });
    const under = `${where}, under a checkpoint of ${checkpoint.split('\n')[1] ?? ''} entries`;
    const state = openState(checkpoint, ledgerKeys, { where: under, day: '', check });
    return state ? [state] : [];
  } catch (error) {
    const known = [TlogProofError, NoteError, CheckpointError, MerkleError].some((kind) => error instanceof kind);
    if (!known) throw error;
    check.find('filing-not-genuine', where, 'a place in the ledger', (error as Error).message);
    return [];
  }
}

function parseFiling(text: string): Filing | null {
  if (text.length > MAX_FILING) return null;
  try {
    const parsed = filingForm.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function parseManifest(text: string) {
  try {
    const parsed = manifestForm.safeParse(decodeCanonicalJson(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof CanonicalJsonError) return null;
    throw error;
  }
}

/** What the ledger says of a filing, hex (protocol 7). */
function digestOf({ organisation, manifest, salt }: Filing): string | null {
  try {
    const digest = hashFields('concern-manifest/v1', organisation, manifest);
    return toHex(hashFields('concern-filing/v1', fromHex(salt), digest));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
