import { lastUploadMessage, type UploadMessage } from '../upload-message';

/** How far an upload is: the browser's share of what was sent, then what the server says. */
export type SendProgress = { readonly phase: 'sending'; readonly share: number | null } | UploadMessage;

const lost = 'The connection was lost before the file had arrived whole. Nothing was changed; please try again.';
const tooLarge = 'The file is too large. Please leave out columns that are not needed.';
const unreadable = 'The answer could not be read. Perhaps your session has ended: please load this page again.';

/**
 * Sends a form with a file, telling how far it is; ends with `done` or `refused`. An XMLHttpRequest, because fetch does
 * not tell how much it has sent.
 */
export function sendRoster(url: string, form: FormData, onProgress: (progress: SendProgress) => void): void {
  const request = new XMLHttpRequest();
  const refuse = (problem: string) => {
    onProgress({ phase: 'refused', problem });
  };
  request.open('POST', url);
  request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
    onProgress({ phase: 'sending', share: lengthComputable ? loaded / total : null });
  };
  request.onprogress = () => {
    const message = lastUploadMessage(request.responseText);
    if (message?.phase === 'reading' || message?.phase === 'comparing') onProgress(message);
  };
  request.onload = () => {
    const message = lastUploadMessage(request.responseText);
    if (request.status === 413) refuse(tooLarge);
    else if (message?.phase === 'done' || message?.phase === 'refused') onProgress(message);
    else refuse(unreadable);
  };
  request.onerror = () => {
    refuse(lost);
  };
  request.send(form);
}
