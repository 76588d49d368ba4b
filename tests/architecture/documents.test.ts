import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { serverVariables } from '~/platform/environment-variables';

const documents = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file)),
].filter((file) => file.endsWith('.md'));
const read = (file: string) => readFileSync(file, 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Folders and files of the repository as documents name them; routes and URLs begin with a slash. */
const isPath = (text: string) => /^(?:app|db|docs|migrations|tests|public|\.ci)(?:\/[\w.@-]+)*\/?$/.test(text);

test('there are documents, and the README shows them all', () => {
  const named = all(read('README.md'), /\]\((docs\/[\w./-]+\.md)\)/g);
  const top = documents.filter((file) => dirname(file) === 'docs');
  expect(top.length).toBeGreaterThanOrEqual(3);
  expect(top.filter((file) => !named.includes(file))).toEqual([]);
});

test('every file and folder that a document names is there', () => {
  const named = documents.flatMap((file) =>
    all(read(file), /`([^`\n]+)`/g)
      .filter(isPath)
      .map((path) => [file, path] as const),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(([, path]) => !existsSync(path))).toEqual([]);
});

test('every link leads to a file, and to a heading in it', () => {
  const broken = documents.flatMap((file) =>
    all(read(file), /\]\((?!https?:)([^)\s]+)\)/g).filter((link) => {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(target)) return true;
      return heading !== undefined && !headings(read(target)).includes(heading);
    }),
  );
  expect(broken).toEqual([]);
});

test('every npm script that a document names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) => all(read(file), /npm run ([\w:-]+)/g));
  expect(new Set(named).size).toBeGreaterThanOrEqual(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  for (const name of ['test', 'start', 'demo']) expect(scripts).toHaveProperty(name);
});

test('operations names every variable that the process reads, and no other', () => {
  const table = read('docs/operations.md').split('## Environment')[1]?.split('\n## ')[0] ?? '';
  const named = table.split('\n').flatMap((row) => all(row.split('|')[1] ?? '', /`([A-Z_]+)`/g));
  // These two do something only in tests: outside of them they keep the process from starting.
  const forTests = ['CLOCK', 'TEST_VERIFICATION_KEY_FILE'];
  const database = all(read('app/platform/environment-database.ts'), /'([A-Z]+(?:_[A-Z]+)+)'/g);
  const expected = [...Object.keys(serverVariables), ...database].filter((name) => !forTests.includes(name));
  expect([...new Set(named)].sort()).toEqual([...new Set(expected)].sort());
  const short = all(read('README.md'), /^\| (`[A-Z_]+`[^|]*) \|/gm).flatMap((cell) => all(cell, /`([A-Z_]+)`/g));
  expect(short.length).toBeGreaterThan(5);
  expect(short.filter((name) => !named.includes(name))).toEqual([]);
});

test('every rule of the threat model names tests that try to break it', () => {
  const text = read('docs/threat-model.md');
  const rules = all(text.split('## Rules')[1]?.split('\n## ')[0] ?? '', /^(\d)\. /gm);
  const rows = text.split('\n').filter((line) => /^\| \d \|/.test(line));
  expect(rows.map((row) => row.split(' ')[1])).toEqual(rules);
  for (const row of rows) expect(all(row, /`(tests\/[^`]+\.test\.tsx?)`/g), row).not.toEqual([]);
});

test('pictures are small enough for a slow line', () => {
  const readme = read('README.md');
  const pictures = [...all(readme, /!\[[^\]]*\]\(([^)]+)\)/g), ...all(readme, /<img src="([^"]+)"/g)];
  expect(pictures.length).toBeGreaterThanOrEqual(2);
  for (const picture of pictures) expect(statSync(picture).size, picture).toBeLessThan(200 * 1024);
});

/** Anchors of a page's headings, as they are made of their words. */
function headings(text: string): string[] {
  return all(text, /^#+ (.+)$/gm).map((words) =>
    words
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
