import { encodeManifest, maxMessageNumber, type Manifest } from '../concerns/manifest';
import type { ConcernWorker } from '../concerns/concern-worker-client';
import { newMessageId, openOutbox, type Outbox, type OutboxMessage } from '../concerns/outbox';
import type { FileToSend } from '../concerns/pack-message';
import { uploadMessage } from '../concerns/upload-chunks';
import type { Desk } from './desk';
import { readersOf, thenRefresh } from './desk-acts';
import { replyToOf, type DeskConcern } from './desk-concern';
import { signedAct } from './handling-client';

/** Why nothing was sent. */
export class SendError extends Error {
  override readonly name = 'SendError';
  constructor(readonly code: 'no-reply-address' | 'several-reply-addresses' | 'too-many') {
    super(code);
  }
}

/** What a handler writes: a reply to the reporter, or a note among the handlers. */
export interface HandlersMessage {
  readonly audience: Manifest['audience'];
  readonly text: string;
  /** Cleaned ones. */
  readonly files: readonly FileToSend[];
}

export type SendingStage = 'packing' | 'sending';

interface SendTools {
  readonly run: ConcernWorker['run'];
  /** Share of the stage, 0 to 1. */
  readonly onProgress: (stage: SendingStage, share: number) => void;
}

/**
 * Encrypts a message to everybody who may read it and sends it. The manifest goes first, then whatever the server has not
 * got; ciphertext waits in the outbox of this browser meanwhile and is removed from it in the end, whatever happens.
 * @throws SendError, EncryptError, ConcernWorkError, OutboxError, UploadInterruptedError, UnseenError `number-taken` where
 *   somebody else wrote meanwhile
 */
export async function sendMessage(
  desk: Desk,
  concern: DeskConcern,
  message: HandlersMessage,
  tools: SendTools,
  openOutboxHere: () => Promise<Outbox> = openOutbox,
): Promise<void> {
  if (concern.next > maxMessageNumber) throw new SendError('too-many');
  const recipients = recipientsOf(desk, concern, message.audience);
  const outbox = await openOutboxHere();
  const id = newMessageId();
  try {
    await thenRefresh(desk, concern.key, () =>
      packAndSend(desk, concern, { ...message, id, recipients }, { ...tools, outbox }),
    );
  } finally {
    await outbox.remove(id);
    outbox.close();
  }
}

async function packAndSend(
  { session, me }: Desk,
  { key, programme, next: number }: DeskConcern,
  { id, recipients, audience, text, files }: HandlersMessage & { id: string; recipients: readonly string[] },
  { run, onProgress, outbox }: SendTools & { outbox: Outbox },
): Promise<void> {
  const content = { v: 1 as const, kind: null, programmeField: null, answers: [], text, replyTo: null };
  onProgress('packing', 0);
  const { parts, chunks } = await run('pack', { id, message: { content, files, recipients } }, (share) => {
    onProgress('packing', share);
  });
  const sender = me.fingerprint;
  const manifest = encodeManifest({ v: 1, concern: key, programme, number, sender, audience, parts });
  const body = signedAct(session, 'message', { manifest });
  onProgress('sending', 0);
  const pending: OutboxMessage = {
    id,
    state: 'ready',
    kind: 'handle',
    day: session.today(),
    concern: key,
    number,
    body,
    chunks,
  };
  await uploadMessage(outbox, pending, (sent, all) => {
    onProgress('sending', sent / all);
  });
}

function recipientsOf(desk: Desk, concern: DeskConcern, audience: Manifest['audience']): string[] {
  const handlers = readersOf(desk, concern).map(({ recipient }) => recipient);
  if (audience === 'handlers') return handlers;
  const [reporter, ...others] = replyToOf(concern);
  if (reporter === undefined) throw new SendError('no-reply-address');
  if (others.length > 0) throw new SendError('several-reply-addresses');
  return [reporter, ...handlers];
}
