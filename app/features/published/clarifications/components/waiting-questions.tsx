import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import type { Clarifying } from '../clarifications.queries.server';

interface WaitingQuestionsProps {
  readonly petitions: readonly {
    readonly id: string;
    readonly title: string;
    readonly clarifying: Clarifying | null;
  }[];
  /** On the company's calendar. */
  readonly today: string;
}

/** What leadership asked an organizer who has not answered yet, on their desk. Nothing where nothing waits. */
export function WaitingQuestions({ petitions, today }: WaitingQuestionsProps) {
  const waiting = petitions.flatMap(({ id, title, clarifying }) =>
    clarifying?.since ? [{ id, title, ...clarifying, since: clarifying.since }] : [],
  );
  if (waiting.length === 0) return null;
  return (
    <Notice tone="warn" title="Leadership asks you something before it answers">
      <ul>
        {waiting.map(({ id, title, waiting: questions, since }) => (
          <li key={id}>
            <Link to={`/in/desk/organizer/${id}/questions`}>{`Answer ${plural(questions, 'question')}`}</Link> about “
            {title}”, asked on <DateText day={since} now={today} relative="also" />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
