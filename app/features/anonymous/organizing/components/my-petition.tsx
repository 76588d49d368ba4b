import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { WordsForm } from '~/features/published/registers/components/words-form';
import { Button, ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Notice } from '~/ui/notice';
import { useOpenedByWords } from '../../concerns/components/use-opened-by-words';
import { wordsInAddress } from '../../concerns/components/use-my-concern';
import { organizerWords, readOwnPetition, type OrganizerWords } from '../organize';
import { explainOrganizing } from '../organizing-words';
import { OwnPetitionView } from './own-petition-view';

export interface MyPetitionProps {
  readonly organisation: string;
  /** The smallest number that is ever shown. */
  readonly minimum: number;
  /** Instant at which the page was made. */
  readonly now: string;
  readonly publicUrl: string;
  /** When the next publication is, in words. */
  readonly nextCount: ReactNode;
}

/** A petition of somebody unknown, opened with its twelve words on any device. */
export function MyPetition(props: MyPetitionProps) {
  const { organisation, now } = props;
  const keysOf = useCallback((entropy: Uint8Array) => organizerWords(organisation, entropy), [organisation]);
  const ask = useCallback(
    (words: OrganizerWords, day: string) => readOwnPetition(words, { organisation, day }),
    [organisation],
  );
  const { state, open, reload, close, today } = useOpenedByWords({ now, keysOf, ask, explain: explainOrganizing });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const entropy = wordsInAddress();
    if (entropy) void open(entropy);
  }, [open]);

  switch (state.kind) {
    case 'closed':
      return <WordsForm action="Open my petition" onEntropy={(entropy) => void open(entropy)} />;
    case 'opening':
      return (
        <p className="soft" role="status">
          Looking …
        </p>
      );
    case 'nothing':
      return (
        <div className="stack">
          <EmptyState title="There is nothing under these words">
            Perhaps they are those of your key, or the petition was never sent. The answer is the same whatever they
            are.
          </EmptyState>
          <div className="cluster">
            <Button type="button" tone="secondary" onClick={close}>
              Try other words
            </Button>
            <ButtonLink to="/petitions/start" tone="quiet">
              Start a petition
            </ButtonLink>
          </div>
        </div>
      );
    case 'failed':
      return (
        <Notice tone="error" title={state.why.title}>
          <p>{state.why.text}</p>
          <div className="cluster">
            <Button type="button" tone="secondary" onClick={() => void reload()}>
              Try again
            </Button>
            <Button type="button" tone="quiet" onClick={close}>
              Close
            </Button>
          </div>
        </Notice>
      );
    case 'open':
      return (
        <OwnPetitionView
          {...props}
          words={state.keys}
          petition={state.found}
          today={today()}
          onReload={reload}
          onClose={close}
        />
      );
  }
}
