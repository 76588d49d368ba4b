import { formatCount, plural } from '~/ui/count';
import { formatDay } from '~/ui/days';
import type { PetitionView } from '../petitions/petition-page.queries.server';
import { startedBy } from '../petitions/petition-words';

/** What a poster, a flyer, a picture and a frame say of a petition: what its page says, on one day. */
export interface ShareFacts {
  readonly id: string;
  readonly title: string;
  readonly demands: readonly string[];
  readonly startedBy: string;
  /** Of the petition's page: the same for everybody, so that no visit says from which sheet it came. */
  readonly address: string;
  /** The house in which it is signed. */
  readonly organisation: string;
  /** Null where no number may be shown. */
  readonly count: number | null;
  readonly threshold: number | null;
  /** From how many on there is a number; null where there is one. */
  readonly countsFrom: number | null;
  readonly isOpen: boolean;
  readonly closesDay: string;
  readonly closedDay: string | null;
  readonly deleted: boolean;
  /** The UTC day on which it is said. */
  readonly today: string;
}

type Shared = Pick<
  PetitionView,
  | 'id'
  | 'text'
  | 'organizerName'
  | 'openedDay'
  | 'state'
  | 'closesDay'
  | 'closedDay'
  | 'deleted'
  | 'figures'
  | 'threshold'
>;

/**
 * What may be printed of a petition.
 * @returns null for one that never opened, or whose text is shown to nobody
 */
export function shareFacts(
  petition: Shared,
  { publicUrl, organisation, today }: { publicUrl: string; organisation: string; today: string },
): ShareFacts | null {
  const { id, text, openedDay, state, figures } = petition;
  if (openedDay === null || text === null) return null;
  const { signers } = figures ?? {};
  return {
    id,
    title: text.title,
    demands: text.demands,
    startedBy: startedBy(petition),
    address: `${publicUrl}/petitions/${id}`,
    organisation,
    count: signers?.kind === 'shown' ? signers.value : null,
    threshold: petition.threshold,
    countsFrom: signers?.kind === 'withheld' ? signers.minimum : null,
    isOpen: state === 'open',
    closesDay: petition.closesDay,
    closedDay: petition.closedDay,
    deleted: petition.deleted,
    today,
  };
}

/** The count in a sentence, without the day: below the critical mass there is no number, only where counting starts. */
export function countWords({ count, countsFrom, isOpen, deleted, threshold }: ShareFacts): string {
  if (count === null) {
    if (deleted) return 'It closed with too few signatures to be counted.';
    if (!isOpen) return 'The number of signatures is not shown.';
    return `Counting starts at ${formatCount(countsFrom ?? 0)}.`;
  }
  const signed = plural(count, 'signature');
  if (threshold === null) return signed;
  if (count >= threshold) return `${signed}: leadership has to answer.`;
  return `${signed}. At ${formatCount(threshold)} leadership has to answer.`;
}

/** Until when it can be signed. With the year: paper hangs for long. */
export function closingWords({ isOpen, closesDay, closedDay }: ShareFacts): string {
  return isOpen ? `Open until ${formatDay(closesDay)}.` : `Closed on ${formatDay(closedDay ?? closesDay)}.`;
}

/** The address as people type it. */
export function typedAddress(address: string): string {
  return address.replace(/^https?:\/\//, '');
}
