import { FileText, Trash2 } from 'lucide-react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Field } from '~/ui/field';
import { refusalWords } from '../cleaning/cleaning-words';
import { fileProblemWords, mostFiles, sizeInWords, type ChosenFile } from '../file-list';
import { CleanedPicture } from './cleaned-picture';
import type { ChosenFiles } from './use-chosen-files';

/** Choosing files, and for each what was taken out of it, or why it cannot go and what to do instead. */
export function ChooseFiles({ chosen, id, errors }: { chosen: ChosenFiles; id: string; errors?: readonly string[] }) {
  return (
    <div className="stack">
      <Field
        id={id}
        name={id}
        kind="file"
        label="Add files"
        multiple
        hint={`Up to ${String(mostFiles)} pictures (JPEG, PNG, WebP, GIF) and plain texts, 100 MB each. They are cleaned here, on your device.`}
        errors={errors}
        onFiles={chosen.add}
      />
      {chosen.problem && <Notice tone="warn" live title={fileProblemWords[chosen.problem]} />}
      {chosen.files.length > 0 && (
        <ul className="chosen-files" aria-label="Files">
          {chosen.files.map((file) => (
            <li key={file.number}>
              <OneFile file={file} />
              <Button
                type="button"
                tone="quiet"
                small
                icon={<Trash2 aria-hidden="true" />}
                onClick={() => {
                  chosen.remove(file.number);
                }}
              >
                Remove<span className="visually-hidden"> {file.ownName}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OneFile({ file }: { file: ChosenFile }) {
  const { state, ownName, size } = file;
  switch (state.kind) {
    case 'cleaning':
      return (
        <p className="chosen-files__state" role="status">
          Cleaning {ownName} …
        </p>
      );
    case 'failed':
      return <Refusal name={ownName} reason="Something went wrong while cleaning it." advice="Choose it again." />;
    case 'refused':
      return <Refusal name={ownName} {...refusalWords[state.reason]} />;
    case 'cleaned':
      return (
        <div className="chosen-files__clean">
          {state.mediaType.startsWith('image/') ? (
            <CleanedPicture bytes={state.bytes} side={112} label={`${state.name}, as it will be sent`} />
          ) : (
            <FileText aria-hidden="true" className="chosen-files__icon" />
          )}
          <div>
            <p className="chosen-files__name">
              {state.name} <span className="soft small">{sizeInWords(state.bytes.size)}</span>
            </p>
            <p className="small soft">
              On your device: {ownName}, {sizeInWords(size)}
            </p>
            <p className="small">
              <strong>Taken out:</strong> {state.report.map(({ words }) => words).join(' · ')}
            </p>
            {state.kept.map((words) => (
              <p className="small" key={words}>
                {words}
              </p>
            ))}
          </div>
        </div>
      );
  }
}

function Refusal({ name, reason, advice }: { name: string; reason: string; advice: string }) {
  return (
    <Notice tone="warn" live title={`${name} is not sent`}>
      <p>
        {reason} {advice}
      </p>
    </Notice>
  );
}
