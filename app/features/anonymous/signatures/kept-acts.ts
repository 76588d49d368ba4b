import { z } from 'zod';
import { derive } from '~/crypto/derive';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { wireProofDigest } from '~/crypto/semaphore/proof';
import { keptKey, type OpenKey } from '~/platform/key-vault/vault';
import { dropBox, readBox, writeBox } from '~/platform/key-vault/sealed-box';
import { VaultError } from '~/platform/key-vault/vault-error';
import type { ActionBody } from './submit-action';

const PURPOSE = 'round-robin/kept-receipts/v1';

const attempt = z.object({
  register: z.int(),
  edition: z.int(),
  /** SHA-256 of the proof's 256 bytes, hex. */
  proof: z.string(),
});

const keptAct = z.object({
  petition: z.string(),
  /** As it stood on the screen. */
  title: z.string(),
  criticalMass: z.int(),
  action: z.enum(['sign', 'withdraw']),
  n: z.int(),
  /** Hex of 32 bytes. */
  nullifier: z.string(),
  /** The same act, proved once or more often: the first that arrived is the one that stands. */
  attempts: z.array(attempt).min(1),
  /** Signed by the server: null as long as it is not known whether the act arrived. */
  receipt: z.string().nullable(),
  /** Entries that the ledger had when it was taken; before the answer: when it was proved. */
  seen: z.int().min(0),
});

/**
 * An act of this device's key, with all that its entry in the ledger is made of but the day. It has no time. On the device
 * it lies in a box that only the open key opens.
 */
export type KeptAct = z.infer<typeof keptAct>;

const contents = z.object({ v: z.literal(1), acts: z.array(keptAct) });

/** What the page knows of the petition that is acted on. */
export interface ActedPetition {
  readonly title: string;
  readonly criticalMass: number;
}

/** Keeps what shows later that an act was taken. None of it fails: an act is worth more than its receipt. */
export interface ReceiptKeeper {
  /** Before the act is sent: it may arrive without its answer. */
  readonly sent: (body: ActionBody) => Promise<void>;
  readonly taken: (body: ActionBody, receipt: string) => Promise<void>;
  readonly refused: (body: ActionBody) => Promise<void>;
}

/** The acts kept for an open key, oldest first; none where the key itself is not kept here. @throws VaultError `no-storage` */
export async function keptActs(key: OpenKey): Promise<readonly KeptAct[]> {
  const bytes = await readBox(key.publicName, secretOf(key));
  const read = contents.safeParse(parseJson(bytes));
  return read.success ? read.data.acts : [];
}

/**
 * Closes the box anew, whether or not anything is in it: that it was changed says nothing either.
 * @returns the acts in it @throws VaultError `no-storage`
 */
export function openBox(key: OpenKey): Promise<readonly KeptAct[]> {
  return changeActs(key, (acts) => acts);
}

/** Throws the receipts of one act away. @throws VaultError `no-storage` */
export function dropAct(key: OpenKey, { petition, n }: KeptAct): Promise<readonly KeptAct[]> {
  return changeActs(key, (acts) => acts.filter((act) => act.petition !== petition || act.n !== n));
}

/** Throws everything away, and puts an empty box in its place. @throws VaultError `no-storage` */
export async function dropAllActs(key: OpenKey): Promise<readonly KeptAct[]> {
  await dropBox(key.publicName);
  return openBox(key);
}

/**
 * Whether receipts can be kept beside this key: it is kept on this device itself.
 * @throws nothing: no storage is a no
 */
export async function isKeptHere({ publicName }: OpenKey): Promise<boolean> {
  try {
    return (await keptKey('member'))?.publicName === publicName;
  } catch {
    return false;
  }
}

/** @param size how many entries the ledger has now; null where it could not be read */
export function receiptKeeper(
  key: OpenKey,
  petition: ActedPetition,
  size: { readonly known: () => Promise<number | null>; readonly newest: () => Promise<number | null> },
): ReceiptKeeper {
  const keep = (change: (acts: readonly KeptAct[]) => readonly KeptAct[]) => unlessNoStorage(key, change);
  return {
    async sent(body) {
      const seen = (await size.known()) ?? 0;
      await keep((acts) => withAttempt(acts, body, petition, seen));
    },
    async taken(body, receipt) {
      const taken = (seen: number | null) => keep((acts) => withReceipt(acts, body, receipt, seen));
      await taken(null);
      await taken(await size.newest());
    },
    refused: (body) => keep((acts) => withoutAttempt(acts, body)),
  };
}

function withAttempt(acts: readonly KeptAct[], body: ActionBody, petition: ActedPetition, seen: number): KeptAct[] {
  const { register, edition, action, n } = body;
  const made = { register, edition, proof: wireProofDigest(body.points) };
  const before = acts.find((act) => isOf(act, body));
  const act: KeptAct = before ?? {
    ...{ petition: body.petition, title: petition.title, criticalMass: petition.criticalMass, action, n, seen },
    ...{ nullifier: toHex(toBytes32(BigInt(body.nullifier))), attempts: [], receipt: null },
  };
  return [...acts.filter((each) => each !== before), { ...act, attempts: [...act.attempts, made] }];
}

function withoutAttempt(acts: readonly KeptAct[], body: ActionBody): KeptAct[] {
  const refused = wireProofDigest(body.points);
  return acts.flatMap((act) => {
    if (!isOf(act, body)) return [act];
    const attempts = act.attempts.filter(({ proof }) => proof !== refused);
    return attempts.length > 0 ? [{ ...act, attempts }] : [];
  });
}

function withReceipt(acts: readonly KeptAct[], body: ActionBody, receipt: string, seen: number | null): KeptAct[] {
  return acts.map((act) => (isOf(act, body) ? { ...act, receipt, seen: seen ?? act.seen } : act));
}

const isOf = (act: KeptAct, { petition, n, action }: ActionBody) =>
  act.petition === petition && act.n === n && act.action === action;

async function unlessNoStorage(key: OpenKey, change: (acts: readonly KeptAct[]) => readonly KeptAct[]): Promise<void> {
  if (!(await isKeptHere(key))) return;
  try {
    await changeActs(key, change);
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
  }
}

/** One tab at a time, where the browser can see to that. */
async function changeActs(
  key: OpenKey,
  change: (acts: readonly KeptAct[]) => readonly KeptAct[],
): Promise<readonly KeptAct[]> {
  const work = async () => {
    const acts = change(await keptActs(key));
    await writeBox(key.publicName, secretOf(key), new TextEncoder().encode(JSON.stringify({ v: 1, acts })));
    return acts;
  };
  // Typed as always there, but absent on plain HTTP.
  const { locks } = navigator as { locks?: LockManager };
  return locks ? locks.request('round-robin-box', work) : work();
}

const secretOf = ({ entropy }: OpenKey) => derive(entropy, PURPOSE);

function parseJson(bytes: Uint8Array | null): unknown {
  try {
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as unknown);
  } catch {
    return null;
  }
}
