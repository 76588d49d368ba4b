import { formatCount } from '~/ui/count';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import { choosableDays } from '../../choices/choice';
import { largestCriticalMass, mostSponsors, type TermsBounds } from '../petition-terms';

export interface TermsFieldsProps {
  terms: {
    /** Null: as the house has it. */
    readonly criticalMass: number | null;
    readonly askedUnit: string | null;
    readonly sponsorsWanted: number;
  };
  bounds: TermsBounds;
  errors: Readonly<Record<string, string[] | undefined>>;
  /** What was sent in last, by field, where it was refused. */
  posted: Readonly<Record<string, unknown>> | null;
  /** Says nothing of sponsors: the petition has gone past that. */
  sponsorsOver?: boolean;
  /** Where it was written on a device, nothing keeps its text once it was sent. */
  becomesDraft?: boolean;
}

/** How a petition runs: its critical mass, whom it asks, its sponsors. The fields of `termsStep`. */
export function TermsFields({
  terms,
  bounds,
  errors,
  posted,
  sponsorsOver = false,
  becomesDraft = true,
}: TermsFieldsProps) {
  const { minimum, houseCriticalMass, units } = bounds;
  const { criticalMass, askedUnit, sponsorsWanted } = terms;
  const was = (name: string, otherwise: string) => {
    const value = posted?.[name];
    return posted === null ? otherwise : typeof value === 'string' ? value : '';
  };
  const chosenMass = criticalMass === null ? 'house' : criticalMass === 0 ? 'none' : 'own';
  const least = formatCount(minimum);
  return (
    <>
      <Stack>
        <RadioCards
          legend="From how many signatures on is it counted?"
          name="mass"
          hint="Below this number nothing of any signature is published, and nobody sees a number: you neither. The first to sign are then never seen to be few. If it closes below it, what was signed is deleted."
          errors={errors['mass']}
          defaultValue={was('mass', chosenMass)}
          required
          choices={[
            {
              value: 'house',
              label: `From ${formatCount(houseCriticalMass)} signatures on`,
              hint: 'As most petitions here have it.',
            },
            {
              value: 'own',
              label: 'From another number on',
              hint: 'A larger one keeps the beginning quiet for longer, and what does not reach it leaves no trace.',
            },
            {
              value: 'none',
              label: 'At once',
              hint: `Each signature is published with the next count, among the day’s others; numbers are shown from ${least} up. Whoever reads the ledger can count the first few.`,
            },
          ]}
        />
        <Field
          label="Another number"
          name="ownMass"
          kind="number"
          inputMode="numeric"
          look="short"
          optional
          hint={`If you chose it above: ${least} to ${formatCount(largestCriticalMass)}.`}
          errors={errors['ownMass']}
          defaultValue={was('ownMass', chosenMass === 'own' ? String(criticalMass) : '')}
        />
      </Stack>
      {units.length > 0 && (
        <Field
          kind="select"
          label="Whose leadership does it ask?"
          name="askedUnit"
          hint="Everybody on the register may sign it, whomever it asks."
          errors={errors['askedUnit']}
          defaultValue={was('askedUnit', askedUnit ?? '')}
          placeholder="The company’s"
          options={units.map((path) => ({ value: path, label: path }))}
        />
      )}
      {sponsorsOver ? (
        <input type="hidden" name="sponsors" value="none" />
      ) : (
        <Stack>
          <RadioCards
            legend="Does it look for sponsors first?"
            name="sponsors"
            hint={`You get a link to pass on to people you trust. Only with it can the petition be read and sponsored, unseen, for ${String(choosableDays.sponsor)} days. Once there are enough it goes to the moderators; before that nobody learns how many there are.`}
            errors={errors['sponsors']}
            defaultValue={was('sponsors', sponsorsWanted > 0 ? 'some' : 'none')}
            required
            choices={[
              { value: 'none', label: 'No, it goes to the moderators at once' },
              {
                value: 'some',
                label: 'Yes, it waits for sponsors',
                hint: `If too few come, it ends there${becomesDraft ? ' and your text is a draft again' : ''}.`,
              },
            ]}
          />
          <Field
            label="How many sponsors"
            name="sponsorCount"
            kind="number"
            inputMode="numeric"
            look="short"
            optional
            hint={`If you chose them above: ${least} to ${formatCount(mostSponsors)}.`}
            errors={errors['sponsorCount']}
            defaultValue={was('sponsorCount', sponsorsWanted > 0 ? String(sponsorsWanted) : '')}
          />
        </Stack>
      )}
    </>
  );
}
