import type { CleanedFile, RefusedFile } from './cleaning/clean-file';
import type { SealedFile } from './open-file';
import type { MessageToPack, PackedMessage } from './pack-message';

/** A file of one's own conversation, to be fetched with the concern's key. */
export interface FileToOpen extends SealedFile {
  readonly organisation: string;
  readonly day: string;
  /** The receipt words' 16 bytes. */
  readonly entropy: Uint8Array;
  /** Of the message. */
  readonly number: number;
}

/** What the worker can be asked for, and what it gives. */
export interface ConcernWork {
  clean: { ask: { readonly file: File; readonly number: number }; give: CleanedFile | RefusedFile };
  /** Its chunks go into the outbox under `id`. */
  pack: { ask: { readonly id: string; readonly message: MessageToPack }; give: PackedMessage };
  open: { ask: FileToOpen; give: Blob };
}

export type WorkKind = keyof ConcernWork;

export type WorkRequest = {
  [Kind in WorkKind]: { readonly task: number; readonly kind: Kind; readonly ask: ConcernWork[Kind]['ask'] };
}[WorkKind];

export type WorkAnswer =
  | { readonly task: number; readonly kind: 'share'; readonly share: number }
  | { readonly task: number; readonly kind: 'done'; readonly give: ConcernWork[WorkKind]['give'] }
  | { readonly task: number; readonly kind: 'failed'; readonly code: string };
