import { maxUploadBytes, RosterError } from '~/features/identified/roster/roster';
import { stageRoster, type StageProgress } from '~/features/identified/roster/stage-roster.server';
import { MultipartError, receiveFile } from '~/platform/multipart';
import { identifiedWing, type GuardArgs } from './guards.server';

/** Reads the roster file of a form into the database while it arrives. @returns the upload's id, or what was wrong */
export async function takeRosterUpload(
  { request, context }: GuardArgs,
  uploadedBy: string,
  onProgress?: (progress: StageProgress) => void,
): Promise<{ readonly uploadId: string } | { readonly problem: string; readonly status: number }> {
  const { clock, settings } = context;
  const deps = { db: identifiedWing(context).db, clock, settings };
  try {
    const uploadId = await receiveFile(request, { field: 'roster', maxBytes: maxUploadBytes }, (bytes) =>
      stageRoster(deps, { bytes, uploadedBy, ...(onProgress ? { onProgress } : {}) }),
    );
    return { uploadId };
  } catch (error) {
    if (error instanceof RosterError) return { problem: error.message, status: 422 };
    if (error instanceof MultipartError) return uploadProblems[error.code];
    throw error;
  }
}

const uploadProblems: Readonly<Record<MultipartError['code'], { readonly problem: string; readonly status: number }>> =
  {
    'not-a-form': { problem: 'That was not a file from this form. Please choose it once more.', status: 400 },
    'no-file': { problem: 'Please choose a file.', status: 400 },
    'too-large': { problem: 'The file is too large. Please leave out columns that are not needed.', status: 413 },
    interrupted: { problem: 'The file did not arrive whole. Nothing was changed; please try again.', status: 400 },
  };
