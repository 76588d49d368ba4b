import { missingChunks } from './conversation.schema';
import { OutboxError, type KeptChunk, type Outbox, type OutboxMessage } from './outbox';
import { askUnseen, sendChunk, UnseenError } from './unseen-request';

/** Chunks that are on their way at once. */
const atOnce = 3;
/** How often one chunk is sent again at once after its connection was lost. */
const sendings = 3;

/** Where a message is posted first. */
const firstPaths: Readonly<Record<OutboxMessage['kind'], string>> = {
  raise: '/unseen/concerns',
  write: '/unseen/concerns/message',
  handle: '/unseen/handling/message',
};

/** Bytes that lie with the server already, of all. */
export type ReportSent = (sent: number, all: number) => void;

/** It may have been taken, and not all of it has arrived: the same message can go on. */
export class UploadInterruptedError extends Error {
  override readonly name = 'UploadInterruptedError';
  readonly code = 'interrupted';
  constructor(
    readonly pending: OutboxMessage,
    override readonly cause: unknown,
  ) {
    super('The upload was interrupted');
  }
}

/**
 * Posts a message's manifest and then whatever chunks the server has not got: the first time and after an interruption
 * alike. The same manifest again is no second message.
 * @throws UploadInterruptedError; UnseenError with the server's code where it refused the manifest: nothing was taken
 */
export async function uploadMessage(
  outbox: Pick<Outbox, 'chunk'>,
  message: OutboxMessage,
  onSent: ReportSent = () => undefined,
): Promise<void> {
  const missing = await offer(message);
  try {
    await sendMissing(outbox, message, missing, onSent);
    const left = await offer(message);
    if (left.length > 0) throw new UnseenError('not-complete');
  } catch (error) {
    throw error instanceof UploadInterruptedError ? error : new UploadInterruptedError(message, error);
  }
}

/** What the server has not got of it. Where no answer comes, it may have been taken all the same. */
async function offer(message: OutboxMessage): Promise<readonly string[]> {
  try {
    const { missing } = await askUnseen(firstPaths[message.kind], message.body, missingChunks);
    return missing;
  } catch (error) {
    const isUnknown = error instanceof UnseenError && unknownOutcome.has(error.code);
    throw isUnknown ? new UploadInterruptedError(message, error) : error;
  }
}

/** After these it is not known whether anything was taken; `busy` is none of them. */
const unknownOutcome: ReadonlySet<string> = new Set(['connection-lost', 'strange-answer']);

async function sendMissing(
  outbox: Pick<Outbox, 'chunk'>,
  { id, concern, number, chunks }: OutboxMessage,
  missing: readonly string[],
  onSent: ReportSent,
): Promise<void> {
  const all = sizeOf(chunks);
  let left = sizeOf(chunks.filter(({ hash }) => missing.includes(hash)));
  onSent(all - left, all);
  const waiting = [...missing];
  const sendNext = async (): Promise<void> => {
    for (let hash = waiting.shift(); hash !== undefined; hash = waiting.shift()) {
      const chunk = await outbox.chunk(id, hash);
      if (!chunk) throw new OutboxError('no-storage');
      await sendPatiently(`/unseen/concerns/chunks/${concern}/${String(number)}/${hash}`, chunk);
      left -= chunk.length;
      onSent(all - left, all);
    }
  };
  const senders = Array.from({ length: atOnce }, sendNext);
  try {
    await Promise.all(senders);
  } catch (error) {
    // Nothing more is begun; what is under way is waited for, so that nothing is sent behind our back.
    waiting.length = 0;
    await Promise.allSettled(senders);
    throw error;
  }
}

function sizeOf(chunks: readonly KeptChunk[]): number {
  return chunks.reduce((sum, { size }) => sum + size, 0);
}

async function sendPatiently(path: string, chunk: Uint8Array): Promise<void> {
  for (let sending = 1; ; sending += 1) {
    try {
      await sendChunk(path, chunk);
      return;
    } catch (error) {
      const isLost = error instanceof UnseenError && error.code === 'connection-lost';
      if (!isLost || sending >= sendings) throw error;
    }
  }
}
