import { useCallback, useEffect, useState } from 'react';
import { secretInAddress } from '~/features/published/petitions/sponsor-link';
import { askUnseen, UnseenError } from '../concerns/unseen-request';
import { sponsoredText, type SponsoredText } from './sponsored-text.schema';

/** What the link leads to. `lost` is a connection that can be tried again; nothing is known of the petition then. */
export type LinkedPetition =
  | { readonly kind: 'reading' }
  | { readonly kind: 'incomplete' | 'unknown' | 'over' | 'lost' }
  | { readonly kind: 'text'; readonly text: SponsoredText; readonly secret: string };

const outcomes: Readonly<Record<string, 'unknown' | 'over'>> = {
  malformed: 'unknown',
  'unknown-petition': 'unknown',
  'sponsoring-over': 'over',
};

/** Reads the petition that the address's secret lets one read. The secret is sent to the anonymous wing alone. */
export function useSponsoredText(petitionId: string): { readonly linked: LinkedPetition; readonly again: () => void } {
  const [linked, setLinked] = useState<LinkedPetition>({ kind: 'reading' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let left = false;
    const show = (found: LinkedPetition) => {
      if (!left) setLinked(found);
    };
    const look = async () => {
      const secret = secretInAddress(window.location.hash);
      if (secret === null) {
        show({ kind: 'incomplete' });
        return;
      }
      try {
        const text = await askUnseen('/unseen/sponsoring/text', { petition: petitionId, secret }, sponsoredText);
        show({ kind: 'text', text, secret });
      } catch (error) {
        show({ kind: (error instanceof UnseenError ? outcomes[error.code] : undefined) ?? 'lost' });
      }
    };
    // Who pastes the rest of the link into the address stays on the page.
    const onHash = () => void look();
    void look();
    window.addEventListener('hashchange', onHash);
    return () => {
      left = true;
      window.removeEventListener('hashchange', onHash);
    };
  }, [petitionId, tries]);
  const again = useCallback(() => {
    setLinked({ kind: 'reading' });
    setTries((before) => before + 1);
  }, []);
  return { linked, again };
}
