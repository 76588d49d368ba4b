import { parseWithZod } from '@conform-to/zod/v4';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { z } from 'zod';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { Button } from '~/ui/button';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';

export type FieldErrors = Readonly<Record<string, string[] | undefined>>;

interface DeviceFormProps<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** On the button. */
  readonly action: string;
  readonly onParsed: (value: z.output<Schema>) => void;
  /** What stands in the form while it is written, a moment after the last key. */
  readonly onWritten?: (form: FormData) => void;
  readonly onBack?: () => void;
  /** The id of a field's control, where it is not its name. */
  readonly idOf?: (name: string) => string;
  readonly children: (errors: FieldErrors) => ReactNode;
}

const pauseMs = 400;

/** A form that is read on this device and sent nowhere: with the rules, the words and the places of any other. */
export function DeviceForm<Schema extends z.ZodType>(props: DeviceFormProps<Schema>) {
  const { schema, action, onParsed, onWritten, onBack, idOf, children } = props;
  const [errors, setErrors] = useState<FieldErrors>({});
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    clearTimeout(timer.current);
    const submission = parseWithZod(new FormData(event.currentTarget), { schema });
    if (submission.status === 'success') {
      setErrors({});
      onParsed(submission.value);
      return;
    }
    const found = Object.entries(submission.error ?? {}).map(([name, messages]) => [name, messages ?? undefined]);
    setErrors(Object.fromEntries(found) as FieldErrors);
  }

  return (
    <form
      onSubmit={submit}
      onInput={
        onWritten &&
        ((event) => {
          const form = event.currentTarget;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            onWritten(new FormData(form));
          }, pauseMs);
        })
      }
      noValidate
    >
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors, idOf)} />
        {children(errors)}
        <Cluster>
          <Button>{action}</Button>
          {onBack && (
            <Button type="button" tone="quiet" onClick={onBack}>
              Back
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
