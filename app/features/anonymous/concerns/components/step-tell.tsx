import { yesNo } from '~/features/published/programmes/reporter-questions';
import { RadioCards } from '~/ui/choices';
import { questionsFor, yesNoLabels } from '../concern-draft';
import { guidedFields } from '../concern-words';
import { HintedText } from './hinted-text';
import type { StepProps } from './step-about';

const answerLength = 2_000;

/** What happened, in one's own words, and what the programme's handlers ask besides. */
export function StepTell({ draft, change, problems }: StepProps) {
  return (
    <div className="stack stack--loose">
      {guidedFields.map(({ name, label, hint, required, rows, maxLength }) => (
        <HintedText
          key={name}
          id={`guided-${name}`}
          {...{ label, hint, required, rows, maxLength }}
          value={draft.guided[name]}
          errors={problems.filter(({ fieldId }) => fieldId === `guided-${name}`).map(({ message }) => message)}
          onChange={(value) => {
            change({ guided: { ...draft.guided, [name]: value } });
          }}
        />
      ))}
      <Questions draft={draft} change={change} />
    </div>
  );
}

function Questions({ draft, change }: Pick<StepProps, 'draft' | 'change'>) {
  const questions = questionsFor(draft);
  if (questions.length === 0) return null;
  const answer = (id: string) => (value: string) => {
    change({ answers: { ...draft.answers, [id]: value } });
  };
  return (
    <section className="stack stack--loose" aria-labelledby="more-questions">
      <h3 id="more-questions">What the handlers ask about this programme</h3>
      {questions.map(({ id, text, kind, options }) =>
        kind === 'text' ? (
          <HintedText
            key={id}
            id={`answer-${id}`}
            label={text}
            value={draft.answers[id] ?? ''}
            rows={2}
            maxLength={answerLength}
            onChange={answer(id)}
          />
        ) : (
          <RadioCards
            key={id}
            name={`answer-${id}`}
            legend={text}
            defaultValue={draft.answers[id]}
            choices={kind === 'yes-no' ? yesNoChoices : options.map((option) => ({ value: option, label: option }))}
            onChange={answer(id)}
          />
        ),
      )}
    </section>
  );
}

const yesNoChoices = yesNo.map((value) => ({ value, label: yesNoLabels[value] }));
