import { Field } from '~/ui/field';
import { demandCount, demandLength } from '../petition';

/** How many fields there are at first; there is always an empty one after the last that is filled. */
const atFirst = 3;

/** How many fields a petition with so many demands has. */
export const demandFields = (demands: number): number => Math.min(demandCount.max, Math.max(atFirst, demands + 1));

interface DemandFieldsProps {
  readonly demands: readonly string[];
  readonly fields: number;
  readonly errors: Readonly<Record<string, readonly string[] | null | undefined>>;
}

/** Up to ten demands, each of which leadership will answer by itself. The fields of `askStep`. */
export function DemandFields({ demands, fields, errors }: DemandFieldsProps) {
  return (
    <>
      <p>
        Leadership answers each of these by itself, so ask for one thing at a time. Leave empty what you do not need.
      </p>
      {Array.from({ length: fields }, (_, index) => {
        const name = `demands[${String(index)}]`;
        return (
          <Field
            key={name}
            label={`Demand ${String(index + 1)}`}
            name={name}
            kind="textarea"
            look="prose"
            rows={2}
            optional={index > 0}
            errors={errors[name] ?? (index === 0 ? (errors['demands'] ?? undefined) : undefined)}
            defaultValue={demands[index] ?? ''}
            maxLength={demandLength.max}
          />
        );
      })}
    </>
  );
}
