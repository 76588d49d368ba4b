import type { HandledConcern } from '../concerns/conversation.schema';
import type { DeskConcern } from './desk-concern';

/** What the page tells an opening worker: first whose key it is, then concerns to open. */
export type OpeningRequest =
  | { readonly kind: 'key'; readonly identity: string }
  | { readonly kind: 'open'; readonly id: number; readonly concern: HandledConcern };

/** What the worker answers, once for each concern. */
export interface OpeningAnswer {
  readonly id: number;
  /** Null where it could not be opened for a reason that has nothing to do with its contents. */
  readonly concern: DeskConcern | null;
}
