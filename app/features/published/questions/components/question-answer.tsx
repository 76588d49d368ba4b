import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { RevisedLink } from '../../statements/components/revised-link';
import type { QuestionAnswer } from '../questions.queries.server';

interface AnswerProps {
  readonly questionId: string;
  readonly answer: QuestionAnswer;
  /** On the company's calendar. */
  readonly today: string;
}

/** Leadership's answer to a question, by whom, when, how often revised. */
export function QuestionAnswerText({ questionId, answer, today }: AnswerProps) {
  const { authorName, body, day, revision } = answer;
  return (
    <div className="question__answer">
      <Stack gap="tight">
        <p className="soft small">
          {authorName} {revision === 1 ? 'answered' : 'last revised this answer'}{' '}
          <DateText day={day} now={today} relative="also" />.{' '}
          <RevisedLink kind="answer" id={questionId} revision={revision} />.
        </p>
        <Prose>{body}</Prose>
      </Stack>
    </div>
  );
}
