import { Check } from '~/ui/choices';
import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import { reviewStates, reviewStateWords, type ReviewKind } from '../programme';
import { programmeLimits } from '../programme.schema';
import { reviewFields } from '../programme-events';
import { partLabels } from '../programme-fields';
import type { FormValues } from '../posted-values';
import type { ReviewDocument } from '../programmes.queries.server';
import { fieldsOf, type ErrorsOf } from './programme-form-fields';

export interface ReviewFieldsProps {
  kind: ReviewKind;
  values: FormValues;
  errors: ErrorsOf;
  documents: readonly ReviewDocument[];
}

/** One review: whether it was done, when, what it says, and its documents. */
export function ReviewFields({ kind, values, errors, documents }: ReviewFieldsProps) {
  const name = (part: string) => `reviews.${kind}.${part}`;
  const { words } = fieldsOf(values, errors);
  const chosen = values.list(name('documents'));
  return (
    <fieldset className="form-row">
      <legend>{partLabels[reviewFields[kind]]}</legend>
      <Stack>
        <Field
          kind="select"
          look="short"
          label="Where it stands"
          name={name('state')}
          errors={errors[name('state')]}
          defaultValue={values.text(name('state'))}
          placeholder="Not answered"
          options={reviewStates.map((state) => ({ value: state, label: reviewStateWords[state] }))}
        />
        <Field
          kind="date"
          look="short"
          label="When it was done, or begun"
          name={name('day')}
          errors={errors[name('day')]}
          defaultValue={values.text(name('day'))}
        />
        {words(name('summary'), 'What it says', programmeLimits.text.max, undefined, 2)}
        {documents.length > 0 && (
          <details open={chosen.length > 0}>
            <summary>Documents</summary>
            <Stack gap="tight">
              {documents.map(({ hash, title }) => (
                <Check
                  key={hash}
                  label={title}
                  name={name('documents')}
                  id={`${name('documents')}-${hash}`}
                  value={hash}
                  defaultChecked={chosen.includes(hash)}
                />
              ))}
            </Stack>
          </details>
        )}
      </Stack>
    </fieldset>
  );
}
