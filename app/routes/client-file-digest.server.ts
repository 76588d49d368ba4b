import type { AppLoadContext } from '@remix-run/node';

/** SHA-256 of a file for browsers as this process serves it, in hex; null where there is no such file. */
export function clientFileDigest({ client }: AppLoadContext, path: string): string | null {
  const integrity = client.integrityOf(path);
  return integrity === undefined ? null : Buffer.from(integrity.replace('sha256-', ''), 'base64').toString('hex');
}
