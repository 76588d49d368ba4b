import { useState, type ChangeEvent, type InputHTMLAttributes, type ReactNode } from 'react';
import { classNames } from './class-names';
import { formatCount } from './count';
import { describedBy, FieldError } from './field-message';

export interface FieldOption {
  value: string;
  label: string;
}

interface Common {
  label: ReactNode;
  name: string;
  /** Unique on the page; the name unless given. */
  id?: string | undefined;
  /** What to write, before it goes wrong. */
  hint?: ReactNode;
  /** Reasons for a refusal; the first is shown. */
  errors?: readonly string[] | undefined;
  defaultValue?: string | undefined;
  required?: boolean | undefined;
  /** Says "(optional)" beside the label. */
  optional?: boolean | undefined;
  disabled?: boolean | undefined;
  maxLength?: number | undefined;
  minLength?: number | undefined;
  pattern?: string | undefined;
  autoComplete?: string | undefined;
  /** `short` for a date or a number, `code` for a code read from a mail, `prose` for what will be set in serif. */
  look?: 'short' | 'code' | 'prose' | undefined;
  onChange?: ((value: string) => void) | undefined;
}

type Kind =
  | {
      kind?: 'text' | 'email' | 'search' | 'number' | 'password' | 'url';
      inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode'];
    }
  | { kind: 'date'; min?: string | undefined; max?: string | undefined }
  | {
      kind: 'file';
      accept?: string | undefined;
      multiple?: boolean | undefined;
      /** Takes them at once; the control is empty again, so that the same file can be chosen another time. */
      onFiles?: ((files: readonly File[]) => void) | undefined;
    }
  | {
      kind: 'textarea';
      rows?: number | undefined;
      /** Shows how many characters are left of `maxLength`. */ counted?: boolean;
    }
  | { kind: 'select'; options: readonly FieldOption[]; /** The first, empty choice. */ placeholder?: string };

export type FieldProps = Common & Kind;

/**
 * The one form field: label, hint, control and error, and everything that ties them together for assistive technology.
 * Works without JavaScript. Radio buttons and check boxes are `RadioCards` and `Check`.
 */
export function Field(props: FieldProps) {
  const { label, name, id = name, hint, errors, optional, look } = props;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const refused = Boolean(errors?.[0]);
  return (
    <div className={classNames('field', refused && 'field--error', look && `field--${look}`)}>
      <label className="field__label" htmlFor={id}>
        {label}
        {optional && <span className="field__optional"> (optional)</span>}
      </label>
      {hint && (
        <div className="field__hint" id={hintId}>
          {hint}
        </div>
      )}
      <FieldError id={errorId} errors={errors} />
      <Control
        {...props}
        wiring={{
          id,
          name,
          className: 'field__control',
          'aria-invalid': refused || undefined,
          'aria-describedby': describedBy(refused && errorId, Boolean(hint) && hintId),
        }}
      />
    </div>
  );
}

interface Wiring {
  id: string;
  name: string;
  className: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

type ControlElement = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function Control({ wiring, ...props }: FieldProps & { wiring: Wiring }) {
  const { required, disabled, defaultValue, maxLength, minLength, pattern, autoComplete, onChange } = props;
  const shared = {
    ...wiring,
    required,
    disabled,
    autoComplete,
    onChange:
      onChange &&
      ((event: ChangeEvent<ControlElement>) => {
        onChange(event.target.value);
      }),
  };
  switch (props.kind) {
    case 'select':
      return (
        <select {...shared} defaultValue={defaultValue}>
          {props.placeholder !== undefined && <option value="">{props.placeholder}</option>}
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'textarea': {
      const text = { ...shared, defaultValue, maxLength, minLength, rows: props.rows ?? 6 };
      return props.counted && maxLength ? <CountedText {...text} maxLength={maxLength} /> : <textarea {...text} />;
    }
    case 'file':
      return (
        <input
          {...shared}
          type="file"
          accept={props.accept}
          multiple={props.multiple}
          {...(props.onFiles ? { onChange: takeFiles(props.onFiles) } : {})}
        />
      );
    case 'date':
      return <input {...shared} type="date" defaultValue={defaultValue} min={props.min} max={props.max} />;
    default:
      return (
        <input
          {...shared}
          type={props.kind ?? 'text'}
          inputMode={props.inputMode}
          defaultValue={defaultValue}
          maxLength={maxLength}
          minLength={minLength}
          pattern={pattern}
        />
      );
  }
}

function takeFiles(onFiles: (files: readonly File[]) => void) {
  return (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    if (files.length > 0) onFiles(files);
  };
}

type TextareaProps = Wiring & {
  maxLength: number;
  defaultValue: string | undefined;
  onChange: ((event: ChangeEvent<HTMLTextAreaElement>) => void) | undefined;
};

function CountedText(props: TextareaProps) {
  const [length, setLength] = useState(props.defaultValue?.length ?? 0);
  const countId = `${props.id}-count`;
  return (
    <>
      <textarea
        {...props}
        aria-describedby={describedBy(props['aria-describedby'], countId)}
        onChange={(event) => {
          setLength(event.target.value.length);
          props.onChange?.(event);
        }}
      />
      <p className="field__count" id={countId}>
        {`${formatCount(length)} of ${formatCount(props.maxLength)} characters`}
      </p>
    </>
  );
}

/** What a form library knows of a field, in the shape that Conform gives it. */
interface FieldMetadata {
  id: string;
  name: string;
  errors?: string[] | undefined;
  initialValue?: unknown;
  required?: boolean | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
}

/** `<Field label="Title" {...fieldProps(fields.title)} />`: id, name, value, errors and constraints of a Conform field. */
export function fieldProps(meta: FieldMetadata) {
  return {
    id: meta.id,
    name: meta.name,
    errors: meta.errors,
    defaultValue: typeof meta.initialValue === 'string' ? meta.initialValue : undefined,
    required: meta.required,
    minLength: meta.minLength,
    maxLength: meta.maxLength,
    pattern: meta.pattern,
  };
}
