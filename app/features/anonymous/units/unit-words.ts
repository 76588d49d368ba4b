import { formatCount } from '~/ui/count';
import type { Explanation } from '../signatures/acting-words';

/** Where naming a unit goes wrong. @param act what one can still do: "sign" @param nothingSent that nothing came of it */
export function unitExplanations(act: string, nothingSent: string) {
  const changed: Explanation = {
    title: 'Your unit is another one by now',
    text: `The register changed, and with it who stands in which unit. ${nothingSent} Open this page again.`,
    again: false,
  };
  return {
    'unit-changed': changed,
    'wrong-unit-root': changed,
    'smaller-unit': {
      title: 'Your unit is smaller than this page said',
      text: `Somebody has left it since. ${nothingSent} Open this page again and look at the number first.`,
      again: false,
    },
    'unit-not-offered': {
      title: 'Your unit cannot be named just now',
      text: `Too few would be left in it whose unit is not known. ${nothingSent} You can ${act} as any employee.`,
      again: false,
    },
  } satisfies Readonly<Record<string, Explanation>>;
}

const beforeShown = (minimum: number) =>
  `No page shows it before at least ${formatCount(minimum)} in the unit have named it, and nobody’s unit can be had by subtraction. Whoever reads the database sees it before.`;

/** What it means to name a unit on a pledge. */
export const toldToWitnesses = (minimum: number): readonly string[] => [
  beforeShown(minimum),
  'It holds for all that your key says of this pledge, before and after.',
  'Once it is shown it stays, and cannot be taken back or changed.',
];

/** What it means to name a unit with a signature. */
export const toldToSigners = (minimum: number): readonly string[] => [
  beforeShown(minimum),
  'Once it is shown it stays for ever: one unit on this petition, also if you move to another one.',
  'It goes with a first signature only. You cannot add it later, nor name another one.',
  'If you withdraw before it is shown, it is forgotten. If you withdraw afterwards, everybody can see that somebody of this unit did.',
];
