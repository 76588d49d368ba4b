import { Field } from '~/ui/field';
import { fieldNames, partLabels } from '../programme-fields';

export interface AboutFieldsProps {
  programmes: readonly { id: string; name: string }[];
  programmeId: string;
  programmeField: string;
  errors: Readonly<Record<string, string[] | undefined>>;
  /** What is said to be about a programme: "the petition". */
  what: string;
}

/** Which programme something is about, and which question of the register; nothing where there is no programme. */
export function AboutFields({ programmes, programmeId, programmeField, errors, what }: AboutFieldsProps) {
  if (programmes.length === 0) return null;
  return (
    <>
      <Field
        kind="select"
        label="Which programme it is about"
        name="programmeId"
        optional
        hint={`Where it is about one that monitors work: ${what} then stands on its page too.`}
        errors={errors['programmeId']}
        defaultValue={programmeId}
        placeholder="None"
        options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Field
        kind="select"
        label="Which of its questions"
        name="programmeField"
        optional
        errors={errors['programmeField']}
        defaultValue={programmeField}
        placeholder="The programme as a whole"
        options={fieldNames.map((field) => ({ value: field, label: partLabels[field] }))}
      />
    </>
  );
}
