import type { TimelinePledge } from './pledge-timeline';
import type { PledgeInList } from './pledges.queries.server';

/** A pledge as the timeline draws it. */
export function timelinePledge(pledge: PledgeInList): TimelinePledge {
  const { id, document, day: madeDay, dueDay, firstDueDay, endedDay, status } = pledge;
  return { id, text: document.text, madeDay, dueDay, firstDueDay, endedDay, status, milestones: document.milestones };
}
