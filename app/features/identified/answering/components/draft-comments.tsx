import type { SubmissionResult } from '@conform-to/react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Stack } from '~/ui/page';
import { Timeline } from '~/ui/timeline';
import { partWords } from '../answering-words';
import { aboutTheWhole, commentLength } from '../draft';
import type { DraftView } from '../draft-view.queries.server';
import { errorsOf, postedValue } from './posted-value';

export interface DraftCommentsProps {
  draft: Pick<DraftView, 'comments' | 'subjects' | 'version'>;
  today: string;
  lastResult: SubmissionResult | undefined;
}

/** What reviewers and writers say to each other, and the form to say something. Nobody else reads it. */
export function DraftComments({ draft: { comments, subjects, version }, today, lastResult }: DraftCommentsProps) {
  const errors = errorsOf(lastResult);
  const parts = [
    aboutTheWhole,
    ...subjects.flatMap(({ id, demands }) => demands.map((_, at) => `${id}.${String(at + 1)}`)),
  ];
  return (
    <Stack gap="loose">
      {comments.length === 0 ? (
        <p className="soft">Nobody has said anything yet.</p>
      ) : (
        <Timeline
          entries={comments.map(({ number, name, about, version: of, body, day }) => ({
            key: String(number),
            when: (
              <>
                <DateText day={day} now={today} />
                {of === version ? '' : ', of earlier words'}
              </>
            ),
            what: (
              <>
                <strong>{name ?? 'Round Robin'}</strong>
                <span className="soft">{` · ${partWords(about, subjects)}`}</span>
                <p className="judged--lines">{body}</p>
              </>
            ),
          }))}
        />
      )}
      <form method="post">
        <input type="hidden" name="version" value={version} />
        <Stack>
          <FormErrors problems={formProblems(errors)} />
          {parts.length > 1 && (
            <Field
              kind="select"
              label="What it is about"
              name="about"
              errors={errors['about']}
              defaultValue={postedValue(lastResult, 'about') ?? aboutTheWhole}
              options={parts.map((part) => ({ value: part, label: partWords(part, subjects) }))}
            />
          )}
          <Field
            kind="textarea"
            label="Your comment"
            name="body"
            rows={4}
            hint="For its writers and reviewers alone. It is deleted with the draft."
            errors={errors['body']}
            defaultValue={postedValue(lastResult, 'body')}
            maxLength={commentLength.max}
          />
          <div>
            <Button name="act" value="comment" tone="secondary">
              Comment
            </Button>
          </div>
        </Stack>
      </form>
    </Stack>
  );
}
