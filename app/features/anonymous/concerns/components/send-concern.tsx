import type { ReactNode } from 'react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Raised } from './raised';
import { RaisingProgress } from './raising-progress';
import { UnfinishedUpload } from './unfinished-uploads';
import type { SendingPhase, useRaising } from './use-raising';

interface SendConcernProps {
  readonly raising: ReturnType<typeof useRaising>;
  readonly ready: boolean;
  readonly acknowledgeBy: ReactNode;
  readonly answerBy: ReactNode;
  readonly onSend: () => void;
  readonly onBack: () => void;
}

/** The last step: one button, then progress, then what came of it. */
export function SendConcern({ raising, ready, acknowledgeBy, answerBy, onSend, onBack }: SendConcernProps) {
  const { phase } = raising;
  switch (phase.kind) {
    case 'not-begun':
      return (
        <div className="stack">
          <p>It is encrypted and proved here, which takes a few seconds, longer with large files. Then it is sent.</p>
          <Button type="button" wide disabled={!ready} onClick={onSend}>
            {ready ? 'Send it to the handlers' : 'Getting ready …'}
          </Button>
          <div>
            <Button type="button" tone="quiet" onClick={onBack}>
              Back
            </Button>
          </div>
        </div>
      );
    case 'working':
      return <RaisingProgress stage={phase.stage} />;
    case 'done':
      return <Raised acknowledgeBy={acknowledgeBy} answerBy={answerBy} proof={phase.proof} />;
    case 'interrupted':
      return (
        <div className="stack">
          <p>Your words hold already: they open the conversation as soon as all of it has arrived.</p>
          <UnfinishedUpload message={phase.pending} onSent={(sent) => void raising.finish(sent)} />
        </div>
      );
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
              Back to what I wrote
            </Button>
          </div>
        </Notice>
      );
  }
}

/** What is going on, as the heading of the last step. */
export function sendingTitle(phase: SendingPhase['kind']): string {
  switch (phase) {
    case 'not-begun':
      return 'Everything is ready';
    case 'working':
      return 'Your device is at work';
    case 'done':
      return 'Done';
    case 'interrupted':
    case 'failed':
      return 'Not done yet';
  }
}
