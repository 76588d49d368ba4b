import { useCallback } from 'react';
import { wordsToEntropy } from '~/crypto/words';
import { refusalOf, type Refusal } from '../raising-refusals';
import { readConversation, type ReadConversation } from '../read-conversation';
import { receiptOf, type Receipt } from '../receipt';
import { useOpenedByWords, type OpenedByWords } from './use-opened-by-words';

/** Opens a concern with its receipt words, which never leave the page; everything goes when it is closed or left. */
export function useMyConcern({
  organisation,
  now,
}: {
  organisation: string;
  now: string;
}): OpenedByWords<Receipt, ReadConversation, Refusal> {
  const ask = useCallback(
    (receipt: Receipt, day: string) => readConversation(receipt, { organisation, day }),
    [organisation],
  );
  return useOpenedByWords({ now, keysOf: receiptOf, ask, explain: refusalOf });
}

/** The words in the fragment of this address, which is emptied at once so that nothing of them stays in the history. */
export function wordsInAddress(): Uint8Array | null {
  const words = window.location.hash.slice(1).replaceAll('-', ' ');
  if (words === '') return null;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  try {
    return wordsToEntropy(words);
  } catch {
    return null;
  }
}
