import type { Outbox, OutboxMessage } from './outbox';
import { UnseenError } from './unseen-request';
import { UploadInterruptedError, uploadMessage, type ReportSent } from './upload-chunks';

/** How going on with an interrupted upload ended. */
export type Resumed =
  | { readonly kind: 'sent' }
  /** It can go on later. */
  | { readonly kind: 'interrupted' }
  /** The server takes it no longer (after a day, or the upload was never begun): it is gone from this device. */
  | { readonly kind: 'too-late' };

/** The server may take it a little later: these are no refusals of the message. */
const passing: ReadonlySet<string> = new Set(['busy', 'too-many']);

/** Goes on with a message from the outbox, without words and without key: only what is missing is sent. */
export async function resumeUpload(outbox: Outbox, message: OutboxMessage, onSent: ReportSent): Promise<Resumed> {
  try {
    await uploadMessage(outbox, message, onSent);
  } catch (error) {
    if (error instanceof UploadInterruptedError) return { kind: 'interrupted' };
    if (error instanceof UnseenError && passing.has(error.code)) return { kind: 'interrupted' };
    if (!(error instanceof UnseenError)) throw error;
    await outbox.remove(message.id);
    return { kind: 'too-late' };
  }
  await outbox.remove(message.id);
  return { kind: 'sent' };
}
