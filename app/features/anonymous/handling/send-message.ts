import type { Manifest } from '../concerns/manifest';
import { encodeManifest } from '../concerns/manifest';
import type { ConcernWorker } from '../concerns/concern-worker-client';
import { newMessageId, openOutbox } from '../concerns/outbox';
import type { FileToSend } from '../concerns/pack-message';
import { uploadMessage } from '../concerns/upload-chunks';
import type { Desk } from './desk';
import { readersOf } from './desk-acts';
import { replyToOf, type DeskConcern } from './desk-concern';
import { signedAct } from './handling-client';

/** Why nothing was sent. */
export class SendError extends Error {
  override readonly name = 'SendError';
  constructor(readonly code: 'no-reply-address' | 'several-reply-addresses' | 'too-many-messages') {
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
  readonly worker: ConcernWorker;
  /** Share of the stage, 0 to 1. */
  readonly onProgress: (stage: SendingStage, share: number) => void;
}

const mostMessages = 200;

/**
 * Encrypts a message to everybody who may read it and sends it. The manifest goes first, then whatever the server has not
 * got; ciphertext waits in the outbox of this browser meanwhile and is removed from it in the end, whatever happens.
 * @throws SendError, ConcernWorkError, OutboxError, UnseenError `number-taken` where somebody else wrote meanwhile
 */
export async function sendMessage(
  desk: Desk,
  concern: DeskConcern,
  { audience, text, files }: HandlersMessage,
  { worker, onProgress }: SendTools,
): Promise<void> {
  if (concern.next >= mostMessages) throw new SendError('too-many-messages');
  const content = { v: 1 as const, kind: null, programmeField: null, answers: [], text, replyTo: null };
  const recipients = recipientsOf(desk, concern, audience);
  const id = newMessageId();
  const outbox = await openOutbox();
  try {
    onProgress('packing', 0);
    const { parts, chunks } = await worker.run('pack', { id, message: { content, files, recipients } }, (share) => {
      onProgress('packing', share);
    });
    const { key, programme, next: number } = concern;
    const sender = desk.me.fingerprint;
    const manifest = encodeManifest({ v: 1, concern: key, programme, number, sender, audience, parts });
    const day = desk.session.today();
    const body = signedAct(desk.session, 'message', { manifest });
    onProgress('sending', 0);
    await uploadMessage(
      outbox,
      { id, state: 'ready', kind: 'handle', day, concern: key, number, body, chunks },
      (sent, all) => {
        onProgress('sending', sent / all);
      },
    );
  } finally {
    await outbox.remove(id);
    outbox.close();
    await desk.refresh(concern.key);
  }
}

function recipientsOf(desk: Desk, concern: DeskConcern, audience: Manifest['audience']): string[] {
  const handlers = readersOf(desk, concern).map(({ recipient }) => recipient);
  if (audience === 'handlers') return handlers;
  const [reporter, ...others] = replyToOf(concern);
  if (reporter === undefined) throw new SendError('no-reply-address');
  if (others.length > 0) throw new SendError('several-reply-addresses');
  return [reporter, ...handlers];
}
