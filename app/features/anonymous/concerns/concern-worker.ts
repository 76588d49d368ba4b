import { cleanFile } from './cleaning/clean-file';
import type { ConcernWork, FileToOpen, WorkAnswer, WorkKind, WorkRequest } from './concern-worker-messages';
import { openFile } from './open-file';
import { openOutbox } from './outbox';
import { packMessage, type PackedMessage } from './pack-message';
import { receiptOf } from './receipt';
import { signRequest } from './signed-request';
import { fetchUnseen } from './unseen-request';

/*
 * The heavy work of a concern off the page's thread: cleaning, encrypting and decrypting files. Its policy is that of any
 * file of ours; it needs no WebAssembly.
 */

const chunkPath = '/unseen/concerns/chunk';

type Report = (share: number) => void;

async function open(file: FileToOpen, report: Report): Promise<Blob> {
  const { organisation, day, entropy, number } = file;
  const { identity, signing } = await receiptOf(entropy);
  const fetchChunk = (hash: string) =>
    fetchUnseen(chunkPath, signRequest(signing, { organisation, path: chunkPath, request: { day, number, hash } }));
  return openFile(file, { identity }, fetchChunk, report);
}

async function pack({ id, message }: ConcernWork['pack']['ask'], report: Report): Promise<PackedMessage> {
  const outbox = await openOutbox();
  try {
    return await packMessage(message, (hash, chunk) => outbox.keepChunk(id, hash, chunk), report);
  } finally {
    outbox.close();
  }
}

function workOn(request: WorkRequest, report: Report): Promise<ConcernWork[WorkKind]['give']> {
  switch (request.kind) {
    case 'clean':
      return cleanFile(request.ask.file, request.ask);
    case 'pack':
      return pack(request.ask, report);
    case 'open':
      return open(request.ask, report);
  }
}

self.onmessage = async ({ data }: MessageEvent<WorkRequest>) => {
  const { task } = data;
  const answer = (message: WorkAnswer) => {
    self.postMessage(message);
  };
  try {
    const give = await workOn(data, (share) => {
      answer({ task, kind: 'share', share });
    });
    answer({ task, kind: 'done', give });
  } catch (error) {
    answer({ task, kind: 'failed', code: codeOf(error) });
  }
};

function codeOf(error: unknown): string {
  if (error instanceof DOMException) return 'unreadable-file';
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'worker-failed';
}
