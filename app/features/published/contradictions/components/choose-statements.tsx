import { Button } from '~/ui/button';
import { formatDay } from '~/ui/days';
import { Field, type FieldOption } from '~/ui/field';
import { Stack } from '~/ui/page';
import type { ListedRevision } from '../../statements/statement-places.queries.server';
import { statementKindWords } from '../../statements/statement-words';
import { referenceName } from '../contradiction';

export interface ChooseStatementsProps {
  /** Of the petition itself, and announcements. */
  own: readonly ListedRevision[];
  /** The newest of everything. */
  all: readonly ListedRevision[];
  /** As chosen so far: names of revisions. */
  one: string | undefined;
  other: string | undefined;
}

/** The first step: which two statements, and which revision of each. Only an address changes. */
export function ChooseStatements({ own, all, one, other }: ChooseStatementsProps) {
  return (
    <form method="get">
      <Stack>
        <Field
          label="One statement"
          hint="The response to your petition, a pledge from it, an answer to a question under it, or an announcement."
          name="one"
          kind="select"
          options={own.map(optionOf)}
          defaultValue={one}
        />
        <Field
          label="The other"
          hint="Anything that leadership has said in public."
          name="other"
          kind="select"
          options={all.map(optionOf)}
          placeholder="Choose, or give its address below"
          defaultValue={all.some((each) => referenceName(each) === other) ? other : ''}
        />
        <Field
          label="Not in the list? The address of its page"
          hint="Of the page with its revisions: …/statements/… The newest revision is meant unless the address ends in another."
          name="address"
          optional
          maxLength={300}
        />
        <div>
          <Button tone={other ? 'secondary' : 'primary'}>Show what they say</Button>
        </div>
      </Stack>
    </form>
  );
}

function optionOf(each: ListedRevision): FieldOption {
  const { kind, revision, day, place } = each;
  const label = `${formatDay(day)} · ${statementKindWords[kind]}: ${place.title} · ${revision === 1 ? 'as first published' : `revision ${String(revision)}`}`;
  return { value: referenceName(each), label };
}
