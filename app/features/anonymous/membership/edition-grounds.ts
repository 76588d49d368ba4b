import { hour } from '~/platform/clock';

/** What the server knows about a register and one edition of it: what a claim of membership is compared with. */
export interface EditionGrounds {
  readonly registerId: number;
  readonly depth: number;
  /** Group root of the edition asked for, 32 bytes; null where there is none that a checkpoint covers. */
  readonly groupRoot: Uint8Array | null;
  /** Keys in that edition: the crowd that one would vanish in. */
  readonly live: number;
  /** Newest edition under a checkpoint; null where there is none yet. */
  readonly newest: { readonly number: number; readonly since: Date } | null;
}

/** How long the edition before the newest can still be signed with, counted from the newest one's publication. */
const olderEditionAccepted = hour;

/** Whether an act may name this edition: the newest, or the one before for an hour (protocol 2). */
export function canSignWith(edition: number, newest: EditionGrounds['newest'], now: Date): boolean {
  if (!newest) return false;
  if (edition === newest.number) return true;
  return edition === newest.number - 1 && now.getTime() < newest.since.getTime() + olderEditionAccepted;
}
