import { formatDay } from '~/ui/days';
import type { OrganizerActKind } from '../organizer-acts';
import type { OwnPetition } from '../own-petition.schema';

/** What an act is called while it waits. */
export const actNames: Readonly<Record<OrganizerActKind, string>> = {
  update: 'News',
  appeal: 'Your appeal',
  resubmit: 'Your new text, for the moderators',
  retire: 'The end of this petition',
  'propose-merge': 'A proposal to merge it into another one',
  'agree-merge': 'Your yes to merging another petition into this one',
  'decline-merge': 'Your no to merging another petition into this one',
};

/** What was decided, as it begins a sentence. */
export const decisionNames: Readonly<Record<string, string | undefined>> = {
  accept: 'Accepted',
  'send-back': 'Sent back to you',
  reject: 'Rejected',
  appeal: 'You appealed',
  grant: 'Accepted on appeal',
  uphold: 'The rejection was upheld',
};

/** Where a petition stands, to whoever started it. @param today 'YYYY-MM-DD' (UTC) */
export function standsWords({ state, openedDay, closesDay, closedDay }: OwnPetition, today: string): string {
  switch (state) {
    case 'on-its-way':
      return 'On its way: the next publication hands it on. Nobody has read it yet.';
    case 'gathering':
      return 'It looks for sponsors. Only people with the link can read it; nobody, you neither, sees how many there are before there are enough.';
    case 'lapsed':
      return 'Too few sponsors came in time. It ended there, and nobody but those with the link has read it.';
    case 'waiting':
      return 'It waits for a moderator.';
    case 'sent-back':
      return 'A moderator sent it back: change what the reason names, and send it in anew.';
    case 'rejected':
      return 'It was rejected.';
    case 'appealed':
      return 'Another moderator decides on your appeal.';
    case 'accepted':
      return 'Accepted. It opens with the next publication.';
    case 'open':
      return `Open since ${formatDay(openedDay ?? today, today)}, until ${formatDay(closesDay, today)}.`;
    case 'closed':
    case 'archived':
      return `Closed on ${formatDay(closedDay ?? closesDay, today)}.`;
  }
}
