import { toHex } from '~/crypto/hash';
import type { CheckedHandlers } from '~/features/published/handlers/handler-key';
import type { ConcernWorker } from './concern-worker-client';
import { encodeManifest } from './manifest';
import { newMessageId, type Outbox, type OutboxMessage } from './outbox';
import type { FileToSend } from './pack-message';
import { RaisingError, type RaisingStage } from './raise-concern';
import type { Receipt } from './receipt';
import { signRequest } from './signed-request';
import { UnseenError } from './unseen-request';
import { UploadInterruptedError, uploadMessage } from './upload-chunks';

export interface WritingTools {
  readonly organisation: string;
  readonly today: () => string;
  readonly handlers: () => Promise<CheckedHandlers>;
  readonly outbox: Outbox;
  readonly worker: Pick<ConcernWorker, 'run'>;
  readonly onStage: (stage: RaisingStage) => void;
}

export interface MessageToWrite {
  readonly receipt: Receipt;
  readonly programme: string | null;
  /** Number that the next message must have. */
  readonly next: number;
  readonly text: string;
  readonly files: readonly FileToSend[];
  /** Fingerprints to whom nothing is encrypted: left out by the reporter, or hidden from by a handler. */
  readonly notTo: readonly string[];
}

const path = '/unseen/concerns/message';

/**
 * Writes on in one's own concern, signed by the concern's key: no membership proof, no slot.
 * @throws RaisingError `broken-chain`, `no-handlers`; UploadInterruptedError; before anything was taken: UnseenError
 *   (`number-taken` where somebody wrote meanwhile), ContentError, ConcernWorkError, OutboxError, PageClockError
 */
export async function writeInConcern(message: MessageToWrite, tools: WritingTools): Promise<void> {
  const prepared = await prepare(message, tools);
  tools.onStage({ kind: 'sending', share: 0 });
  try {
    await uploadMessage(tools.outbox, prepared, (sent, all) => {
      tools.onStage({ kind: 'sending', share: sent / all });
    });
  } catch (error) {
    if (error instanceof UnseenError || !(error instanceof UploadInterruptedError)) {
      await tools.outbox.remove(prepared.id);
    }
    throw error;
  }
  await tools.outbox.remove(prepared.id);
}

async function prepare(
  { receipt, programme, next, text, files, notTo }: MessageToWrite,
  { organisation, today, handlers, outbox, worker, onStage }: WritingTools,
): Promise<OutboxMessage> {
  const { active, problems } = await handlers();
  if (problems.length > 0) throw new RaisingError('broken-chain');
  const readers = active.filter(({ fingerprint }) => !notTo.includes(fingerprint));
  if (readers.length === 0) throw new RaisingError('no-handlers');
  const [id, day, concern] = [newMessageId(), today(), toHex(receipt.concern)];
  const opening = { id, kind: 'write', day, concern, number: next } as const;
  await outbox.keep({ ...opening, state: 'packing', body: null, chunks: [] });
  try {
    const packed = await worker.run(
      'pack',
      {
        id,
        message: {
          content: {
            v: 1,
            kind: null,
            programmeField: null,
            answers: [],
            text: text.trim(),
            replyTo: receipt.recipient,
          },
          files,
          recipients: [receipt.recipient, ...readers.map(({ recipient }) => recipient)],
        },
      },
      (share) => {
        onStage({ kind: 'packing', share });
      },
    );
    const manifest = encodeManifest({
      v: 1,
      concern,
      programme,
      number: next,
      sender: 'reporter',
      audience: 'all',
      parts: packed.parts,
    });
    const body = signRequest(receipt.signing, { organisation, path, request: { day, manifest } });
    const message: OutboxMessage = { ...opening, state: 'ready', body, chunks: packed.chunks };
    await outbox.keep(message);
    return message;
  } catch (error) {
    await outbox.remove(id);
    throw error;
  }
}
