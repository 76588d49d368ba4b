import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import {
  encodeUploadMessage,
  uploadMessageType,
  type UploadMessage,
} from '~/features/identified/roster/upload-message';
import { describeFailure } from '~/platform/logger';
import { requireRole } from './guards.server';
import { takeRosterUpload } from './roster-upload.server';

/** There is nothing to see here: the page with the form is one up. */
export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'administrator');
  return redirect('/in/admin/roster');
}

/** Takes a roster file from the page's script, and tells it how far it is while reading. */
export async function action(args: ActionFunctionArgs) {
  const { personNumber } = await requireRole(args, 'administrator');
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
    highWaterMark: 64,
  });
  const writer = writable.getWriter();
  // Whoever has gone away reads no progress; the upload itself is not stopped by that.
  const tell = (message: UploadMessage) =>
    writer.write(encoder.encode(encodeUploadMessage(message))).catch(() => undefined);
  const finish = async () => {
    await tell(await outcome(args, personNumber, (progress) => void tell(progress)));
    await writer.close().catch(() => undefined);
  };
  void finish();
  return new Response(readable, { headers: { 'Content-Type': uploadMessageType, 'Cache-Control': 'no-store' } });
}

/** How the upload ended. What fails on our side is logged here: the answer has begun, and the server sees no error. */
async function outcome(
  args: ActionFunctionArgs,
  uploadedBy: string,
  onProgress: (progress: UploadMessage) => void,
): Promise<UploadMessage> {
  try {
    const result = await takeRosterUpload(args, uploadedBy, onProgress);
    if ('uploadId' in result) return { phase: 'done', uploadId: result.uploadId };
    return { phase: 'refused', problem: result.problem };
  } catch (error) {
    args.context.log.error({ ...describeFailure(error), part: 'identified' }, 'roster upload failed');
    return { phase: 'refused', problem: 'Something failed on our side. Nothing was changed; please try again.' };
  }
}
