import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { plural } from '~/ui/count';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { ProgressBar } from '~/ui/progress-bar';
import { sendRoster, type SendProgress } from './send-roster';

export interface RosterUploadFormProps {
  /** Why the last file was refused, where the page was made without a script. */
  problem: string | undefined;
  /** Where a script sends the file, to be told how far it is. */
  progressUrl: string;
  /** Called once the file is read, with the upload's id. */
  onDone: (uploadId: string) => void;
}

/** Chooses a roster file and sends it: as a plain form, or with real progress where scripts run. */
export function RosterUploadForm({ problem, progressUrl, onDone }: RosterUploadFormProps) {
  const [progress, setProgress] = useState<SendProgress | null>(null);
  const isBusy = progress !== null && progress.phase !== 'refused';
  const refusal = progress?.phase === 'refused' ? progress.problem : progress === null ? problem : undefined;

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isBusy) return;
    setProgress({ phase: 'sending', share: 0 });
    sendRoster(progressUrl, new FormData(event.currentTarget), (next) => {
      setProgress(next);
      if (next.phase === 'done') onDone(next.uploadId);
    });
  }

  return (
    <form method="post" encType="multipart/form-data" onSubmit={send}>
      <div className="stack">
        <FormErrors problems={refusal ? [{ fieldId: 'roster', message: refusal }] : []} />
        <Field
          kind="file"
          label="Roster file"
          name="roster"
          required
          accept=".csv,.tsv,.txt,text/csv"
          errors={refusal ? [refusal] : undefined}
          hint="CSV in UTF-8, as your HR system exports it, with everybody who works here. Nothing changes before you have seen what would."
        />
        {isBusy && <UploadProgress progress={progress} />}
        <Button disabled={isBusy}>Show what would change</Button>
      </div>
    </form>
  );
}

function UploadProgress({ progress }: { progress: Exclude<SendProgress, { phase: 'refused' }> }) {
  switch (progress.phase) {
    case 'sending':
      return <ProgressBar label="Sending the file" value={progress.share} detail={percent(progress.share)} />;
    case 'reading':
      return <ProgressBar label="Reading the file" value={null} detail={plural(progress.rows, 'row')} />;
    default:
      return <ProgressBar label="Comparing it with the roster" value={null} />;
  }
}

function percent(share: number | null): string | undefined {
  return share === null ? undefined : `${String(Math.floor(share * 100))} %`;
}
