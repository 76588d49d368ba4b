import type { ReactNode } from 'react';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { QuestionWords } from '~/features/published/questions/components/question-quote';
import type { QuestionText } from '~/features/published/questions/question';
import { aboutWords } from '~/features/published/questions/question-words';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { CrowdWords, DeviceSafety } from '../../signatures/components/before-signing';
import { ContinueOnPhone } from '../../signatures/components/continue-on-phone';
import { KeyForSigning } from '../../signatures/components/key-for-signing';

interface CheckQuestionProps {
  readonly text: QuestionText;
  readonly crowd: { readonly live: number; readonly minimum: number };
  readonly address: string;
  /** When it comes to the moderators, in words. */
  readonly nextCount: ReactNode;
  readonly state: KeyState;
  readonly look: () => Promise<void>;
  readonly ready: boolean;
  readonly onBack: () => void;
  readonly onSend: () => void;
}

/** What will be sent, what becomes public, the crowd, and this device: before anything is proved. */
export function CheckQuestion(props: CheckQuestionProps) {
  const { text, crowd, address, nextCount, state, look, ready, onBack, onSend } = props;
  return (
    <div className="stack stack--loose">
      <div className="stack stack--tight">
        <p className="soft small">{aboutWords[text.about]}</p>
        <QuestionWords>{text.body}</QuestionWords>
      </div>
      <div className="stack">
        <CrowdWords crowd={{ ...crowd, acted: null }} />
        <p>
          What becomes public: these words, if a moderator accepts them, and the day. They come to the moderators{' '}
          {nextCount}, among the others of the day in an order that says nothing. The proof that an employee asks is
          thrown away once it is checked. Nobody can write back to you, and you cannot take the question back.{' '}
          <Link to="/petitions/rules#questions">What it has to keep to</Link>
        </p>
        <DeviceSafety act="Asking" state={state} phoneLink={<ContinueOnPhone address={address} />} />
        <KeyForSigning state={state} onOpen={() => void look()} />
      </div>
      <div className="cluster">
        {state.kind === 'open' && (
          <Button type="button" disabled={!ready} onClick={onSend}>
            {ready ? `Ask it as one of ${formatCount(crowd.live)}` : 'Getting ready …'}
          </Button>
        )}
        <Button type="button" tone="secondary" onClick={onBack}>
          Change it
        </Button>
      </div>
    </div>
  );
}
