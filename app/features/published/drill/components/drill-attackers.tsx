import { Facts } from '~/ui/facts';
import type { DrillResult } from '../drill-result';
import { hitsInWords, intervalInWords, shareInWords } from '../drill-words';

/** What each attacker tries, and how it fares where the platform is made worse for it. */
export function DrillAttackers({ attackers }: Pick<DrillResult, 'attackers'>) {
  return (
    <Facts
      stacked
      facts={attackers.map(({ title, tried, weakened: { how, named } }) => ({
        term: title,
        detail: (
          <>
            <p>{tried}</p>
            <p className="soft">
              Weakened: {how} There it names the right person for {hitsInWords(named)} ({intervalInWords(named)}; chance{' '}
              {shareInWords(named.chance)}).
            </p>
          </>
        ),
      }))}
    />
  );
}
