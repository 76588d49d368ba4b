import type { SubmissionResult } from '@conform-to/react';
import type { ReactNode } from 'react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { AboutFields } from '~/features/published/programmes/components/about-fields';
import { answerReasonLength, answers, answerWords, responseBodyLength } from '~/features/published/responses/response';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Section, Stack } from '~/ui/page';
import { announceChoices, noAnswer, revisionReasonLength, type AnnounceChoice } from '../draft';
import type { DraftView } from '../draft-view.queries.server';
import { itemField } from '../finished-draft';
import { errorsOf, postedValue } from './posted-value';

export interface DraftWordsFormProps {
  draft: DraftView;
  /** Those that the answer can be about. */
  programmes: readonly { id: string; name: string }[];
  lastResult: SubmissionResult | undefined;
}

const announceLabels: Readonly<Record<AnnounceChoice, string>> = {
  no: 'Do not announce it',
  page: 'On the page of announcements',
  mail: 'On that page, and by mail to everybody',
};

/** All the words of a draft: an answer with its reason to each demand, or none yet, and words to the whole. */
export function DraftWordsForm({ draft, programmes, lastResult }: DraftWordsFormProps) {
  const { words, subjects, version } = draft;
  const errors = errorsOf(lastResult);
  const value = (name: string, saved: string) => postedValue(lastResult, name) ?? saved;
  const isSummary = subjects.every(({ subject }) => subject === 'summary');
  const canAttach = !isSummary && Object.keys(draft.attached).length < subjects.length;
  return (
    <form method="post">
      <input type="hidden" name="version" value={version} />
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors, controlId)} />
        {words.petitions.map(({ petitionId, items }, petition) => {
          const subject = subjects.find(({ id }) => id === petitionId);
          return (
            <PetitionFields key={petitionId} title={words.petitions.length > 1 ? (subject?.title ?? '') : null}>
              <input type="hidden" name={`petitions[${String(petition)}].petitionId`} value={petitionId} />
              {items.map(({ answer, reason }, demand) => {
                const [answerName, reasonName] = [
                  itemField(petition, demand, 'answer'),
                  itemField(petition, demand, 'reason'),
                ];
                return (
                  <Stack key={answerName}>
                    <h3 className="part-label">{`Demand ${String(demand + 1)}`}</h3>
                    <p className="serif">{subject?.demands[demand]}</p>
                    <div>
                      <RadioCards
                        legend="Your answer"
                        name={answerName}
                        errors={errors[answerName]}
                        defaultValue={value(answerName, answer ?? noAnswer)}
                        choices={[
                          ...answers.map((each) => ({ value: each, label: answerWords[each] })),
                          { value: noAnswer, label: 'No answer yet' },
                        ]}
                      />
                    </div>
                    <Field
                      label="The reason for it"
                      name={reasonName}
                      kind="textarea"
                      look="prose"
                      rows={4}
                      counted
                      errors={errors[reasonName]}
                      defaultValue={value(reasonName, reason)}
                      maxLength={answerReasonLength.max}
                    />
                  </Stack>
                );
              })}
            </PetitionFields>
          );
        })}
        <Section title={isSummary ? 'Your answer' : 'To the whole'}>
          <Stack>
            <Field
              label={isSummary ? 'Words to everybody who reads the summary' : 'Words to everybody who signed'}
              name="body"
              kind="textarea"
              look="prose"
              rows={8}
              optional={!isSummary}
              counted
              hint="Markdown works; HTML and pictures are not taken. What is published stands for good, under a name."
              errors={errors['body']}
              defaultValue={value('body', words.body)}
              maxLength={responseBodyLength.max}
            />
            {canAttach && (
              <AboutFields
                programmes={programmes}
                programmeId={value('programmeId', words.programmeId ?? '')}
                programmeField={value('programmeField', words.programmeField ?? '')}
                errors={errors}
                what="the response"
              />
            )}
          </Stack>
        </Section>
        {subjects.some(({ base }) => base > 0) && (
          <Section title="Why it is revised">
            <Field
              label="Your reason, for everybody to read"
              name="reason"
              kind="textarea"
              rows={3}
              counted
              hint="The earlier words stay, with what changed word by word, and this reason above it."
              errors={errors['reason']}
              defaultValue={value('reason', words.reason)}
              maxLength={revisionReasonLength.max}
            />
          </Section>
        )}
        <Section title="Telling all staff">
          <RadioCards
            legend="When it is published"
            name="announce"
            hint="Everybody is told alike, signer or not. One mailing goes out a day: if a scheduled answer comes second, it is announced on the page alone."
            errors={errors['announce']}
            defaultValue={value('announce', words.announce)}
            choices={announceChoices.map((each) => ({ value: each, label: announceLabels[each] }))}
          />
        </Section>
        <Cluster>
          <Button name="act" value="look">
            Save and look at it
          </Button>
          <Button name="act" value="save" tone="secondary">
            Save
          </Button>
        </Cluster>
      </Stack>
    </form>
  );
}

function PetitionFields({ title, children }: { title: string | null; children: ReactNode }) {
  return (
    <Section title={title ?? 'Demand by demand'}>
      <Stack gap="loose">{children}</Stack>
    </Section>
  );
}

/** Radio buttons carry their value in their id: the first of them stands for the group. */
export function controlId(name: string): string {
  if (name === 'announce') return `${name}-${announceChoices[0]}`;
  return name.endsWith('.answer') ? `${name}-${answers[0]}` : name;
}
