import type { ReactNode } from 'react';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { sponsorPath } from '~/features/published/petitions/sponsor-link';
import { Button, ButtonLink } from '~/ui/button';
import { CopyableText } from '~/ui/copyable-text';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import { ActingProgress } from '../../signatures/components/acting-progress';
import { KeyForSigning } from '../../signatures/components/key-for-signing';
import { organizerWords } from '../organize';
import type { SendingPhase } from './use-starting';

interface SendOpeningProps {
  readonly phase: SendingPhase;
  readonly organisation: string;
  readonly live: number;
  readonly state: KeyState;
  readonly look: () => Promise<void>;
  readonly ready: boolean;
  readonly words: Uint8Array;
  readonly wantsSponsors: boolean;
  /** Address of the page that the words open. */
  readonly mine: string;
  /** When it comes to the moderators, in words. */
  readonly nextCount: ReactNode;
  readonly onSend: () => void;
  readonly onBack: () => void;
}

/** Proving and sending it, and what happened. */
export function SendOpening(props: SendOpeningProps) {
  const { phase, live, state, look, ready, onSend, onBack } = props;
  switch (phase.kind) {
    case 'ready':
      return (
        <div className="stack">
          <p>
            Your own key now proves that an employee starts this petition, and not which one. Then the proof is thrown
            away. If you are asked for twelve words here, they are those of your key, not of the petition.
          </p>
          <KeyForSigning state={state} onOpen={() => void look()} />
          <div className="cluster">
            {state.kind === 'open' && (
              <Button type="button" disabled={!ready} onClick={onSend}>
                {ready ? `Send it as one of ${formatCount(live)}` : 'Getting ready …'}
              </Button>
            )}
            <Button type="button" tone="quiet" onClick={onBack}>
              Back
            </Button>
          </div>
        </div>
      );
    case 'acting':
      return <ActingProgress progress={phase.progress} />;
    case 'failed':
      return (
        <Notice tone="error" title={phase.why.title}>
          <p>{phase.why.text}</p>
          <div className="cluster">
            {phase.why.again && (
              <Button type="button" tone="secondary" onClick={onSend}>
                Try again
              </Button>
            )}
            <Button type="button" tone="quiet" onClick={onBack}>
              Back to your petition
            </Button>
          </div>
        </Notice>
      );
    case 'done':
      return <Sent {...props} />;
  }
}

/** What happened, what nobody can know, what comes next. */
function Sent({ organisation, words, wantsSponsors, mine, nextCount }: SendOpeningProps) {
  const { petition, sponsorSecret } = organizerWords(organisation, words);
  const link = new URL(sponsorPath(petition, sponsorSecret), mine).href;
  return (
    <div className="stack">
      <Notice tone="success" live title="Your petition is on its way">
        <p>
          {wantsSponsors ? 'It can be read and sponsored' : 'It comes to the moderators'} {nextCount}. Your draft is no
          longer on this device.
        </p>
      </Notice>
      {wantsSponsors && <CopyableText text={link} label="Link for sponsors" action="Copy the link" />}
      <ul className="plain-list stack">
        <li>
          Nobody can tell that it was you, including us: the proof fitted everybody in the crowd equally, and is gone.
        </li>
        <li>
          Its twelve words are the only way back. This device does not remember them, nor that it has started anything.
        </li>
        <li>Nobody mails you what moderators decide: look with your words after the next publication.</li>
        <li>It is not signed yet, by you neither. Once it is open, sign it like everybody.</li>
      </ul>
      <div>
        <ButtonLink to="/petitions/mine" tone="secondary">
          Open it with its words
        </ButtonLink>
      </div>
    </div>
  );
}
