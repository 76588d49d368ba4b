import { CleaningError } from './cleaning';

/** @throws CleaningError 'unreadable-file' where the file has changed or gone since it was chosen */
export async function readBytes(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new CleaningError('unreadable-file');
  }
}
