import { clientManifestDigest, encodeClientManifest } from '~/crypto/client-manifest';
import type { StaticFile } from './static-files';

/** What this process serves to browsers, as anybody can check it (protocol 15). */
export interface ServedClient {
  /** Every file with its digest. */
  readonly manifest: string;
  /** Hex of the SHA-256 of the manifest: the release, as the ledger names it. */
  readonly digest: string;
  /** Path of the script that tells browsers what later modules must be; null in a build without one. */
  readonly integrityScript: string | null;
  /** What a browser is told to hold a file to, "sha256-…"; undefined for what is no file of the client. */
  readonly integrityOf: (path: string) => string | undefined;
}

/** Describes the files as they lie in memory, which is how they are served until this process ends. */
export function describeClient(files: ReadonlyMap<string, StaticFile>): ServedClient {
  const digests = [...files].map(([path, { sha256 }]) => [path, sha256.toString('hex')] as const);
  const manifest = encodeClientManifest(Object.fromEntries(digests));
  return {
    manifest,
    digest: clientManifestDigest(manifest),
    integrityScript: [...files.keys()].find((path) => /^\/assets\/integrity-[0-9a-f]{8}\.js$/.test(path)) ?? null,
    integrityOf(path) {
      const file = files.get(path);
      return file && `sha256-${file.sha256.toString('base64')}`;
    },
  };
}
