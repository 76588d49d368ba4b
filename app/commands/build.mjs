import { rm, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { digestOfInputs, inputsFile } from './build-inputs.mjs';
import { buildTools } from './build-tools.mjs';
import { writeIntegrityMap } from './integrity-map.mjs';

/*
 * `npm run build`: the browser's files, the server with its programs, and compressed copies of what browsers load.
 */

const compressible = new Set([
  '.css',
  '.html',
  '.js',
  '.json',
  '.mjs',
  '.svg',
  '.txt',
  '.wasm',
  '.webmanifest',
  '.zkey',
]);
const smallest = 1024;

process.env.NODE_ENV = 'production';
const digest = digestOfInputs();
await rm(inputsFile, { force: true });
await build({ configFile: 'vite.config.ts', mode: 'production', logLevel: 'error' });
await build({ configFile: 'vite.server.config.ts', mode: 'production', logLevel: 'error', build: { ssr: true } });
await buildTools();
await rm('build/client/.vite', { recursive: true, force: true });
await writeIntegrityMap('build/client/assets');
await compressAll('build/client');
await rm('build/server/.vite', { recursive: true, force: true });
await writeFile(inputsFile, digest);

/** @param {string} folder */
async function compressAll(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && compressible.has(extname(entry.name)));
  await Promise.all(files.map((entry) => compress(join(entry.parentPath, entry.name))));
}

/** @param {string} file */
async function compress(file) {
  const bytes = await readFile(file);
  if (bytes.length < smallest) return;
  // Large files are numbers rather than text: the last step of quality costs ten times the time for nothing.
  const quality = bytes.length > 500_000 ? 9 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const brotli = await promisify(brotliCompress)(bytes, { params });
  const gzipped = await promisify(gzip)(bytes, { level: 9 });
  if (brotli.length < bytes.length) await writeFile(`${file}.br`, brotli);
  if (gzipped.length < bytes.length) await writeFile(`${file}.gz`, gzipped);
}
