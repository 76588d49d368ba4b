import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/*
 * Runs one of our TypeScript programs without a build, for tools of those who work on the house:
 *
 *   node app/commands/run-typescript.mjs FILE [ARGUMENT …]
 */
/** @param {string} path */
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: node app/commands/run-typescript.mjs FILE [ARGUMENT …]\n');
  process.exit(2);
}
process.argv.splice(1, Infinity, resolve(file), ...rest);
await runnerImport(resolve(file), {
  root: at('.'),
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '~db': at('db'), '~tests': at('tests'), '~': at('app') } },
});
