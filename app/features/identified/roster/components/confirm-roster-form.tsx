import { Button } from '~/ui/button';
import { Check } from '~/ui/choices';
import { formatCount, plural, pluralWord } from '~/ui/count';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Notice } from '~/ui/notice';
import { Cluster } from '~/ui/page';
import { isLargeRemoval } from '../roster';
import type { UploadPreview } from '../roster.queries.server';

export type ConfirmProblem = { readonly field?: 'withoutRefused' | 'confirmedLeavers'; readonly message: string };

export interface ConfirmRosterFormProps {
  preview: Pick<
    UploadPreview,
    | 'digest'
    | 'refused'
    | 'unidentified'
    | 'joined'
    | 'returned'
    | 'changed'
    | 'left'
    | 'active'
    | 'administrators'
    | 'administratorsLeaving'
    | 'handlers'
    | 'handlersLeaving'
  >;
  problem: ConfirmProblem | null;
}

/** Confirms an upload, a second time where many would leave, or discards it. Works as a plain form. */
export function ConfirmRosterForm({ preview, problem }: ConfirmRosterFormProps) {
  const { digest, refused, unidentified, joined, returned, changed, left, active } = preview;
  const isLarge = isLargeRemoval(left, active);
  const withoutAdministrator = preview.administrators > 0 && preview.administratorsLeaving === preview.administrators;
  const withoutHandler = preview.handlers > 0 && preview.handlersLeaving === preview.handlers;
  const isRefused = withoutAdministrator || withoutHandler;
  const isEmpty = joined + returned + changed + left === 0;
  const errorsOf = (field: ConfirmProblem['field']) => (problem?.field === field && problem ? [problem.message] : []);
  return (
    <form method="post">
      <div className="stack">
        <FormErrors problems={problem ? [{ fieldId: problem.field, message: problem.message }] : []} />
        <input type="hidden" name="digest" value={digest} />
        {isEmpty && <Notice title="The file says what the roster says already: there is nothing to change." />}
        {withoutAdministrator && (
          <Notice tone="error" title="This cannot be applied: no administrator would be left">
            <p>Grant the role to somebody who stays, or correct the file.</p>
          </Notice>
        )}
        {withoutHandler && (
          <Notice tone="error" title="This cannot be applied: nobody would be left who can read concerns">
            <p>Have the handlers let in somebody who stays, or correct the file.</p>
          </Notice>
        )}
        {refused > 0 && !isEmpty && (
          <Check
            name="withoutRefused"
            label={`Apply without the ${plural(refused, 'refused row')}`}
            hint={`Whoever they are about stays as they are, and does not count as a leaver.${unidentifiedWords(unidentified)}`}
            errors={errorsOf('withoutRefused')}
          />
        )}
        {isLarge && !isRefused && (
          <>
            <Notice
              tone="warn"
              title={`${formatCount(left)} of ${plural(active, 'person', 'people')} would leave: more than a tenth`}
            >
              <p>
                They lose their sessions and their roles at once, and their place on the register at the next
                publication. If the file is only a part of the company, do not apply it.
              </p>
            </Notice>
            <Field
              label="How many people will leave?"
              name="confirmedLeavers"
              look="short"
              inputMode="numeric"
              hint="Write the number, to confirm it a second time."
              errors={errorsOf('confirmedLeavers')}
            />
          </>
        )}
        <Cluster>
          {!isEmpty && !isRefused && (
            <Button name="intent" value="apply" tone={isLarge ? 'grave' : 'primary'}>
              Apply to the roster
            </Button>
          )}
          <Button name="intent" value="discard" tone="secondary">
            Discard the file
          </Button>
        </Cluster>
      </div>
    </form>
  );
}

function unidentifiedWords(unidentified: number): string {
  if (unidentified === 0) return '';
  const these = pluralWord(unidentified, 'row does not say whom it is about, so that person counts', 'rows do not say whom they are about, so those people count'); // prettier-ignore
  return ` ${formatCount(unidentified)} ${these} as missing from the file.`;
}
