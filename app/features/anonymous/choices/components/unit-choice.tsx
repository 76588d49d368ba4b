import { useEffect, useState } from 'react';
import { RadioCards } from '~/ui/choices';
import { formatCount } from '~/ui/count';
import type { CrowdFacts } from '../../signatures/components/before-signing';
import type { UnitToDisclose } from '../choose';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import type { DisclosedUnits } from '~/features/published/units/offered-units';
import { unitOfThisKey, type UnitOffer } from '../unit-of-this-key';

interface UnitChoiceProps {
  readonly register: number;
  /** Hex of the identity commitment. */
  readonly commitment: string;
  readonly crowd: CrowdFacts;
  /** By path, as published; the same object for as long as nothing changes. */
  readonly disclosed: DisclosedUnits;
  readonly onChoose: (unit: UnitToDisclose | null) => void;
}

type Looked = UnitOffer | { readonly kind: 'looking' } | { readonly kind: 'not-found' };

/** Whether to name the unit that one works in, with the crowd of either answer. Looked up on this device. */
export function UnitChoice({ register, commitment, crowd, disclosed, onChoose }: UnitChoiceProps) {
  const [looked, setLooked] = useState<Looked>({ kind: 'looking' });
  const { minimum } = crowd;
  const ledger = useDeviceLedger();
  useEffect(() => {
    let gone = false;
    void unitOfThisKey(register, commitment, { minimum, disclosed, ledger })
      // Whatever went wrong: without a unit one can go on, and what is wrong with the register is told then.
      .catch(() => ({ kind: 'not-found' as const }))
      .then((offer) => {
        if (!gone) setLooked(offer);
      });
    return () => {
      gone = true;
    };
  }, [register, commitment, minimum, disclosed, ledger]);

  if (looked.kind !== 'offered') return <p className="soft small">{withoutUnit(looked, minimum)}</p>;
  const { unit } = looked;
  return (
    <RadioCards
      legend="Do you want to say where you work?"
      name="unit"
      hint="Your device looked it up in the public register. Nobody was asked."
      defaultValue="any"
      onChange={(value) => {
        onChoose(value === 'unit' ? unit : null);
      }}
      choices={[
        {
          value: 'any',
          label: 'No: any employee',
          hint: `You vanish in a crowd of ${formatCount(crowd.live)}.`,
        },
        {
          value: 'unit',
          label: `Yes: somebody in ${unit.path}`,
          hint: `You vanish in a crowd of ${formatCount(unit.live)}: the keys in this unit. No page shows it before at least ${formatCount(minimum)} in it have named it, though whoever reads the database sees it. It holds for all that your key says of this pledge, before and after, and cannot be taken back or changed.`,
        },
      ]}
    />
  );
}

function withoutUnit(looked: Exclude<Looked, { kind: 'offered' }>, minimum: number): string {
  switch (looked.kind) {
    case 'looking':
      return 'Looking up your unit on this device …';
    case 'not-found':
      return 'Your unit could not be looked up, so you speak as any employee.';
    case 'none':
      return `You speak as any employee: your unit has too few keys to have a name of its own in a crowd of at least ${formatCount(minimum)}.`;
    case 'too-small':
      return `You speak as any employee: too few in ${looked.path} would be left whose unit is not known.`;
  }
}
