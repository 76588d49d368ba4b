import { AnswersFor } from '~/features/published/answers/components/answers-for';
import { VerdictFigures } from '~/features/published/choices/components/verdict-figures';
import { ClarificationSection } from '~/features/published/clarifications/components/clarification-section';
import { ContradictionSection } from '~/features/published/contradictions/components/contradiction-section';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import type { PetitionView } from '~/features/published/petitions/petition-page.queries.server';
import { PledgesSection } from '~/features/published/pledges/components/pledges-section';
import { QuestionsSection } from '~/features/published/questions/components/questions-section';
import { DemandAnswer } from '~/features/published/responses/components/demand-answer';
import { ResponseSection } from '~/features/published/responses/components/response-section';
import { unansweredSince } from '~/features/published/responses/unanswered';
import type { PetitionAnswersShown } from './petition-answers.server';

export interface PetitionAnswersProps {
  petition: Pick<PetitionView, 'id' | 'text' | 'response' | 'responseAbout' | 'figures' | 'organizerName'>;
  answers: PetitionAnswersShown;
}

/** What a petition asks with the answer to each demand below it, and everything else that leadership owes, said and promised. */
export function PetitionAnswers({ petition, answers }: PetitionAnswersProps) {
  const { id, text, response, organizerName } = petition;
  const { verdicts, reopened, owners, clarifications, pledges, contradictions, questions } = answers;
  const { companyDay: today, minimum } = answers;
  const dueDay = petition.figures?.dueDay ?? null;
  const openSince = unansweredSince(response, dueDay, today);
  const due = openSince !== null && openSince === dueDay;
  return (
    <>
      {text && (
        <PetitionText
          text={text}
          answer={(demand) => (
            <DemandAnswer
              item={response?.items[demand] ?? null}
              reopened={reopened.find((each) => each.demand === demand + 1) ?? null}
              {...{ openSince, due, today }}
            >
              {verdicts[demand] && <VerdictFigures {...verdicts[demand]} demand={demand + 1} minimum={minimum} />}
            </DemandAnswer>
          )}
        />
      )}
      <AnswersFor owners={owners} dueDay={dueDay} today={today} />
      <ClarificationSection {...{ clarifications, organizerName, today }} />
      {response && <ResponseSection petitionId={id} response={response} about={petition.responseAbout} today={today} />}
      <PledgesSection pledges={pledges} today={today} />
      <ContradictionSection contradictions={contradictions} today={today} />
      <QuestionsSection {...questions} />
    </>
  );
}
