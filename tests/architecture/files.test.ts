import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const sources = ['app', 'db', 'tests'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules')),
);

const lines = (file: string) => readFileSync(file, 'utf8').split('\n').length;

test('no folder is a drawer for everything', () => {
  const folders = new Set(sources.flatMap((file) => dirname(file).split('/')));
  const drawers = ['utils', 'util', 'misc', 'helpers', 'helper', 'common', 'lib', 'libs', 'shared', 'core', 'services'];
  expect(drawers.filter((name) => folders.has(name))).toEqual([]);
  expect(sources.filter((file) => /^(?:utils?|helpers?|misc|common)\./.test(basename(file)))).toEqual([]);
});

test('a file can be read in one sitting', () => {
  // The schemas say of every column what it is for: they are read like a table.
  const long = sources.filter((file) => !/^db\/schema\//.test(file) && !file.endsWith('.test.ts') && lines(file) > 320);
  expect(long).toEqual([]);
});

test('a route is thin', () => {
  // Pages that are nothing but words may be as long as the words are.
  const words = /^app\/routes\/(?:safety|promise|help)\.tsx$/;
  const thick = sources.filter((file) => file.startsWith('app/routes/') && !words.test(file) && lines(file) > 160);
  expect(thick).toEqual([]);
});

test('nothing sets an inline style, which the policy refuses', () => {
  const styled = sources.filter((file) => file.endsWith('.tsx') && !file.startsWith('tests/'));
  const found = styled.filter((file) =>
    /\sstyle=|dangerouslySetInnerHTML|setAttribute\('style'/.test(readFileSync(file, 'utf8')),
  );
  expect(found).toEqual([]);
});

test('nothing is loaded from another host', () => {
  const shown = sources.filter((file) => /^app\/(?:routes|ui|styles|features|root|entry)/.test(file));
  const foreign = /(?:src|href)=["']https?:|url\(["']?(?:https?:)?\/\/|@import\s+["'](?:https?:)?\/\//;
  expect(shown.filter((file) => foreign.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('nobody is talked out of a check without a reason', () => {
  const code = sources.filter(
    (file) => /\.tsx?$/.test(file) && file !== join('tests', 'architecture', 'files.test.ts'),
  );
  const found = code.filter((file) =>
    /@ts-(?:ignore|nocheck|expect-error)|eslint-disable(?!-next-line [\w@/-]+ -- \w)/.test(readFileSync(file, 'utf8')),
  );
  expect(found).toEqual([]);
});

test('only the environment module reads the environment', () => {
  const readers = sources.filter((file) => file.startsWith('app/') && file.endsWith('.ts'));
  const found = readers.filter((file) => /process\.env/.test(readFileSync(file, 'utf8')));
  expect(found).toEqual(['app/platform/environment.ts']);
});
