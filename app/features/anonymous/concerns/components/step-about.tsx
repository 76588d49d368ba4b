import { concernKinds } from '~/features/published/programmes/concern-kind';
import { fieldNames, partLabels } from '~/features/published/programmes/programme-fields';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import type { ChoosableProgramme, ConcernDraft } from '../concern-draft';
import { kindWords } from '../concern-words';
import type { StepProblem } from '../raising-steps';
import { WriteElsewhere } from './device-safety';

export interface StepProps {
  readonly draft: ConcernDraft;
  readonly change: (changed: Partial<ConcernDraft>) => void;
  readonly problems: readonly StepProblem[];
}

const notListed = 'not-listed';
/** More are chosen from a list: cards would fill several screens. */
const mostCards = 7;

/** Which programme it is about, and which part of what the register says of it. */
export function StepAbout({
  programmes,
  elsewhere,
  draft,
  change,
  problems,
}: StepProps & {
  programmes: readonly ChoosableProgramme[];
  /** Address of this page, for another device. */
  elsewhere: string;
}) {
  const chosen = draft.isChosen ? (draft.programme?.id ?? notListed) : undefined;
  const choose = (value: string) => {
    const programme = programmes.find(({ id }) => id === value) ?? null;
    change({ isChosen: value !== '', programme, field: programme ? draft.field : null });
  };
  const shared = {
    name: 'programme',
    defaultValue: chosen,
    errors: problems.map(({ message }) => message),
    onChange: choose,
  };
  return (
    <div className="stack">
      {programmes.length <= mostCards ? (
        <RadioCards
          {...shared}
          legend="Monitoring programme"
          choices={[...programmes.map(({ id, name }) => ({ value: id, label: name })), other]}
        />
      ) : (
        <Field
          {...shared}
          kind="select"
          label="Monitoring programme"
          placeholder="Choose one"
          options={[
            ...programmes.map(({ id, name }) => ({ value: id, label: name })),
            { value: notListed, label: other.label },
          ]}
        />
      )}
      {draft.programme && (
        <Field
          kind="select"
          name="part"
          label="Which part of it?"
          optional
          placeholder="No part in particular"
          defaultValue={draft.field ?? ''}
          options={fieldNames.map((name) => ({ value: name, label: partLabels[name] }))}
          hint="As the programme’s page is divided. It is encrypted like everything you write."
          onChange={(field) => {
            change({ field: field === '' ? null : field });
          }}
        />
      )}
      <WriteElsewhere address={elsewhere} />
      <p className="small soft">
        Which programme it is about is not encrypted: the site sorts and counts by it. Everything else is.
      </p>
    </div>
  );
}

const other = {
  value: notListed,
  label: 'One that is not listed',
  hint: 'Or you would rather not say. Then the site does not know either.',
};

/** What kind of concern it is. */
export function StepKind({ draft, change, problems }: StepProps) {
  return (
    <RadioCards
      legend={<span className="visually-hidden">Kind of concern</span>}
      name="kind"
      defaultValue={draft.kind ?? undefined}
      errors={problems.map(({ message }) => message)}
      choices={concernKinds.map((kind) => ({ value: kind, ...kindWords[kind] }))}
      onChange={(value) => {
        change({ kind: concernKinds.find((kind) => kind === value) ?? null });
      }}
    />
  );
}
