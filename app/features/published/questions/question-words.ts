import { formatCount, plural } from '~/ui/count';
import type { Figure } from '../figures/figure';
import type { QuestionSubject } from './question';

export const aboutWords: Readonly<Record<QuestionSubject, string>> = {
  petition: 'About the petition',
  response: 'About leadership’s response',
};

/** How many support a question, or from when on that is said. */
export function supportWords(supporters: Figure): string {
  return supporters.kind === 'shown'
    ? `${plural(supporters.value, 'colleague')} would like it answered`
    : `Support is shown from ${formatCount(supporters.minimum)} colleagues up`;
}
