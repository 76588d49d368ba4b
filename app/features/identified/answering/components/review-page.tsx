import type { SubmissionResult } from '@conform-to/react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Notice } from '~/ui/notice';
import { Section, Stack } from '~/ui/page';
import { Table } from '~/ui/table';
import { opinionWords } from '../answering-words';
import { capacityLength } from '../draft';
import type { DraftView } from '../draft-view.queries.server';
import type { AnsweringAnswer } from '../answering-answer';
import { DraftComments } from './draft-comments';
import { errorsOf, postedValue } from './posted-value';

interface ReviewPageProps {
  draft: DraftView;
  today: string;
  answer: AnsweringAnswer | undefined;
}

/** Who must approve a draft, what they said of it, and what was talked about. */
export function ReviewPage({ draft, today, answer }: ReviewPageProps) {
  const { reviewers, state, problems, version } = draft;
  const isOpen = state !== 'scheduled';
  const asks = isOpen && state === 'drafting' && reviewers.length > 0;
  return (
    <>
      <Section title="Reviewers">
        <Stack gap="loose">
          {reviewers.length === 0 ? (
            <p className="soft">
              Nobody is named. Whoever you name must approve the very words that are published: legal, the works
              council.
            </p>
          ) : (
            <Table
              caption="Who must approve it"
              captionHidden
              rows={reviewers}
              rowKey={({ personNumber }) => personNumber}
              columns={[
                { key: 'name', header: 'Name', cell: ({ name }) => name },
                { key: 'capacity', header: 'As', cell: ({ capacity }) => capacity },
                { key: 'opinion', header: 'Says', cell: (reviewer) => opinionWords(reviewer, today) },
                ...(isOpen
                  ? [
                      {
                        key: 'release',
                        header: 'Change',
                        cell: ({ personNumber, name }: (typeof reviewers)[number]) => (
                          <form method="post">
                            <input type="hidden" name="personNumber" value={personNumber} />
                            <Button name="act" value="release" tone="quiet" small aria-label={`Ask no longer: ${name}`}>
                              Ask no longer
                            </Button>
                          </form>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
          {asks && problems.length > 0 && (
            <Notice title="Something is still missing">Reviewers can be asked once the answer is finished.</Notice>
          )}
          {asks && problems.length === 0 && (
            <form method="post">
              <input type="hidden" name="version" value={version} />
              <Button name="act" value="ask">
                Ask them to review it
              </Button>
            </form>
          )}
          {isOpen && <NameReviewer lastResult={answer?.act === 'name' ? answer.result : undefined} />}
        </Stack>
      </Section>
      <Section title="Comments" id="comments">
        <DraftComments {...{ draft, today }} lastResult={answer?.act === 'comment' ? answer.result : undefined} />
      </Section>
    </>
  );
}

function NameReviewer({ lastResult }: { lastResult: SubmissionResult | undefined }) {
  const errors = errorsOf(lastResult);
  return (
    <form method="post">
      <Stack>
        <FormErrors problems={formProblems(errors)} />
        <Field
          kind="email"
          label="Work e-mail address of a reviewer"
          name="email"
          hint="They are told of it, and that you looked them up stands in the access log."
          autoComplete="off"
          errors={errors['email']}
          defaultValue={postedValue(lastResult, 'email')}
        />
        <Field
          label="In what capacity"
          name="capacity"
          hint="For example: legal, or works council"
          errors={errors['capacity']}
          defaultValue={postedValue(lastResult, 'capacity')}
          maxLength={capacityLength.max}
        />
        <div>
          <Button name="act" value="name" tone="secondary">
            Name this reviewer
          </Button>
        </div>
      </Stack>
    </form>
  );
}
