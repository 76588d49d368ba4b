import { fileURLToPath } from 'node:url';
import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig, type Plugin } from 'vite';
import remixConfig from './remix.config.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * A package in CommonJS that devices share between pages. Bundled as such it runs when it is loaded, and which chunk it went to
 * differed from one build to the next with the order in which files happened to be read; as a module it goes where it is used.
 */
const canonicalizeAsModule: Plugin = {
  name: 'canonicalize-as-module',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/node_modules\/canonicalize\/lib\/canonicalize\.js$/.test(id)) return null;
    const module = code.replace(/^module\.exports = function /m, 'export default function ');
    if (module === code) throw new Error('canonicalize is written otherwise than it was');
    return { code: module, map: null };
  },
};

export default defineConfig({
  plugins: [canonicalizeAsModule, remix(remixConfig)],
  resolve: { alias: { '~db': at('db'), '~': at('app') } },
  // Provers are module workers: a classic worker could not import, and a blob: worker is against the policy.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // An inlined asset is a data: URL, which `font-src 'self'` and `img-src 'self'` refuse.
    assetsInlineLimit: 0,
  },
});
