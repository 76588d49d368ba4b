import type { SubmissionResult } from '@conform-to/react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Notice } from '~/ui/notice';
import { Stack } from '~/ui/page';
import { opinionWords, scheduleWords } from '../answering-words';
import { commentLength, fitsState } from '../draft';
import type { DraftView, ReviewerView } from '../draft-view.queries.server';
import { errorsOf, postedValue } from './posted-value';

export interface OpinionFormProps {
  draft: Pick<DraftView, 'state' | 'version' | 'schedule'> & { own: ReviewerView };
  today: string;
  lastResult: SubmissionResult | undefined;
}

/** A reviewer approves the words that stand, or asks for changes; as long as that can still change anything. */
export function OpinionForm({ draft: { state, version, schedule, own }, today, lastResult }: OpinionFormProps) {
  const errors = errorsOf(lastResult);
  const mayApprove = fitsState('approve', state);
  if (!fitsState('ask-for-changes', state)) {
    return (
      <Notice title="It is being written">
        You are asked once its words stand. What you said so far: {opinionWords(own, today).toLowerCase()}.
      </Notice>
    );
  }
  return (
    <form method="post">
      <input type="hidden" name="version" value={version} />
      <Stack>
        <FormErrors problems={formProblems(errors, (name) => (name === 'opinion' ? 'opinion-changes' : name))} />
        {own.opinion !== null && <p className="soft">{`${opinionWords(own, today)}.`}</p>}
        {schedule && (
          <p>{`It is published on ${scheduleWords(schedule, today)}. Asking for changes takes that back.`}</p>
        )}
        <RadioCards
          legend="These very words"
          name="opinion"
          errors={errors['opinion']}
          defaultValue={postedValue(lastResult, 'opinion')}
          choices={[
            ...(mayApprove
              ? [
                  {
                    value: 'approved',
                    label: 'I approve them',
                    hint: 'If a word is changed afterwards, you are asked again.',
                  },
                ]
              : []),
            { value: 'changes', label: 'I ask for changes', hint: 'It is not published until you approve it.' },
          ]}
        />
        <Field
          kind="textarea"
          label="Which changes, or anything else"
          name="words"
          rows={4}
          errors={errors['words']}
          defaultValue={postedValue(lastResult, 'words')}
          maxLength={commentLength.max}
        />
        <div>
          <Button name="act" value="opinion">
            Say so
          </Button>
        </div>
      </Stack>
    </form>
  );
}
