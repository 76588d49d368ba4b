import { corroborationMessage, corroborationScope, type Corroboration } from '~/crypto/semaphore/statement';
import { choices } from '~/features/published/summaries/choices';
import { summaryTextDigest } from '~/features/published/summaries/summary';
import type { Choosable } from '../choices/choosable';

/** The summary as it stands on the screen: its digest is computed from this very text, never taken from a server. */
export interface SummaryOnScreen {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The one register that the summary is pinned to. */
  readonly register: number;
}

/** A summary as something to choose on (protocol 8): scope, message and route are its own. */
export function summaryToSpeakOf({ id, register, ...text }: SummaryOnScreen): Choosable<Corroboration> {
  const digest = summaryTextDigest(text);
  return {
    ...{ postPath: '/unseen/corroborations', nullifiersPath: `/summaries/${id}/nullifiers`, names: { summary: id } },
    ...{ choices, takesBack: null, unitMessage: null, register },
    scope: (organisation) => corroborationScope(organisation, id),
    message: (choice, n) => corroborationMessage(digest, choice, n),
  };
}
