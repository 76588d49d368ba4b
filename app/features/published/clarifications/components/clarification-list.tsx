import type { ReactNode } from 'react';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import type { Clarification } from '../clarification';

interface ClarificationListProps {
  readonly clarifications: readonly Clarification[];
  readonly organizerName: string;
  /** On the company's calendar. */
  readonly today: string;
  /** What stands where an answer is still missing; a sentence that says so unless told otherwise. */
  readonly unanswered?: (question: Clarification) => ReactNode;
}

/** What leadership asked an organizer in public, each with what was said to it. */
export function ClarificationList({ clarifications, organizerName, today, unanswered }: ClarificationListProps) {
  return (
    <Stack gap="loose">
      {clarifications.map((each) => (
        <article
          key={each.number}
          id={`question-${String(each.number)}`}
          aria-label={`Question number ${String(each.number)}`}
        >
          <Stack gap="tight">
            <p className="soft small">
              {each.askerName} asked, <DateText day={each.askedDay} now={today} relative="also" />
            </p>
            <Prose>{each.question}</Prose>
            {each.answer !== null && each.answeredDay !== null ? (
              <>
                <p className="soft small">
                  {organizerName} answered, <DateText day={each.answeredDay} now={today} relative="also" />
                </p>
                <Prose>{each.answer}</Prose>
              </>
            ) : (
              (unanswered?.(each) ?? <p className="soft small">{unansweredWords(organizerName)}</p>)
            )}
          </Stack>
        </article>
      ))}
    </Stack>
  );
}

/** Whoever is unknown has no place here to answer in: they do it in news. */
const unansweredWords = (organizerName: string) =>
  organizerName === ''
    ? 'Nobody knows who organizes it. They can answer in news.'
    : `${organizerName} has not answered yet.`;
