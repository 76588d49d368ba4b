import type { FormEventHandler, ReactNode } from 'react';
import { Button } from '~/ui/button';
import { FormErrors, type FormProblem } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';

export interface StepFormProps {
  id: string;
  onSubmit: FormEventHandler<HTMLFormElement>;
  problems: readonly FormProblem[];
  /** The first step has nothing to keep yet. */
  canWait?: boolean;
  children: ReactNode;
}

/** One page of the staged form: its fields, and the ways on. */
export function StepForm({ id, onSubmit, problems, canWait = true, children }: StepFormProps) {
  return (
    <form method="post" id={id} onSubmit={onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={problems} />
        {children}
        <Cluster>
          <Button name="act" value="continue">
            Save and continue
          </Button>
          {canWait && (
            <Button name="act" value="later" tone="quiet" formNoValidate>
              Save and finish later
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
