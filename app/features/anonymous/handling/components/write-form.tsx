import { Send } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { ChooseFiles } from '../../concerns/components/chosen-file-list';
import { useChosenFiles, useConcernWorker } from '../../concerns/components/use-chosen-files';
import { cleanedOf } from '../../concerns/file-list';
import type { DeskConcern } from '../desk-concern';
import { replyToOf } from '../desk-concern';
import { refusalWords, replyTemplates } from '../handling-words';
import { sendMessage, type SendingStage } from '../send-message';
import { useDesk } from './desk-context';
import { Refused, useAct } from './use-act';

const longest = 20_000;

const stageWords: Readonly<Record<SendingStage, string>> = {
  packing: 'Encrypting it on this device',
  sending: 'Sending it',
};

/** Writing to the reporter, or a note that only handlers get. */
export function WriteForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const run = useConcernWorker();
  const chosen = useChosenFiles(run);
  const answerable = replyToOf(concern).length === 1;
  const [audience, setAudience] = useState<'all' | 'handlers'>(answerable ? 'all' : 'handlers');
  const [text, setText] = useState('');
  /** Makes the field anew where a template takes its place. */
  const [filled, setFilled] = useState(0);
  const [progress, setProgress] = useState<{ stage: SendingStage; share: number } | null>(null);
  const [sent, setSent] = useState(false);
  if (concern.closedFor === 'rubbish') return null;

  const fill = (words: string) => {
    setText(words);
    setFilled(filled + 1);
  };
  const files = cleanedOf(chosen.files);
  const isCleaning = chosen.files.some(({ state }) => state.kind === 'cleaning');
  const isEmpty = text.trim() === '' && files.length === 0;
  async function send(event: FormEvent) {
    event.preventDefault();
    if (isEmpty || isCleaning) return;
    setSent(false);
    const isSent = await act.run(() =>
      sendMessage(
        desk,
        concern,
        { audience, text: text.trim(), files },
        {
          run,
          onProgress: (stage, share) => {
            setProgress({ stage, share });
          },
        },
      ),
    );
    setProgress(null);
    if (!isSent) return;
    fill('');
    chosen.clear();
    setSent(true);
  }

  return (
    <form className="write-form no-print" onSubmit={(event) => void send(event)} aria-label="Write">
      <RadioCards
        legend="Write"
        name="audience"
        defaultValue={audience}
        choices={[
          {
            value: 'all',
            label: 'To the reporter',
            hint: answerable
              ? 'They read it with their words. All handlers of this concern can read it too.'
              : refusalWords('no-reply-address').text,
            disabled: !answerable,
          },
          {
            value: 'handlers',
            label: 'A note among handlers',
            hint: 'Encrypted to the handlers of this concern; the reporter never gets it.',
          },
        ]}
        onChange={(value) => {
          setAudience(value === 'handlers' ? 'handlers' : 'all');
        }}
      />
      {audience === 'all' && (
        <div className="cluster">
          <span className="small soft">Begin with:</span>
          {replyTemplates.map((template) => (
            <Button key={template.name} type="button" tone="quiet" small onClick={() => fill(template.text)}>
              {template.name}
            </Button>
          ))}
        </div>
      )}
      <Field
        key={filled}
        label={audience === 'all' ? 'Your reply' : 'Your note'}
        name="message"
        kind="textarea"
        look="prose"
        rows={6}
        maxLength={longest}
        autoComplete="off"
        defaultValue={text}
        onChange={setText}
      />
      <ChooseFiles chosen={chosen} id="message-files" />
      {progress && <ProgressBar label={stageWords[progress.stage]} value={progress.share} />}
      <Refused act={act} />
      {sent && !act.busy && <Notice tone="success" live title="Sent" />}
      <div className="form-actions">
        <Button icon={<Send aria-hidden="true" />} disabled={act.busy || isEmpty || isCleaning}>
          {act.busy ? 'Sending …' : audience === 'all' ? 'Send to the reporter' : 'Keep the note'}
        </Button>
      </div>
    </form>
  );
}
