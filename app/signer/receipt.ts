import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { noteVerifier } from '~/crypto/tlog/note';
import { openReceipt, type SignatureReceipt } from '~/crypto/tlog/signature-receipt';
import type { House } from './house';
import { asPublished, hex32, leafOf, readEntries, type Ledger } from './ledger';
import { SignerError } from './signer-error';

/** What is kept of an act: the receipt, and what else its entry is made of (protocol 4). Evidence: it says who signed what. */
export const keptReceipt = z.strictObject({
  format: z.literal('round-robin/receipt/v1'),
  receipt: z.string(),
  attempts: z.array(z.strictObject({ register: z.int().min(1), edition: z.int().min(1), proof: hex32 })).min(1),
  criticalMass: z.int().min(0),
  /** Entries of the ledger when it was made. */
  seen: z.int().min(0),
});
export type KeptReceipt = z.infer<typeof keptReceipt>;

/** What became of an act. `missing`: the house signed that it was taken, and published since without it. */
export type Whereabouts =
  | { readonly kind: 'counted'; readonly entry: number; readonly day: string }
  | { readonly kind: 'waits' }
  | { readonly kind: 'missing'; readonly evidence: string };

const openedPetitions = z.array(z.object({ id: z.string() }));
const ranges = z.object({
  v: z.literal(1),
  petition: z.string(),
  ranges: z.array(z.object({ day: z.iso.date(), first: z.int().min(0), entries: z.int().min(1) })),
});
const checkpoints = z.array(z.object({ size: z.int().min(0) }));

/** An act may come while a publication is under way, and is then in the next. */
const publicationsToWait = 2;

/**
 * Looks for an act in the ledger by reading all that any act on any petition could be in, and comparing leaves here: nothing
 * that is asked for says which one, or whether there is any.
 * @throws SignerError
 */
export async function findReceipt(house: House, ledger: Ledger, kept: KeptReceipt): Promise<Whereabouts> {
  const says = readReceipt(ledger, kept);
  const acts: Range[] = [];
  let found: Whereabouts | null = null;
  for (const { id } of await house.json('petitions/opened', openedPetitions)) {
    const { ranges: covered } = await house.json(`petitions/${id}/entries`, ranges);
    for (const { day, first, entries } of covered) {
      if (first + entries > ledger.tree.size) continue;
      const leaves = await asPublished(() => ledger.tree.leaves(first, entries));
      if (id !== says.petitionId) continue;
      acts.push({ day, first, entries });
      const wanted = kept.attempts.map((attempt) => leafOf(entryOf(says, attempt, day)));
      const place = leaves.findIndex((leaf) => wanted.includes(toHex(leaf)));
      if (place >= 0) found = { kind: 'counted', entry: first + place, day };
    }
  }
  // Made twice, the act that stands has the proof of the other time.
  found ??= await findByWords(house, ledger, says, acts);
  if (found) return found;
  if (kept.criticalMass > 0 && acts.length === 0) return { kind: 'waits' };
  const signed = await house.json(`ledger/checkpoints?from=${String(kept.seen + 1)}`, checkpoints);
  if (signed.length < publicationsToWait) return { kind: 'waits' };
  const { receipt, attempts } = kept;
  const evidence = { format: 'round-robin/missing-act/v1', receipt, checkpoint: ledger.note, attempts };
  return { kind: 'missing', evidence: `${JSON.stringify(evidence, null, 2)}\n` };
}

interface Range {
  readonly day: string;
  readonly first: number;
  readonly entries: number;
}

/** Reads all acts of the petition and looks for this one, whatever its proof: who asks for this looks for something there. */
async function findByWords(
  house: House,
  ledger: Ledger,
  says: SignatureReceipt,
  acts: readonly Range[],
): Promise<Whereabouts | null> {
  const wanted = entryOf(says, { register: 0, edition: 0, proof: '' }, '');
  for (const { day, first, entries } of acts) {
    const bundles = await readEntries(house, ledger, first, entries);
    const place = bundles.findIndex(
      (entry) =>
        entry.kind === wanted.kind &&
        entry['petition'] === wanted.petition &&
        entry['nullifier'] === wanted.nullifier &&
        entry['n'] === wanted.n,
    );
    if (place >= 0) return { kind: 'counted', entry: first + place, day };
  }
  return null;
}

function readReceipt(ledger: Ledger, { receipt }: KeptReceipt): SignatureReceipt {
  try {
    const says = openReceipt(receipt, noteVerifier(ledger.receiptKey));
    if (says.organisation === ledger.organisation) return says;
  } catch {
    // Said below.
  }
  throw new SignerError('bad-receipt', 'the receipt is not signed by the key of receipts of this house');
}

function entryOf(says: SignatureReceipt, attempt: KeptReceipt['attempts'][number], day: string) {
  return {
    v: 1 as const,
    kind: says.action === 'sign' ? 'signature' : 'withdrawal',
    petition: says.petitionId,
    nullifier: toHex(toBytes32(says.nullifier)),
    n: says.n,
    ...attempt,
    day,
  };
}
