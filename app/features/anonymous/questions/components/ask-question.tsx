import { useEffect, useRef, useState, type ReactNode } from 'react';
import { questionsPath, type QuestionSubject } from '~/features/published/questions/question';
import { useKeptKey } from '~/features/published/registers/components/kept-key';
import { useProver } from '~/features/published/registers/components/prover';
import { Button, ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Steps } from '~/ui/steps';
import { ActingProgress } from '../../signatures/components/acting-progress';
import { CheckQuestion } from './check-question';
import { useAsking, type AskingHouse, type AskingPhase } from './use-asking';
import { WriteQuestion } from './write-question';

interface AskQuestionProps extends AskingHouse {
  readonly petitionId: string;
  readonly hasResponse: boolean;
  /** Of this page. */
  readonly address: string;
  /** When it comes to the moderators, in words. */
  readonly nextCount: ReactNode;
}

/** Asking a question: written, looked at once more, proved and sent. Nothing of it is kept on the device. */
export function AskQuestion({ petitionId, hasResponse, address, nextCount, ...house }: AskQuestionProps) {
  const { state, look } = useKeptKey('member');
  const prover = useProver();
  const { phase, setPhase, send } = useAsking(house, prover);
  const [draft, setDraft] = useState<{ about: QuestionSubject; body: string }>({ about: 'petition', body: '' });
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const phaseKind = phase.kind;
  useEffect(() => {
    if (moved.current) heading.current?.focus();
    moved.current = true;
  }, [phaseKind]);
  const write = () => {
    setPhase({ kind: 'writing' });
  };
  return (
    <>
      <Steps steps={[{ label: 'Write' }, { label: 'Check' }, { label: 'Ask' }]} current={stepOf(phase)} />
      <h2 ref={heading} tabIndex={-1} className="sign__heading">
        {titleOf(phase)}
      </h2>
      {phase.kind === 'writing' && (
        <WriteQuestion
          {...{ petitionId, hasResponse, address, draft }}
          onDraft={setDraft}
          onWritten={(text) => {
            setPhase({ kind: 'checking', text });
          }}
        />
      )}
      {phase.kind === 'checking' && (
        <CheckQuestion
          text={phase.text}
          crowd={house.crowd}
          {...{ address, nextCount, state, look }}
          ready={prover !== null}
          onBack={write}
          onSend={() => void send(phase.text)}
        />
      )}
      {phase.kind === 'acting' && <ActingProgress progress={phase.progress} />}
      {phase.kind === 'done' && <Asked petitionId={petitionId} nextCount={nextCount} />}
      {phase.kind === 'failed' && (
        <Notice tone="error" title={phase.why.title}>
          <p>{phase.why.text}</p>
          <div className="cluster">
            {phase.why.again && (
              <Button type="button" tone="secondary" onClick={() => void send(phase.text)}>
                Try again
              </Button>
            )}
            <Button type="button" tone="quiet" onClick={write}>
              Back to your words
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}

/** What happened, what nobody can know, what comes next. */
function Asked({ petitionId, nextCount }: { petitionId: string; nextCount: ReactNode }) {
  return (
    <div className="stack">
      <Notice tone="success" live title="Your question is on its way">
        <p>It comes to the moderators {nextCount}.</p>
      </Notice>
      <ul className="plain-list stack">
        <li>
          Nobody can tell that it was you, including us: the proof fitted everybody in the crowd equally, and is gone.
        </li>
        <li>If a moderator accepts it, it stands under the petition, and colleagues can support it unseen.</li>
        <li>If it is rejected, the reason is public and the words are not. Nobody can write to you about it.</li>
        <li>The very same words, asked twice or by two people, stand once.</li>
      </ul>
      <div>
        <ButtonLink to={questionsPath(petitionId)} tone="secondary">
          To the questions
        </ButtonLink>
      </div>
    </div>
  );
}

function stepOf(phase: AskingPhase): number {
  if (phase.kind === 'writing') return 0;
  return phase.kind === 'checking' ? 1 : 2;
}

function titleOf(phase: AskingPhase): string {
  switch (phase.kind) {
    case 'writing':
      return 'What would you like to know?';
    case 'checking':
      return 'This is what will be sent';
    case 'acting':
      return 'Your device is at work';
    case 'failed':
      return 'Not done yet';
    case 'done':
      return 'Done';
  }
}
