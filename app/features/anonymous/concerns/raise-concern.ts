import { manifestDigest } from '~/crypto/filing';
import { toBase64Url, toHex } from '~/crypto/hash';
import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import { concernMessage, concernScope, type Message, type Scope } from '~/crypto/semaphore/statement';
import type { MerklePath } from '~/crypto/semaphore/tree';
import type { CheckedHandlers, HandlerKey } from '~/features/published/handlers/handler-key';
import { contentOf, type ConcernDraft } from './concern-draft';
import type { ConcernWorker } from './concern-worker-client';
import { encodeManifest } from './manifest';
import { newMessageId, type Outbox, type OutboxMessage } from './outbox';
import { slotsPerDay, type RaisingBody } from './raise-concern.schema';
import type { Receipt } from './receipt';
import type { Standing } from './stand-on-register';
import { UnseenError } from './unseen-request';
import { UploadInterruptedError, uploadMessage } from './upload-chunks';
import { freeSlot } from './used-slots';

export type RaisingStage =
  | { readonly kind: 'packing'; readonly share: number }
  | { readonly kind: 'register' }
  | { readonly kind: 'proof'; readonly share: number }
  | { readonly kind: 'sending'; readonly share: number };

/** Whoever raises it, as a key on the register; nothing of it is sent but a proof. */
export interface RaisingPerson {
  readonly entropy: Uint8Array;
  /** Hex of the identity commitment. */
  readonly commitment: string;
}

export interface RaisingTools {
  readonly organisation: string;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: () => string;
  /** Handlers as they are now, checked. */
  readonly handlers: () => Promise<CheckedHandlers>;
  readonly outbox: Outbox;
  readonly worker: Pick<ConcernWorker, 'run'>;
  readonly standOn: (day: string, commitment: string) => Promise<Standing>;
  readonly prove: (input: {
    identity: SemaphoreIdentity;
    path: MerklePath;
    scope: Scope;
    message: Message;
  }) => Promise<WireProof>;
  readonly onStage: (stage: RaisingStage) => void;
}

export class RaisingError extends Error {
  override readonly name = 'RaisingError';
  constructor(
    readonly code:
      | 'no-handlers'
      /** What is said of who let whom in does not hold: nothing is encrypted to anybody. */
      | 'broken-chain'
      /** Others than the person was shown. */
      | 'handlers-changed'
      | 'all-slots-used'
      | 'keeps-changing',
  ) {
    super(code);
  }
}

/** A concern that lies with the handlers. */
export interface RaisedConcern {
  /** The day it was raised on. */
  readonly day: string;
  /** Text of its first manifest: what a proof of filing is made of. */
  readonly manifest: string;
}

export interface ConcernToRaise {
  readonly draft: ConcernDraft;
  readonly receipt: Receipt;
  /** Fingerprints of the handlers that the person was shown when choosing who may read it. */
  readonly shown: readonly string[];
}

/** Every slot may turn out to be used, and day and register may change meanwhile. */
const attempts = slotsPerDay + 3;

/** After these everything is done anew: another slot, another day, another edition. */
const again: ReadonlySet<string> = new Set(['slot-used', 'wrong-day', 'stale-edition']);

/**
 * Encrypts, proves and sends a concern (protocol 7). The manifest with its proof goes first; each attempt encrypts afresh,
 * so that an attempt in another slot looks like another concern's.
 *
 * @throws RaisingError; UploadInterruptedError once it may have been taken; before that, with nothing kept: UnseenError
 *   (the server's code), ConcernWorkError, OutboxError, PageClockError, StandingError, RegisterReadError, TreeError,
 *   ProverError
 */
export async function raiseConcern(
  concern: ConcernToRaise,
  person: RaisingPerson,
  tools: RaisingTools,
): Promise<RaisedConcern> {
  const readers = readersOf(await tools.handlers(), concern);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const day = tools.today();
    const slot = await freeSlot(tools.outbox, day);
    if (slot === null) throw new RaisingError('all-slots-used');
    const prepared = await prepare(concern, person, tools, { day, slot, readers });
    if (await deliver(prepared.message, tools, { day, slot })) return { day, manifest: prepared.manifest };
  }
  throw new RaisingError('keeps-changing');
}

