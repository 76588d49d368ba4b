import { openFile } from '../concerns/open-file';
import type { Desk } from './desk';
import type { DeskConcern, DeskMessage } from './desk-concern';
import { partName } from './grant';
import { fetchChunk } from './handling-client';

/**
 * Fetches and decrypts a file of a message, chunk by chunk. It is whatever its sender made of it: nothing here says that it
 * is harmless.
 * @param part from 1
 * @throws UnseenError, AgeError `not-for-this-key`, OpenFileError, PartError
 */
export async function readFile(
  { session }: Desk,
  { key: concern, granted }: DeskConcern,
  { number, parts, text }: DeskMessage,
  part: number,
  onShare: (share: number) => void,
): Promise<Blob> {
  const listed = text.kind === 'open' ? text.content.files.find((file) => file.part === part) : undefined;
  const chunks = parts[part]?.chunks;
  if (!listed || !chunks) throw new RangeError('The message has no such file');
  const fileKey = granted.get(partName(number, part));
  return openFile(
    { listed, chunks },
    fileKey ? { fileKey } : { identity: session.keys.identity },
    (hash) => fetchChunk(session, { concern, number, hash }),
    onShare,
  );
}
