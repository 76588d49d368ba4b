import { fileDigest, toHex } from '~/crypto/hash';
import { TreeError } from '~/crypto/semaphore/tree';
import type { AuditSource } from './source';

/** A file that is what its name says. @throws SourceError, TreeError for one that is not */
export async function readRegisterFile(source: AuditSource, name: string): Promise<Uint8Array> {
  const bytes = await source.get(`/register-files/${name}`);
  const digest = await fileDigest(bytes);
  if (toHex(digest) !== name) {
    throw new TreeError('wrong-tile', `the file ${name} is not what its name says: ${toHex(digest)}`);
  }
  return bytes;
}
