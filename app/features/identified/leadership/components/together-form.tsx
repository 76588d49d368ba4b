import { dueWords } from '~/features/published/petitions/petition-words';
import { Button } from '~/ui/button';
import { Check } from '~/ui/choices';
import { plural } from '~/ui/count';
import { Stack } from '~/ui/page';
import { draftWords, type DeskRow } from '../desk-row';

interface TogetherFormProps {
  /** Of the form, unique on the page. */
  readonly id: string;
  readonly legend: string;
  readonly petitions: readonly DeskRow[];
  /** Ticked to begin with: those that no draft answers yet. */
  readonly ticked?: boolean;
  /** On the company's calendar. */
  readonly today: string;
}

/** Petitions to tick, and one answer to begin for all that are ticked. */
export function TogetherForm({ id, legend, petitions, ticked = false, today }: TogetherFormProps) {
  return (
    <form method="post">
      <fieldset className="choices">
        <legend className="choices__legend">{legend}</legend>
        <Stack gap="tight">
          {petitions.map((row) => (
            <Check
              key={row.id}
              id={`${id}-${row.id}`}
              name="petition"
              value={row.id}
              label={row.title}
              hint={hintOf(row, today)}
              defaultChecked={ticked && row.draft === null}
              disabled={row.draft !== null}
            />
          ))}
          <div>
            <Button tone="secondary">Write one answer to those ticked</Button>
          </div>
        </Stack>
      </fieldset>
    </form>
  );
}

function hintOf(row: DeskRow, today: string): string {
  const { count, dueDay, draft, partly } = row;
  const parts = [
    count === null ? null : plural(count, 'signature'),
    dueDay === null ? 'not due' : dueWords(dueDay, today).words,
    draft === null ? null : `${draftWords(row, today)} in another draft`,
    partly ? 'answered in part' : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
