import type { ReactNode } from 'react';
import { describedBy, FieldError } from './field-message';

export interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
}

export interface RadioCardsProps {
  legend: ReactNode;
  name: string;
  choices: readonly Choice[];
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  defaultValue?: string | undefined;
  required?: boolean | undefined;
  onChange?: ((value: string) => void) | undefined;
}

/** One of several, each a card with a real radio button: arrow keys, forms and screen readers work as they should. */
export function RadioCards({ legend, name, choices, hint, errors, defaultValue, required, onChange }: RadioCardsProps) {
  const refused = Boolean(errors?.[0]);
  return (
    <fieldset
      className="choices"
      aria-describedby={describedBy(refused && `${name}-error`, Boolean(hint) && `${name}-hint`)}
    >
      <legend className="choices__legend">{legend}</legend>
      {hint && (
        <div className="field__hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      <FieldError id={`${name}-error`} errors={errors} />
      <div className="choices__list">
        {choices.map((choice) => {
          const id = `${name}-${choice.value}`;
          return (
            <label className="choice" key={choice.value} htmlFor={id}>
              <input
                type="radio"
                id={id}
                name={name}
                value={choice.value}
                defaultChecked={choice.value === defaultValue}
                disabled={choice.disabled}
                required={required}
                aria-labelledby={`${id}-label`}
                aria-describedby={choice.hint ? `${id}-hint` : undefined}
                onChange={
                  onChange &&
                  (() => {
                    onChange(choice.value);
                  })
                }
              />
              <span className="choice__label" id={`${id}-label`}>
                {choice.label}
              </span>
              {choice.hint && (
                <span className="choice__hint" id={`${id}-hint`}>
                  {choice.hint}
                </span>
              )}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

export interface CheckProps {
  label: ReactNode;
  name: string;
  id?: string | undefined;
  value?: string | undefined;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  defaultChecked?: boolean | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  onChange?: ((checked: boolean) => void) | undefined;
}

/** A single check box with its sentence. */
export function Check({ label, name, id = name, value = 'yes', hint, errors, onChange, ...rest }: CheckProps) {
  const refused = Boolean(errors?.[0]);
  return (
    <div className="check">
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        aria-invalid={refused || undefined}
        aria-describedby={describedBy(refused && `${id}-error`, Boolean(hint) && `${id}-hint`)}
        onChange={
          onChange &&
          ((event) => {
            onChange(event.target.checked);
          })
        }
        {...rest}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <div className="choice__hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      <FieldError id={`${id}-error`} errors={errors} />
    </div>
  );
}
