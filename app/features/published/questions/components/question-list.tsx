import { ButtonLink } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { StateDot } from '~/ui/tag';
import { supportPath } from '../question';
import { aboutWords, supportWords } from '../question-words';
import type { OpenQuestion } from '../questions.queries.server';
import { QuestionAnswerText } from './question-answer';
import { QuestionWords } from './question-quote';

interface QuestionListProps {
  readonly questions: readonly OpenQuestion[];
  /** In UTC: support is taken by its days. */
  readonly today: string;
  /** On the company's calendar. */
  readonly companyDay: string;
}

/** Open questions in the order given, each with its support and its answer. */
export function QuestionList({ questions, today, companyDay }: QuestionListProps) {
  return (
    <ol className="questions">
      {questions.map((question) => (
        <li key={question.id} id={`question-${question.id}`} className="question">
          <Stack>
            <QuestionWords>{question.body}</QuestionWords>
            <p className="soft small">
              {aboutWords[question.about]}, open since <DateText day={question.openedDay} now={today} />.{' '}
              {supportWords(question.supporters)}.
            </p>
            {question.answer ? (
              <QuestionAnswerText questionId={question.id} answer={question.answer} today={companyDay} />
            ) : (
              <StateDot state="on">Waits for an answer</StateDot>
            )}
            {question.answer === null && question.support !== null && today <= question.support.untilDay && (
              <div>
                <ButtonLink to={supportPath(question.petition.id, question.id)} tone="secondary" small>
                  Support it, unseen
                </ButtonLink>
              </div>
            )}
          </Stack>
        </li>
      ))}
    </ol>
  );
}
