import { fileURLToPath } from 'node:url';
import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [remix(remixConfig)],
  resolve: { alias: { '~db': at('db'), '~': at('app') } },
  // Provers are module workers: a classic worker could not import, and a blob: worker is against the policy.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // An inlined asset is a data: URL, which `font-src 'self'` and `img-src 'self'` refuse.
    assetsInlineLimit: 0,
  },
});
