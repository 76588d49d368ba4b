import { Check } from '~/ui/choices';
import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import { noneWords } from '../part-text';
import { programmeLimits } from '../programme.schema';
import { partLabels } from '../programme-fields';
import type { FormValues } from '../posted-values';
import { fieldsOf, type ErrorsOf } from './programme-form-fields';

/** Empty rows below those that are filled; checking the form brings as many more. */
const SPARE = 2;

/** Lines of a text that is short as a rule. */
const FEW = 2;

interface RowsProps {
  values: FormValues;
  errors: ErrorsOf;
}

function places(filled: number, most: number): number[] {
  return Array.from({ length: Math.min(most, filled + SPARE) }, (_, index) => index);
}

/** Who is exempt, rank by rank, or that nobody is. */
export function ExemptionRows({ values, errors }: RowsProps) {
  const { line, words } = fieldsOf(values, errors);
  return (
    <fieldset className="form-row">
      <legend>{partLabels.exemptions}</legend>
      <Stack>
        <Check
          label={noneWords.exemptions}
          name="nobodyExempt"
          errors={errors['nobodyExempt']}
          defaultChecked={values.text('nobodyExempt') === 'yes'}
        />
        {places(values.rows('exemptions'), programmeLimits.exemptions).map((index) => {
          const name = (part: string) => `exemptions[${String(index)}].${part}`;
          return (
            <div className="form-row__item" key={index}>
              <Stack>
                {line(name('rank'), `Rank ${String(index + 1)}`)}
                <Field
                  kind="select"
                  look="short"
                  label="Is it exempt?"
                  name={name('exempt')}
                  errors={errors[name('exempt')]}
                  defaultValue={values.text(name('exempt'))}
                  placeholder="Please choose"
                  options={[
                    { value: 'yes', label: 'Exempt' },
                    { value: 'no', label: 'Not exempt' },
                  ]}
                />
                {words(name('why'), 'Why', programmeLimits.short.max, undefined, FEW)}
              </Stack>
            </div>
          );
        })}
      </Stack>
    </fieldset>
  );
}

/** What went wrong, day by day, or that nothing is known to have. */
export function IncidentRows({ values, errors }: RowsProps) {
  const { words } = fieldsOf(values, errors);
  return (
    <fieldset className="form-row">
      <legend>{partLabels.incidents}</legend>
      <Stack>
        <Check
          label={noneWords.incidents}
          name="noIncident"
          errors={errors['noIncident']}
          defaultChecked={values.text('noIncident') === 'yes'}
        />
        {places(values.rows('incidents'), programmeLimits.incidents).map((index) => {
          const name = (part: string) => `incidents[${String(index)}].${part}`;
          return (
            <div className="form-row__item" key={index}>
              <Stack>
                <Field
                  kind="date"
                  look="short"
                  label={`Day of incident ${String(index + 1)}`}
                  name={name('day')}
                  errors={errors[name('day')]}
                  defaultValue={values.text(name('day'))}
                />
                {words(name('text'), 'What happened', programmeLimits.text.max, undefined, FEW)}
              </Stack>
            </div>
          );
        })}
      </Stack>
    </fieldset>
  );
}
