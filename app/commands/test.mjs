import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

/*
 * `npm test`: installs what is missing, builds, runs every test and ends with a line such as "312 passed, 0 failed".
 * Arguments go to vitest: `npm test -- tests/unit`.
 */

/** What Debian has to bring. Where this process may install it, it does. */
const debian = [
  {
    file: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    name: 'chromium',
    what: 'The browser tests need Chromium',
  },
  {
    file: process.env['AGE_PATH'] ?? '/usr/bin/age',
    name: 'age',
    what: 'The tests of encryption need the age program',
  },
];
const results = '.test/results.json';

must(process.execPath, ['app/commands/ensure-installed.mjs']);
installOracle();
debian.forEach(installFromDebian);

rmSync(results, { force: true });
mkdirSync('.test', { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(report(status ?? 1));

/** The stock library brings 240 MB of tools: it has a lock file of its own and is installed for its tests alone. */
function installOracle() {
  const same = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => versions(`tests/oracle/${file}`));
  if (same[0] === same[1]) return;
  process.stderr.write('Installing the stock library for tests/oracle …\n');
  must('npm', ['ci', '--prefix', 'tests/oracle', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** @param {string} file */
function versions(file) {
  if (!existsSync(file)) return file;
  /** @type {Record<string, { version?: string, optional?: boolean }>} */
  const packages = JSON.parse(readFileSync(file, 'utf8')).packages;
  const lines = Object.entries(packages).flatMap(([path, { version, optional }]) =>
    path === '' || optional ? [] : [`${path} ${version ?? ''}`],
  );
  return lines.sort().join('\n');
}

/**
 * Browser tests are real, and so are those against another implementation of age.
 * @param {{ file: string, name: string, what: string }} needed
 */
function installFromDebian({ file, name, what }) {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${name}`;
  if (existsSync(file)) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`Installing ${name} …\n`);
    spawnSync('sh', ['-c', command], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  if (existsSync(file)) return;
  process.stderr.write(`${what}, and there is none at ${file}. Install it:\n  sudo sh -c '${command}'\n`);
  process.exit(1);
}

/** @param {string} program @param {string[]} args */
function must(program, args) {
  const { status: ended } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (ended !== 0) process.exit(ended ?? 1);
}

/**
 * Prints the totals as the last line. A file that could not be loaded, and a run without a test, count as failed.
 * @param {number} code what vitest ended with
 * @returns {number}
 */
function report(code) {
  if (!existsSync(results)) {
    process.stdout.write('0 passed, 1 failed\n');
    return code || 1;
  }
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number,
   *   testResults: { status: string, assertionResults: unknown[] }[]
   * }}
   */
  const totals = JSON.parse(readFileSync(results, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = totals;
  const unloaded = testResults.filter(
    ({ status: ended, assertionResults }) => ended === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = numFailedTests + unloaded + (code !== 0 && numFailedTests + unloaded === 0 ? 1 : 0);
  const skipped = numPendingTests > 0 ? `, ${String(numPendingTests)} skipped` : '';
  process.stdout.write(`\n${String(numPassedTests)} passed, ${String(failed)} failed${skipped}\n`);
  return numPassedTests === 0 ? code || 1 : code;
}
