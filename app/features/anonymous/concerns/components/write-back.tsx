import { Send } from 'lucide-react';
import { useState } from 'react';
import { readHandlers } from '~/features/published/handlers/read-handlers';
import { Button } from '~/ui/button';
import { useLeaveGuard } from '~/ui/leave-guard';
import { Notice } from '~/ui/notice';
import { cleanedOf } from '../file-list';
import { openOutbox, type OutboxMessage } from '../outbox';
import type { RaisingStage } from '../raise-concern';
import { refusalOf, type Refusal } from '../raising-refusals';
import type { Receipt } from '../receipt';
import { UploadInterruptedError } from '../upload-chunks';
import { writeInConcern } from '../write-in-concern';
import { ChooseFiles } from './chosen-file-list';
import { HintedText } from './hinted-text';
import { RaisingProgress } from './raising-progress';
import { UnfinishedUpload } from './unfinished-uploads';
import { useChosenFiles, useConcernWorker } from './use-chosen-files';

interface WriteBackProps {
  readonly receipt: Receipt;
  readonly programme: string | null;
  readonly next: number;
  readonly notTo: readonly string[];
  readonly organisation: string;
  readonly today: () => string;
  readonly onReload: () => Promise<void>;
}

type Phase =
  | { readonly kind: 'writing'; readonly why: Refusal | null; readonly empty: boolean }
  | { readonly kind: 'working'; readonly stage: RaisingStage }
  | { readonly kind: 'interrupted'; readonly pending: OutboxMessage }
  | { readonly kind: 'sent' };

const mostLetters = 12_000;
const writing: Phase = { kind: 'writing', why: null, empty: false };

/** Writing on in one's own concern, with new files. */
export function WriteBack({ receipt, programme, next, notTo, organisation, today, onReload }: WriteBackProps) {
  const run = useConcernWorker();
  const chosen = useChosenFiles(run);
  const [text, setText] = useState('');
  const [phase, setPhase] = useState<Phase>(writing);
  const isCleaning = chosen.files.some(({ state }) => state.kind === 'cleaning');
  const files = cleanedOf(chosen.files);
  useLeaveGuard(phase.kind === 'working' || ((text.trim() !== '' || files.length > 0) && phase.kind !== 'sent'));

  async function send() {
    if (text.trim() === '' && files.length === 0) {
      setPhase({ kind: 'writing', why: null, empty: true });
      return;
    }
    const onStage = (stage: RaisingStage) => {
      setPhase({ kind: 'working', stage });
    };
    onStage({ kind: 'packing', share: 0 });
    try {
      const outbox = await openOutbox();
      try {
        await writeInConcern(
          { receipt, programme, next, text, files, notTo },
          { organisation, today, handlers: () => readHandlers(organisation), outbox, worker: { run }, onStage },
        );
      } finally {
        outbox.close();
      }
      await arrived();
    } catch (error) {
      setPhase(
        error instanceof UploadInterruptedError
          ? { kind: 'interrupted', pending: error.pending }
          : { kind: 'writing', why: refusalOf(error), empty: false },
      );
      // What was written meanwhile is shown, and the next number with it.
      if (hasCode(error, 'number-taken')) await onReload();
    }
  }

  async function arrived() {
    setText('');
    chosen.clear();
    setPhase({ kind: 'sent' });
    await onReload();
  }

  switch (phase.kind) {
    case 'working':
      return <RaisingProgress stage={phase.stage} />;
    case 'interrupted':
      return <UnfinishedUpload message={phase.pending} onSent={() => void arrived()} />;
    case 'sent':
      return (
        <Notice tone="success" live title="Sent">
          <p>It stands above.</p>
          <Button
            type="button"
            tone="secondary"
            small
            onClick={() => {
              setPhase(writing);
            }}
          >
            Write more
          </Button>
        </Notice>
      );
    case 'writing':
      return (
        <section className="stack" aria-labelledby="write-back">
          <h3 id="write-back">Write on</h3>
          <HintedText
            id="reply"
            label="Your message"
            hint="It is encrypted here, to the same handlers as before and to you."
            value={text}
            rows={5}
            maxLength={mostLetters}
            required
            errors={phase.empty ? ['Write something, or add a file.'] : undefined}
            onChange={setText}
          />
          <ChooseFiles chosen={chosen} id="reply-files" />
          {phase.why && (
            <Notice tone="error" title={phase.why.title}>
              <p>{phase.why.text}</p>
            </Notice>
          )}
          <div>
            <Button type="button" icon={<Send aria-hidden="true" />} disabled={isCleaning} onClick={() => void send()}>
              {isCleaning ? 'Cleaning a file …' : 'Encrypt and send'}
            </Button>
          </div>
        </section>
      );
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
