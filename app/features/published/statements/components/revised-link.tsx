import { Link } from '~/ui/link';
import type { StatementKind } from '../statement';
import { revisedWords } from '../statement-words';

/** "Revised 2 times": the way to everything that a statement ever said. */
export function RevisedLink({ kind, id, revision }: { kind: StatementKind; id: string; revision: number }) {
  return <Link to={`/statements/${kind}/${id}`}>{revisedWords(revision)}</Link>;
}
