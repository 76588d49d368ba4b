import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

/*
 * A page can say which bytes a module must have, for those that it starts itself. For those that modules load later, an import
 * map says it, which has to stand in the page before the first of them: this writes a script that puts it there. A file, since it
 * is as long as a page and the same for all of them.
 */

/** Writes `<assets>/integrity-<hash>.js` over every module in the folder. @param {string} assets */
export async function writeIntegrityMap(assets) {
  const names = (await readdir(assets)).filter((name) => name.endsWith('.js')).sort();
  const integrity = Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const bytes = await readFile(`${assets}/${name}`);
        return [`/assets/${name}`, `sha256-${createHash('sha256').update(bytes).digest('base64')}`];
      }),
    ),
  );
  const script = scriptOf(JSON.stringify({ integrity }));
  const hash = createHash('sha256').update(script).digest('hex').slice(0, 8);
  await writeFile(`${assets}/integrity-${hash}.js`, script);
}

/**
 * The map counts from when it enters the document. Both elements then go: React finds the document as it was drawn.
 * @param {string} map
 */
function scriptOf(map) {
  return [
    '(() => {',
    'const script = document.currentScript;',
    "const map = document.createElement('script');",
    "map.type = 'importmap';",
    'map.nonce = script.nonce;',
    `map.textContent = ${JSON.stringify(map)};`,
    'script.after(map);',
    'map.remove();',
    'script.remove();',
    '})();',
    '',
  ].join('\n');
}
