import { useEffect, useState, type ReactNode } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { DisclosedUnits } from '~/features/published/units/offered-units';
import { RadioCards } from '~/ui/choices';
import { formatCount } from '~/ui/count';
import type { CrowdFacts } from '../../signatures/components/before-signing';
import type { UnitToDisclose } from '../path-in-unit';
import { unitsOfThisKey, type UnitOfKey } from '../units-of-this-key';

interface UnitChoiceProps {
  readonly register: number;
  /** Hex of the identity commitment. */
  readonly commitment: string;
  readonly crowd: CrowdFacts;
  /** By path, as published; the same object for as long as nothing changes. */
  readonly disclosed: DisclosedUnits;
  /** What it would mean to name one: a sentence each. */
  readonly told: readonly ReactNode[];
  /** What one does without: "You sign as any employee". */
  readonly otherwise: string;
  readonly onChoose: (unit: UnitToDisclose | null) => void;
  /** Once it is known what is offered, or that nothing is: before that whatever stands below would move. */
  readonly onLooked: () => void;
}

type Looked =
  { readonly kind: 'looking' | 'not-found' } | { readonly kind: 'found'; readonly units: readonly UnitOfKey[] };

/** Whether to name a unit that one works in, with the crowd of each answer. Looked up on this device. */
export function UnitChoice(props: UnitChoiceProps) {
  const { register, commitment, crowd, disclosed, told, otherwise, onChoose, onLooked } = props;
  const [looked, setLooked] = useState<Looked>({ kind: 'looking' });
  const [chosen, setChosen] = useState<UnitOfKey | null>(null);
  const { minimum } = crowd;
  const ledger = useDeviceLedger();
  useEffect(() => {
    let gone = false;
    void unitsOfThisKey(register, commitment, { minimum, disclosed, ledger })
      .then((units) => ({ kind: 'found' as const, units }))
      // Whatever went wrong: without a unit one can go on, and what is wrong with the register is told then.
      .catch(() => ({ kind: 'not-found' as const }))
      .then((found) => {
        if (gone) return;
        setLooked(found);
        onLooked();
      });
    return () => {
      gone = true;
    };
  }, [register, commitment, minimum, disclosed, ledger, onLooked]);

  if (looked.kind !== 'found') {
    return (
      <p className="soft small" role="status">
        {looked.kind === 'looking'
          ? 'Looking up your unit on this device …'
          : `Your unit could not be looked up. ${otherwise}.`}
      </p>
    );
  }
  const { units } = looked;
  if (!units.some(({ standing }) => standing === 'offered')) {
    return (
      <p className="soft small">
        {otherwise}: {units[0] ? whyNot(units[0]) : tooSmallForAName(minimum)}
      </p>
    );
  }
  return (
    <div className="stack">
      <RadioCards
        legend="Do you want to say where you work?"
        name="unit"
        hint={`Your device looked it up in the public register. Nobody was asked. A unit with fewer than ${formatCount(minimum)} keys has no name there.`}
        defaultValue="any"
        onChange={(value) => {
          const unit = units.find((_, place) => value === String(place)) ?? null;
          setChosen(unit);
          onChoose(unit && { path: unit.path, live: unit.live });
        }}
        choices={[
          {
            value: 'any',
            label: 'No: any employee',
            hint: `You vanish in a crowd of ${formatCount(crowd.live)}.`,
          },
          ...units.map((unit, place) => ({
            value: String(place),
            label: `Yes: somebody in ${unit.path}`,
            hint:
              unit.standing === 'offered'
                ? `You vanish in a crowd of ${formatCount(unit.live)}: the keys in this unit.`
                : `Not offered: ${whyNot(unit)}`,
            disabled: unit.standing !== 'offered',
          })),
        ]}
      />
      <div role="status">
        {chosen && (
          <ul className="unit-told">
            {told.map((sentence, place) => (
              <li key={place}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function whyNot({ path, standing }: UnitOfKey): string {
  return standing === 'too-few-above'
    ? `too few would be left, in a unit that ${path} lies in, whose own unit is not known.`
    : `too few would be left in ${path} whose unit is not known.`;
}

const tooSmallForAName = (minimum: number) =>
  `your unit has too few keys to have a name of its own in a crowd of at least ${formatCount(minimum)}.`;
