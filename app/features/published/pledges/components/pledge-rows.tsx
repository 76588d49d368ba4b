import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import type { FormValues } from '../../programmes/posted-values';
import type { ErrorsOf } from '../../programmes/components/programme-form-fields';
import {
  evidencePerPledge,
  evidenceTitleLength,
  evidenceUrlLength,
  milestoneLength,
  milestonesPerPledge,
} from '../pledge-rules';

/** Empty rows below those that are filled; checking the form brings as many more. */
const SPARE = 2;

interface RowsProps {
  values: FormValues;
  errors: ErrorsOf;
}

const places = (filled: number, most: number) =>
  Array.from({ length: Math.min(most, filled + SPARE) }, (_, index) => index);

/** What is to be done on the way, each with its day. */
export function MilestoneRows({ values, errors }: RowsProps) {
  return (
    <fieldset className="form-row">
      <legend id="milestones">Milestones on the way</legend>
      <Stack>
        {places(values.rows('milestones'), milestonesPerPledge).map((index) => {
          const name = (part: string) => `milestones[${String(index)}].${part}`;
          const number = String(index + 1);
          return (
            <div className="form-row__item" key={index}>
              <Stack>
                <Field
                  label={`Milestone ${number}`}
                  name={name('text')}
                  errors={errors[name('text')]}
                  defaultValue={values.text(name('text'))}
                  maxLength={milestoneLength.max}
                />
                <Field
                  kind="date"
                  look="short"
                  label={`Day of milestone ${number}`}
                  name={name('day')}
                  errors={errors[name('day')]}
                  defaultValue={values.text(name('day'))}
                />
              </Stack>
            </div>
          );
        })}
      </Stack>
    </fieldset>
  );
}

/** What shows how it went, each with its address. */
export function EvidenceRows({ values, errors }: RowsProps) {
  return (
    <fieldset className="form-row">
      <legend id="evidence">Evidence</legend>
      <Stack>
        {places(values.rows('evidence'), evidencePerPledge).map((index) => {
          const name = (part: string) => `evidence[${String(index)}].${part}`;
          const number = String(index + 1);
          return (
            <div className="form-row__item" key={index}>
              <Stack>
                <Field
                  label={`What evidence ${number} shows`}
                  name={name('title')}
                  errors={errors[name('title')]}
                  defaultValue={values.text(name('title'))}
                  maxLength={evidenceTitleLength.max}
                />
                <Field
                  label={`Address of evidence ${number}`}
                  name={name('url')}
                  hint="Beginning with https://, or with / for a page of this site."
                  errors={errors[name('url')]}
                  defaultValue={values.text(name('url'))}
                  maxLength={evidenceUrlLength.max}
                />
              </Stack>
            </div>
          );
        })}
      </Stack>
    </fieldset>
  );
}
