import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/*
 * A page that proves, built by Vite for production and served under the policies of protocol 4: no blob:, no unsafe-eval,
 * no shared memory; only the worker's own response may compile WebAssembly.
 */

const APP = fileURLToPath(new URL('../../app', import.meta.url));
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'";
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const SCRIPT = `
  import { createProver } from '${APP}/crypto/semaphore/prover-client';
  import { PROVING_FILES } from '${APP}/crypto/semaphore/proving-files';
  import { identityFromWords } from '${APP}/crypto/semaphore/key';
  import { possessionPath } from '${APP}/crypto/semaphore/possession';
  import { petitionScope, signMessage } from '${APP}/crypto/semaphore/statement';
  import { newWords } from '${APP}/crypto/words';
  Object.assign(globalThis, {
    proving: { createProver, PROVING_FILES, identityFromWords, newWords, possessionPath, petitionScope, signMessage },
  });
`;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface ProvingPage {
  /** Address of the page. */
  url: string;
  /** Every path that was asked for, in turn. */
  asked: string[];
  /** Answer this path with another file's bytes, or with null for 404. Null as path undoes it. */
  tamper: (path: RegExp | null, bytes?: Uint8Array | null) => void;
  close: () => Promise<void>;
}

/** Builds and serves the page. What it offers its tests stands in `globalThis.proving`. */
export async function serveProvingPage(): Promise<ProvingPage> {
  const folder = await mkdtemp(join(tmpdir(), 'proving-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Proving</title><script type="module" src="/page.ts"></script>'); // prettier-ignore
  await writeFile(join(folder, 'page.ts'), SCRIPT);
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    worker: { format: 'es' },
    build: { outDir: 'out', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  });
  const asked: string[] = [];
  let tampered: { path: RegExp; bytes: Uint8Array | null } | null = null;
  const respond = async (path: string, response: ServerResponse) => {
    asked.push(path);
    const replaced = tampered?.path.test(path) ? tampered.bytes : undefined;
    const bytes =
      replaced === undefined ? await read(join(folder, 'out', path === '/' ? 'index.html' : path)) : replaced;
    const policy = path.includes('prover-worker') ? WORKER_POLICY : PAGE_POLICY;
    response.writeHead(bytes ? 200 : 404, {
      'content-type': TYPES[path === '/' ? '.html' : extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    });
    response.end(bytes);
  };
  const server = createServer((request, response) => void respond(request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    tamper: (path, bytes = null) => {
      tampered = path && { path, bytes };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function read(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
