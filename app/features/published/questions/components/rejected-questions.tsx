import { plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { questionReason } from '../question-moderation';
import type { PublishedQuestionDecision } from '../question-moderation.queries.server';

interface RejectedProps {
  readonly rejected: readonly PublishedQuestionDecision[];
  readonly today: string;
}

/** How many questions were rejected, and why; their text stays with the moderators. */
export function RejectedQuestions({ rejected, today }: RejectedProps) {
  if (rejected.length === 0) return null;
  return (
    <details>
      <summary>{plural(rejected.length, 'question')} rejected, with the reasons</summary>
      <ul className="plain-list stack">
        {rejected.map(({ questionId, reasonCode, words, moderatorName, day }) => (
          <li key={questionId}>
            {questionReason(reasonCode)?.words} “{words}”{' '}
            <span className="soft small">
              {moderatorName}, <DateText day={day} now={today} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
