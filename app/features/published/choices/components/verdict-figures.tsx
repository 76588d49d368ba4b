import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { ShareTable } from '~/ui/share-table';
import type { ChoiceFigures } from '../../figures/choice-figures.queries.server';
import { verdictWords } from '../choice-words';
import { saidTogether, shownChoices } from '../shown-choices';

interface VerdictFiguresProps {
  /** Number of the demand, from 1. */
  readonly demand: number;
  readonly figures: ChoiceFigures | undefined;
  readonly minimum: number;
  /** Where the answer is judged; null where it is not, or no longer. */
  readonly judgePath: string | null;
}

/** What employees say of one answer, beside it: nothing below the minimum, then all of it at once. */
export function VerdictFigures({ demand, figures, minimum, judgePath }: VerdictFiguresProps) {
  const choices = shownChoices(figures, verdictWords);
  if (!choices && judgePath === null) return null;
  return (
    <div className="verdicts">
      {choices ? (
        <>
          <ShareTable
            caption={`Verdicts on the answer to demand ${demand}`}
            of="Employees say"
            counted="How many"
            rows={choices}
          />
          <p>{saidTogether(choices, 'judged this answer')}</p>
        </>
      ) : (
        <p>Fewer than {formatCount(minimum)} employees have judged this answer, so nothing is shown of it yet.</p>
      )}
      {judgePath !== null && (
        <p>
          <Link to={judgePath}>
            Judge this answer<span className="visually-hidden"> to demand {demand}</span>
          </Link>
          , unseen
        </p>
      )}
    </div>
  );
}
