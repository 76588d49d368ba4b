import type { HTMLAttributes, ReactNode } from 'react';
import { Field } from '~/ui/field';
import type { FormProblem } from '~/ui/form-errors';
import { programmeLimits } from '../programme.schema';
import type { FormValues } from '../posted-values';

/** What is wrong, by the name of the field. */
export type ErrorsOf = Readonly<Record<string, string[] | undefined>>;

interface LineOptions {
  maxLength?: number;
  hint?: ReactNode;
  required?: boolean;
  look?: 'short';
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
}

/** Fields of one line and of many, each with its value and what is wrong with it. */
export function fieldsOf(values: FormValues, errors: ErrorsOf) {
  return {
    line: (name: string, label: ReactNode, { required, ...options }: LineOptions = {}) => (
      <Field
        key={name}
        label={label}
        name={name}
        errors={errors[name]}
        defaultValue={values.text(name)}
        maxLength={programmeLimits.line.max}
        {...options}
        required={required}
      />
    ),
    words: (name: string, label: ReactNode, maxLength: number, hint?: ReactNode, rows = 4) => (
      <Field
        key={name}
        kind="textarea"
        look="prose"
        rows={rows}
        label={label}
        name={name}
        hint={hint}
        errors={errors[name]}
        defaultValue={values.text(name)}
        maxLength={maxLength}
      />
    ),
  };
}

/** What is wrong as the list on top of a form; rows of lists are named by their place. */
export function programmeProblems(errors: ErrorsOf): FormProblem[] {
  return Object.entries(errors).flatMap(([name, messages]) => {
    const [message] = messages ?? [];
    if (message === undefined) return [];
    const [, index] = /\[(\d+)\]/.exec(name) ?? [];
    const place = index === undefined ? '' : `Row ${String(Number(index) + 1)}: `;
    return [{ fieldId: name === '' ? undefined : name, message: `${place}${message}` }];
  });
}
