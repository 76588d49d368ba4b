import { useEffect, useRef } from 'react';
import { WordsForm } from '~/features/published/registers/components/words-form';
import { Button, ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Notice } from '~/ui/notice';
import { ConversationView } from './conversation-view';
import { UnfinishedUploads } from './unfinished-uploads';
import { useMyConcern, wordsInAddress } from './use-my-concern';

export interface MyConcernProps {
  readonly organisation: string;
  /** Instant at which the page was made. */
  readonly now: string;
  /** Names of programmes by their ids. */
  readonly programmes: Readonly<Record<string, string>>;
}

/** One's own concern, opened with its twelve words on any device. */
export function MyConcern(props: MyConcernProps) {
  const mine = useMyConcern(props);
  const { state, open } = mine;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const entropy = wordsInAddress();
    if (entropy) void open(entropy);
  }, [open]);

  switch (state.kind) {
    case 'closed':
      return (
        <div className="stack">
          <WordsForm action="Open my concern" onEntropy={(entropy) => void open(entropy)} />
          <UnfinishedUploads today={props.now.slice(0, 10)} />
        </div>
      );
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
            Perhaps there never was, perhaps the upload was not finished, or it was deleted at the end of its time.
            Which of these it is nobody can tell from the answer: it is the same for all.
          </EmptyState>
          <CloseButton onClose={mine.close} label="Try other words" />
          <UnfinishedUploads today={props.now.slice(0, 10)} />
        </div>
      );
    case 'failed':
      return (
        <Notice tone="error" title={state.why.title}>
          <p>{state.why.text}</p>
          <div className="cluster">
            <Button type="button" tone="secondary" onClick={() => void mine.reload()}>
              Try again
            </Button>
            <CloseButton onClose={mine.close} label="Close" />
          </div>
        </Notice>
      );
    case 'open':
      return (
        <ConversationView
          {...props}
          receipt={state.keys}
          conversation={state.found}
          today={mine.today}
          onReload={mine.reload}
          onClose={mine.close}
        />
      );
  }
}

function CloseButton({ onClose, label }: { onClose: () => void; label: string }) {
  return (
    <div className="cluster">
      <Button type="button" tone="secondary" onClick={onClose}>
        {label}
      </Button>
      <ButtonLink to="/concerns" tone="quiet">
        What concerns are
      </ButtonLink>
    </div>
  );
}
