import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Stack } from '~/ui/page';
import type { Leader } from '../leaders.queries.server';

interface AssignFormProps {
  /** Everybody who can be chosen. */
  readonly leaders: readonly Leader[];
  /** Person numbers; null for nobody. */
  readonly owner: string | null;
  readonly delegate: string | null;
  /** How many owners there have been. */
  readonly owners: number;
  readonly problem: string | undefined;
}

/** Who answers for something, and who writes the answer for them. */
export function AssignForm({ leaders, owner, delegate, owners, problem }: AssignFormProps) {
  const options = leaders.map(({ personNumber, name, unitPath }) => ({
    value: personNumber,
    label: `${name} (${unitPath})`,
  }));
  return (
    <form method="post">
      <Stack gap="loose">
        <FormErrors problems={problem === undefined ? [] : [{ message: problem }]} />
        <input type="hidden" name="owners" value={owners} />
        <Field
          kind="select"
          label="Who answers for it"
          name="owner"
          hint="In public: the name stands on its page, with the unit and the day, and in the ledger. It stays there whoever comes after."
          options={options}
          placeholder="Please choose"
          defaultValue={owner ?? ''}
          required
        />
        <Field
          kind="select"
          label="Who writes the answer for them"
          name="delegate"
          hint="Only leadership sees it."
          options={options}
          placeholder="Nobody"
          defaultValue={delegate ?? ''}
          optional
        />
        <div>
          <Button>Note it</Button>
        </div>
      </Stack>
    </form>
  );
}
