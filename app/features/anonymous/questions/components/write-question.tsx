import { useState } from 'react';
import { questionLength, questionSubjects, type QuestionSubject, type QuestionText } from '~/features/published/questions/question'; // prettier-ignore
import { questionBody } from '~/features/published/questions/question.schema';
import { aboutWords } from '~/features/published/questions/question-words';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { WriteElsewhere } from '../../concerns/components/device-safety';
import { HintedText } from '../../concerns/components/hinted-text';

interface WriteQuestionProps {
  readonly petitionId: string;
  readonly hasResponse: boolean;
  /** Of this page. */
  readonly address: string;
  /** What was written before. */
  readonly draft: { readonly about: QuestionSubject; readonly body: string };
  readonly onDraft: (draft: { about: QuestionSubject; body: string }) => void;
  /** Gives the words in their one spelling. */
  readonly onWritten: (text: QuestionText) => void;
}

/** The words, with what in them may give away whose they are, before anything leaves the device. */
export function WriteQuestion({ petitionId, hasResponse, address, draft, onDraft, onWritten }: WriteQuestionProps) {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="stack stack--loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const read = questionBody.safeParse(draft.body);
        setProblem(read.success ? null : (read.error.issues[0]?.message ?? ''));
        if (read.success) onWritten({ petition: petitionId, about: draft.about, body: read.data });
        else document.getElementById('question')?.focus();
      }}
    >
      <WriteElsewhere address={address} />
      {hasResponse && (
        // In a box of its own: a fieldset keeps no distance from what stands above it.
        <div>
          <RadioCards
            legend="What is it about?"
            name="about"
            defaultValue={draft.about}
            onChange={(value) => {
              onDraft({ ...draft, about: questionSubjects.find((each) => each === value) ?? 'petition' });
            }}
            choices={questionSubjects.map((value) => ({ value, label: aboutWords[value] }))}
          />
        </div>
      )}
      <HintedText
        id="question"
        label="Your question to leadership"
        hint="One question, so that one answer can answer it. Your words can give you away: what only you know, how you always put things, what you said in a meeting."
        rows={6}
        maxLength={questionLength.max}
        required
        value={draft.body}
        errors={problem === null ? undefined : [problem]}
        onChange={(body) => {
          onDraft({ ...draft, body });
        }}
      />
      <div>
        <Button>Look at it once more</Button>
      </div>
    </form>
  );
}
