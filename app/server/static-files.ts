import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { createHash } from 'node:crypto';

/** One public file with what compression made of it at build time. */
export interface StaticFile {
  readonly type: string;
  readonly etag: string;
  /** Of the bytes before any compression. */
  readonly sha256: Buffer;
  readonly bytes: Buffer;
  readonly brotli: Buffer | null;
  readonly gzip: Buffer | null;
  /** Its name holds its hash: it never changes. */
  readonly immutable: boolean;
  /** A worker that makes or verifies proofs: such a response alone may compile WebAssembly. */
  readonly isProver: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.zkey': 'application/octet-stream',
};

/**
 * Reads every file below `folder` into memory, by path ("/assets/x.js"): what is not in the map does not exist, so no path can
 * lead outside, and a build that happens meanwhile changes nothing. Files whose type is not listed are not served.
 */
export function loadStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(names);
  const compressed = (name: string) => (known.has(name) ? readFileSync(name) : null);
  for (const name of names) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const path = `/${relative(folder, name).split(sep).join('/')}`;
    const bytes = readFileSync(name);
    const sha256 = createHash('sha256').update(bytes).digest();
    files.set(path, {
      type,
      etag: `"${sha256.toString('base64url').slice(0, 22)}"`,
      sha256,
      bytes,
      brotli: compressed(`${name}.br`),
      gzip: compressed(`${name}.gz`),
      immutable: path.startsWith('/assets/'),
      isProver: isProver(path),
    });
  }
  return files;
}

/** Whether the file of this path is a worker that makes or verifies proofs. */
export function isProver(path: string): boolean {
  return /^\/assets\/(?:prover|verifier)-worker-[\w-]+\.js$/.test(path);
}

export const assetCaching = 'public, max-age=31536000, immutable';
export const publicFileCaching = 'public, max-age=3600';
