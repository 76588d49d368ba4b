import { Download, Eye, FileLock2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, ButtonLink } from '~/ui/button';
import { ProgressBar } from '~/ui/progress-bar';
import { sizeInWords } from '../file-list';
import type { SealedFile } from '../open-file';
import { refusalOf } from '../raising-refusals';
import type { Receipt } from '../receipt';
import { CleanedPicture } from './cleaned-picture';
import { useConcernWorker } from './use-chosen-files';

interface MessageFileProps {
  readonly file: SealedFile;
  readonly number: number;
  readonly receipt: Receipt;
  readonly organisation: string;
  readonly today: () => string;
}

type Phase =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening'; readonly share: number }
  | { readonly kind: 'open'; readonly bytes: Blob }
  | { readonly kind: 'failed'; readonly why: string };

/** Pictures larger than this are saved rather than shown: decoding them takes much memory. */
const mostShownBytes = 40_000_000;

/** A file of a message: fetched and decrypted when asked for, shown only on a further click. */
export function MessageFile({ file, number, receipt, organisation, today }: MessageFileProps) {
  const run = useConcernWorker();
  const [phase, setPhase] = useState<Phase>({ kind: 'closed' });
  const { name, size, mediaType } = file.listed;

  async function open() {
    setPhase({ kind: 'opening', share: 0 });
    try {
      const ask = { ...file, number, organisation, day: today(), entropy: receipt.entropy };
      const bytes = await run('open', ask, (share) => {
        setPhase({ kind: 'opening', share });
      });
      setPhase({ kind: 'open', bytes });
    } catch (error) {
      setPhase({ kind: 'failed', why: refusalOf(error).title });
    }
  }

  return (
    <li className="sealed-file">
      <span className="sealed-file__name">
        <FileLock2 aria-hidden="true" /> {name} <span className="soft small">{sizeInWords(size)}</span>
      </span>
      {phase.kind === 'closed' && (
        <Button type="button" tone="secondary" small onClick={() => void open()}>
          Decrypt<span className="visually-hidden"> {name}</span>
        </Button>
      )}
      {phase.kind === 'opening' && <ProgressBar label={`Fetching and decrypting ${name}`} value={phase.share} />}
      {phase.kind === 'failed' && (
        <span role="alert">
          {phase.why}.{' '}
          <Button type="button" tone="quiet" small onClick={() => void open()}>
            Try again
          </Button>
        </span>
      )}
      {phase.kind === 'open' && (
        <OpenFile
          bytes={phase.bytes}
          name={`file-${String(number)}-${String(file.listed.part)}${endingOf(name)}`}
          picture={mediaType.startsWith('image/') && size <= mostShownBytes ? name : null}
        />
      )}
    </li>
  );
}

function OpenFile({ bytes, name, picture }: { bytes: Blob; name: string; picture: string | null }) {
  const [address, setAddress] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes]);
  return (
    <div className="stack stack--tight">
      <div className="cluster">
        {address && (
          <ButtonLink to={address} download={name} tone="secondary" small icon={<Download aria-hidden="true" />}>
            Save {name}
          </ButtonLink>
        )}
        {picture && !shown && (
          <Button
            type="button"
            tone="quiet"
            small
            icon={<Eye aria-hidden="true" />}
            onClick={() => {
              setShown(true);
            }}
          >
            Show it here
          </Button>
        )}
      </div>
      <span className="small soft">A saved file stays on this device, readable, until you delete it.</span>
      {picture && shown && <CleanedPicture bytes={bytes} side={640} label={picture} />}
    </div>
  );
}

/** Only an ending of letters and figures: names come from whoever wrote. */
function endingOf(name: string): string {
  return /\.[a-z0-9]{1,5}$/i.exec(name)?.[0].toLowerCase() ?? '';
}