/** Everybody to whom it is encrypted, besides the reporter. Never to fewer than were chosen, nor to anybody unseen. */
function readersOf(handlers: CheckedHandlers, { draft, shown }: ConcernToRaise): readonly HandlerKey[] {
  if (handlers.problems.length > 0) throw new RaisingError('broken-chain');
  const now = handlers.active.map(({ fingerprint }) => fingerprint);
  if (now.length !== shown.length || !now.every((fingerprint) => shown.includes(fingerprint))) {
    throw new RaisingError(now.length === 0 ? 'no-handlers' : 'handlers-changed');
  }
  const readers = handlers.active.filter(({ fingerprint }) => !draft.leftOut.includes(fingerprint));
  if (readers.length === 0) throw new RaisingError('no-handlers');
  return readers;
}

interface Attempt {
  readonly day: string;
  readonly slot: number;
  readonly readers: readonly HandlerKey[];
}

/** Encrypts into the outbox and proves over the manifest. What fails leaves nothing behind. */
async function prepare(
  { draft, receipt }: ConcernToRaise,
  person: RaisingPerson,
  tools: RaisingTools,
  { day, slot, readers }: Attempt,
): Promise<{ message: OutboxMessage; manifest: string }> {
  const id = newMessageId();
  const concern = toHex(receipt.concern);
  const opening = { id, kind: 'raise', day, concern, number: 0 } as const;
  await tools.outbox.keep({ ...opening, state: 'packing', body: null, chunks: [] });
  try {
    const packed = await tools.worker.run(
      'pack',
      {
        id,
        message: {
          content: contentOf(draft, receipt.recipient),
          files: draft.files,
          recipients: [receipt.recipient, ...readers.map(({ recipient }) => recipient)],
        },
      },
      (share) => {
        tools.onStage({ kind: 'packing', share });
      },
    );
    const manifest = encodeManifest({
      v: 1,
      concern,
      programme: draft.programme?.id ?? null,
      number: 0,
      sender: 'reporter',
      audience: 'all',
      parts: packed.parts,
    });
    const body: RaisingBody = {
      v: 1,
      manifest,
      day,
      slot,
      salt: toBase64Url(receipt.salt),
      ...(draft.leftOut.length > 0 ? { hiddenFrom: [...draft.leftOut] } : {}),
      ...(await prove(manifest, person, tools, { day, slot })),
    };
    const message: OutboxMessage = { ...opening, state: 'ready', body, chunks: packed.chunks };
    await tools.outbox.keep(message);
    return { message, manifest };
  } catch (error) {
    await tools.outbox.remove(id);
    throw error;
  }
}

/** The claim of membership as it is posted. */
async function prove(
  manifest: string,
  person: RaisingPerson,
  tools: RaisingTools,
  { day, slot }: { day: string; slot: number },
) {
  tools.onStage({ kind: 'register' });
  const { register, edition, path } = await tools.standOn(day, person.commitment);
  tools.onStage({ kind: 'proof', share: 0 });
  const { depth, root, nullifier, points } = await tools.prove({
    identity: identityFromEntropy(person.entropy),
    path,
    scope: concernScope(tools.organisation, day, slot),
    message: concernMessage(manifestDigest(tools.organisation, manifest)),
  });
  return { register, edition, depth, root, nullifier, points: [...points] };
}

/** False where it was refused for what another attempt can do better; it is gone from the outbox then. */
async function deliver(
  message: OutboxMessage,
  tools: RaisingTools,
  { day, slot }: { day: string; slot: number },
): Promise<boolean> {
  tools.onStage({ kind: 'sending', share: 0 });
  try {
    await uploadMessage(tools.outbox, message, (sent, all) => {
      tools.onStage({ kind: 'sending', share: sent / all });
    });
  } catch (error) {
    if (error instanceof UploadInterruptedError) {
      await tools.outbox.useSlot(day, slot);
      throw error;
    }
    await tools.outbox.remove(message.id);
    const code = error instanceof UnseenError ? error.code : '';
    if (code === 'slot-used') await tools.outbox.useSlot(day, slot);
    if (again.has(code)) return false;
    throw error;
  }
  await tools.outbox.useSlot(day, slot);
  await tools.outbox.remove(message.id);
  return true;
}
