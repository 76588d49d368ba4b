import type { SubmissionResult } from '@conform-to/react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { addDays } from '~/platform/clock';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import { hourWords, scheduleWords, subjectWords } from '../answering-words';
import { scheduleDays } from '../draft';
import type { DraftView } from '../draft-view.queries.server';
import type { AnsweringAnswer } from '../answering-answer';
import { errorsOf, postedValue } from './posted-value';

interface PublishPageProps {
  draft: DraftView;
  today: string;
  timeZone: string;
  answer: AnsweringAnswer | undefined;
}

/** Publishing a draft: now, at an hour to come, or never. */
export function PublishPage({ draft, today, timeZone, answer }: PublishPageProps) {
  const { schedule, version, problems, isCleared, reviewers } = draft;
  if (schedule) {
    return (
      <Section title="It waits for its hour">
        <Stack>
          <p>
            {`It is published on ${scheduleWords(schedule, today)} (${timeZone}), under the name of ${schedule.by}. Until then its words stand still.`}
          </p>
          <form method="post">
            <Button name="act" value="take-back" tone="secondary">
              Take the schedule back
            </Button>
          </form>
        </Stack>
      </Section>
    );
  }
  const ready = problems.length === 0 && isCleared;
  const missing = reviewers
    .filter(({ opinion, isStale }) => opinion !== 'approved' || isStale)
    .map(({ name, capacity }) => `${name} (${capacity})`);
  return (
    <>
      {problems.length > 0 && (
        <Notice title="Something is still missing">
          What it is stands under <Link to="?step=look">Look at it</Link>.
        </Notice>
      )}
      {problems.length === 0 && !isCleared && (
        <Notice title="Not every reviewer has approved it">
          {`Each must approve these very words. Still to approve: ${missing.join(', ')}. `}
          <Link to="?step=review">See the review</Link>
        </Notice>
      )}
      {ready && (
        <>
          <Section title="Now">
            <form method="post">
              <input type="hidden" name="version" value={version} />
              <Stack>
                <p>{`The answer to ${subjectWords(draft.subjects)} stands for good under your name. It can be revised, with a reason, and what it said stays.`}</p>
                <div>
                  <Button name="act" value="publish">
                    Publish the answer
                  </Button>
                </div>
              </Stack>
            </form>
          </Section>
          <Section title="Or later">
            <Schedule
              {...{ version, today, timeZone }}
              lastResult={answer?.act === 'schedule' ? answer.result : undefined}
            />
          </Section>
        </>
      )}
      <Section title={ready ? 'Or not at all' : 'Throwing it away'}>
        <details>
          <summary>Throw the draft away</summary>
          <form method="post">
            <input type="hidden" name="version" value={version} />
            <Stack>
              <p>Its words, its reviewers and every comment are deleted. What is published stays as it is.</p>
              <div>
                <Button name="act" value="throw-away" tone="grave">
                  Throw it away
                </Button>
              </div>
            </Stack>
          </form>
        </details>
      </Section>
    </>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: hourWords(hour) }));

function Schedule(props: {
  version: number;
  today: string;
  timeZone: string;
  lastResult: SubmissionResult | undefined;
}) {
  const { version, today, timeZone, lastResult } = props;
  const errors = errorsOf(lastResult);
  return (
    <form method="post">
      <input type="hidden" name="version" value={version} />
      <Stack>
        <FormErrors problems={formProblems(errors)} />
        <Field
          kind="date"
          look="short"
          label="Day"
          name="day"
          min={today}
          max={addDays(today, scheduleDays.max)}
          errors={errors['day']}
          defaultValue={postedValue(lastResult, 'day') ?? addDays(today, 1)}
        />
        <Field
          kind="select"
          look="short"
          label="Hour"
          name="hour"
          hint={`On the company’s clock: ${timeZone}`}
          errors={errors['hour']}
          defaultValue={postedValue(lastResult, 'hour') ?? '9'}
          options={hours}
        />
        <div>
          <Button name="act" value="schedule" tone="secondary">
            Publish it then
          </Button>
        </div>
      </Stack>
    </form>
  );
}
