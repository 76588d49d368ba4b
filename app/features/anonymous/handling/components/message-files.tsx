import { Download, Eye, File } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { ProgressBar } from '~/ui/progress-bar';
import { CleanedPicture } from '../../concerns/components/cleaned-picture';
import { sizeInWords } from '../../concerns/file-list';
import type { DeskConcern, DeskMessage } from '../desk-concern';
import { readFile } from '../read-file';
import { useDesk } from './desk-context';
import { saveAs } from './save-as';
import { Refused, useAct } from './use-act';

interface MessageFilesProps {
  readonly concern: DeskConcern;
  readonly message: DeskMessage;
}

/** The files of a message. Nothing of them is fetched, and no picture shown, before somebody asks. */
export function MessageFiles({ concern, message }: MessageFilesProps) {
  const files = message.text.kind === 'open' ? message.text.content.files : [];
  if (files.length === 0) return null;
  return (
    <div className="message-files">
      <p className="small soft">
        Files come from somebody you do not know. Open them on a device that can stand it, and trust none of them.
      </p>
      <ul>
        {files.map((file) => (
          <li key={file.part}>
            <MessageFile concern={concern} message={message} file={file} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type Listed = { readonly part: number; readonly name: string; readonly mediaType: string; readonly size: number };

/** In CSS pixels. It is drawn from its pixels: whatever else it carries reaches neither the page nor its policy. */
const shownSide = 720;
const picture = /^image\/(?:jpeg|png|webp|gif)$/;

function MessageFile({ concern, message, file }: MessageFilesProps & { file: Listed }) {
  const { desk } = useDesk();
  const act = useAct();
  const [share, setShare] = useState(0);
  const [shown, setShown] = useState<Blob | null>(null);

  async function fetched(use: (blob: Blob) => void | Promise<void>) {
    setShare(0);
    await act.run(async () => {
      await use(await readFile(desk, concern, message, file.part, setShare));
    });
  }

  return (
    <div className="message-file">
      <div className="message-file__row">
        <File aria-hidden="true" />
        <span className="message-file__name">{file.name}</span>
        <span className="soft">{sizeInWords(file.size)}</span>
        <span className="message-file__acts no-print">
          {picture.test(file.mediaType) && !shown && (
            <Button
              type="button"
              tone="quiet"
              small
              icon={<Eye aria-hidden="true" />}
              disabled={act.busy}
              onClick={() => void fetched(setShown)}
            >
              Show <span className="visually-hidden">{file.name}</span>
            </Button>
          )}
          <Button
            type="button"
            tone="secondary"
            small
            icon={<Download aria-hidden="true" />}
            disabled={act.busy}
            onClick={() =>
              void fetched((blob) => {
                saveAs(blob, file.name);
              })
            }
          >
            Save <span className="visually-hidden">{file.name}</span>
          </Button>
        </span>
      </div>
      {act.busy && <ProgressBar label="Fetching it and decrypting it here" value={share} />}
      <Refused act={act} />
      {shown && <CleanedPicture bytes={shown} side={shownSide} label={`Picture: ${file.name}`} />}
    </div>
  );
}
