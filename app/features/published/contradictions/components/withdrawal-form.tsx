import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import { reasonLength } from '../../petitions/petition';

export interface WithdrawalFormProps {
  id: string;
  /** What is wrong with what was posted for this very one. */
  errors: readonly string[] | undefined;
  reason: string | undefined;
}

/** Takes a link back, once: it stays to be read, with the reason. */
export function WithdrawalForm({ id, errors, reason }: WithdrawalFormProps) {
  return (
    <details open={errors !== undefined}>
      <summary>Take it back</summary>
      <form method="post">
        <Stack>
          <input type="hidden" name="id" value={id} />
          <Field
            label="Why you take it back"
            name="reason"
            id={`reason-${id}`}
            kind="textarea"
            look="prose"
            rows={3}
            hint="Everybody will read it, beside what was linked, which stays."
            errors={errors}
            defaultValue={reason}
            maxLength={reasonLength.max}
          />
          <div>
            <Button name="act" value="withdraw" tone="secondary">
              Take it back in public
            </Button>
          </div>
        </Stack>
      </form>
    </details>
  );
}
