import type { ReactNode } from 'react';
import { DateText } from '~/ui/date-text';
import { formatDay } from '~/ui/days';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { Stack } from '~/ui/page';
import { Timeline, type TimelineEntry } from '~/ui/timeline';
import { organizingEvents } from './organizing-events';
import type { RecordedAct } from '../moderation';
import { moderationReason } from '../moderation';
import type { PetitionView, PublishedModeration } from '../petition-page.queries.server';

export type TimelinePetition = Pick<
  PetitionView,
  | 'id'
  | 'submittedDay'
  | 'moderation'
  | 'openedDay'
  | 'updates'
  | 'figures'
  | 'response'
  | 'closesDay'
  | 'closedDay'
  | 'state'
  | 'threshold'
> &
  Partial<Pick<PetitionView, 'organizing' | 'countedSince' | 'criticalMass' | 'deleted'>>;

/** Everything that happened to a petition, newest first, and what comes next on top. */
export function PetitionTimeline({ petition, today }: { petition: TimelinePetition; today: string }) {
  return <Timeline entries={entriesOf(petition, today)} />;
}

const actWords: Readonly<Record<RecordedAct, string>> = {
  accept: 'Accepted',
  'send-back': 'Sent back to its organizer',
  reject: 'Rejected',
  appeal: 'Its organizer appealed: another moderator decides',
  grant: 'Accepted on appeal',
  uphold: 'The rejection was upheld',
};

function entriesOf(petition: TimelinePetition, today: string): TimelineEntry[] {
  const { id, figures, response, closedDay, closesDay, state, openedDay, threshold } = petition;
  const entries: TimelineEntry[] = [];
  const add = (key: string, day: string, what: ReactNode, kind?: TimelineEntry['kind']) => {
    entries.push({ key, when: <DateText day={day} now={today} relative="also" />, what, kind });
  };
  if (state === 'open') add('closes', closesDay, 'Closes.', 'ahead');
  const due = response?.answeredDay ? null : (figures?.dueDay ?? null);
  if (due !== null && due >= today) add('due', due, 'A response is due.', 'ahead');
  const past: { day: string; key: string; what: ReactNode; kind?: TimelineEntry['kind'] }[] = [
    ...petition.moderation.map((act) => ({ day: act.day, key: `act-${act.number}`, what: <Decision act={act} /> })),
    ...petition.updates.map(({ day, number }) => ({
      day,
      key: `update-${number}`,
      what: <a href={`#update-${number}`}>The organizer posted news.</a>,
    })),
  ];
  if (state === 'gathering') {
    past.push({ day: petition.submittedDay, key: 'gathering', what: 'Sent in. It looks for sponsors from here on.' });
  }
  if (petition.organizing) past.push(...organizingEvents(petition.organizing));
  if (openedDay) past.push({ day: openedDay, key: 'opened', what: 'Opened. From here on its text stands as it is.' });
  if (petition.countedSince) {
    const mass = formatCount(petition.criticalMass ?? 0);
    past.push({ day: petition.countedSince, key: 'counted', what: `Reached its critical mass of ${mass}: it is counted from here on.` }); // prettier-ignore
  }
  if (figures?.reachedDay && threshold !== null) {
    past.push({
      day: figures.reachedDay,
      key: 'reached',
      what: `Reached ${formatCount(threshold)} signatures: leadership owes it a response.`,
    });
  }
  if (due !== null && due < today) past.push({ day: due, key: 'due', what: 'A response was due.', kind: 'late' });
  if (response) {
    const { firstDay, day, revision } = response;
    past.push({ day: firstDay, key: 'response', what: <a href="#response">Leadership responded.</a> });
    if (revision > 1) past.push({ day, key: 'revised', what: <Revised id={id} revision={revision} /> });
  }
  if (closedDay) past.push({ day: closedDay, key: 'closed', what: closedWords(petition) });
  // A stable sort keeps the order of the acts of one day.
  past.reverse().sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  for (const { key, day, what, kind } of past) add(key, day, what, kind);
  return entries;
}

function closedWords({ deleted, criticalMass = 0 }: TimelinePetition): string {
  if (!deleted) return 'Closed.';
  return `Closed under its critical mass of ${formatCount(criticalMass)}: whatever had been signed was deleted, and the ledger says so.`;
}

function Revised({ id, revision }: { id: string; revision: number }) {
  return <Link to={`/statements/response/${id}#revision-${String(revision)}`}>Leadership revised its response.</Link>;
}

function Decision({ act }: { act: PublishedModeration }) {
  const { dueDay, day, words, moderatorName } = act;
  const appeals = act.act === 'appeal';
  const by = appeals ? '' : ` by ${moderatorName}, moderator`;
  const reason = appeals ? '' : (moderationReason(act.reasonCode)?.words ?? '');
  const late = dueDay !== null && dueDay < day ? ` It was due on ${formatDay(dueDay, day)}.` : '';
  return (
    <Stack gap="tight">
      <p>{`${actWords[act.act]}${by}. ${reason}${late}`.trim()}</p>
      {words === null && <p className="soft">What it says is not shown, as the text of the petition is not.</p>}
      {words !== null && words !== '' && <blockquote className="serif">“{words}”</blockquote>}
    </Stack>
  );
}
