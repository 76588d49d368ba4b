import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/*
 * Programs for machines of others: witness, auditor, signer. Each becomes one file that needs Node and nothing else, and the house
 * serves it below /client-tools/, beside what browsers load.
 */

/** @type {Readonly<Record<string, string>>} name -> source */
const tools = {
  audit: 'app/commands/audit.ts',
  sign: 'app/commands/sign.ts',
  witness: 'app/commands/witness.ts',
};

export const toolsFolder = 'build/client/client-tools';

const banner = `#!/usr/bin/env node
// Round Robin, AGPL-3.0-or-later. Bundled from its source; the packages in it keep their own licences.`;

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Builds them all, into a folder that may hold others. */
export async function buildTools() {
  for (const [name, source] of Object.entries(tools)) {
    await build({
      configFile: false,
      root: at('.'),
      logLevel: 'error',
      publicDir: false,
      resolve: { alias: { '~db': at('db'), '~': at('app') } },
      ssr: { noExternal: true },
      build: {
        ssr: at(source),
        target: 'node20',
        outDir: at(toolsFolder),
        emptyOutDir: false,
        minify: false,
        rollupOptions: {
          output: { format: 'es', entryFileNames: `${name}.mjs`, inlineDynamicImports: true, banner },
        },
      },
    });
  }
}
