import { formatCount, plural } from '~/ui/count';
import { formatDay } from '~/ui/days';
import type { PackFacts } from './pack-facts';

/** The count, in one sentence that can be quoted. */
export function packCountWords({ signers, countsFrom, petition, checkpoint }: PackFacts): string {
  const day = formatDay(checkpoint.day);
  if (petition.deleted)
    return `It closed with fewer signatures than its organizer had asked for, so they were deleted and never counted.`;
  if (signers === null)
    return `On ${day} the number of signatures was not shown to anybody. Counting starts at ${formatCount(countsFrom ?? 0)}.`;
  return `On ${day} it had ${plural(signers, 'signature')}, each from a different key of the register.`;
}

/** What became of it, in one sentence. */
export function packOutcomeWords({ petition, reached, due, response }: PackFacts): string {
  const { threshold } = petition;
  const asked = threshold === null ? '' : ` Leadership has to answer at ${formatCount(threshold)}.`;
  if (response) return `Leadership answered on ${formatDay(response.day)}.`;
  if (reached === null) return asked.trim();
  const by = due === null ? '' : ` and has to answer by ${formatDay(due)}`;
  return `It reached ${formatCount(threshold ?? 0)} on ${formatDay(reached)}; leadership has not answered yet${by}.`;
}

/** Since when and until when. */
export function packDaysWords({ petition: { opened, closes, closed } }: PackFacts): string {
  const until = closed === null ? `open until ${formatDay(closes)}` : `closed on ${formatDay(closed)}`;
  return `Open since ${formatDay(opened)}, ${until}.`;
}
