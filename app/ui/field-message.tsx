import { CircleAlert } from 'lucide-react';

/** The ids a control is described by, for `aria-describedby`; undefined where there is nothing to say. */
export function describedBy(...ids: (string | false | undefined)[]): string | undefined {
  return ids.filter(Boolean).join(' ') || undefined;
}

/** The first of the reasons a value was refused, or nothing. */
export function FieldError({ id, errors }: { id: string; errors: readonly string[] | undefined }) {
  const first = errors?.[0];
  if (!first) return null;
  return (
    <p className="field__error" id={id}>
      <CircleAlert aria-hidden="true" />
      <span>
        <span className="visually-hidden">Error: </span>
        {first}
      </span>
    </p>
  );
}
