import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const ours = (folder: string) => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

/** Bundles one module of ours as the server's build does, since threads do not read TypeScript. */
export async function bundleThread(entry: URL): Promise<{ url: URL; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'thread-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    resolve: { alias: { '~db': ours('db'), '~': ours('app') } },
    build: {
      ssr: fileURLToPath(entry),
      outDir: folder,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'thread.mjs' } },
    },
  });
  return {
    url: pathToFileURL(join(folder, 'thread.mjs')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The verification thread, bundled. */
export function bundleVerificationThread(): Promise<{ url: URL; remove: () => Promise<void> }> {
  return bundleThread(new URL('../../app/crypto/semaphore/verification-thread.ts', import.meta.url));
}
