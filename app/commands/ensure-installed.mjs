import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { digestOfInputs, inputsFile } from './build-inputs.mjs';

/*
 * What every command runs first, with nothing but Node: installs the packages if they are not the locked ones, and builds if
 * anything that the build reads has changed. Some hundredths of a second when there is nothing to do.
 * `--no-build`: packages only.
 */

const lock = 'build/.lock';
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Round Robin needs Node 20.19 or newer; this is ${process.version}.`);
}

const needsBuild = !process.argv.includes('--no-build');
if (!isInstalled() || (needsBuild && !isBuilt())) {
  mkdirSync('build', { recursive: true });
  withLock(() => {
    if (!isInstalled()) run('Installing packages …', 'npm', ['ci', '--no-audit', '--no-fund']);
    if (needsBuild && !isBuilt()) run('Building …', process.execPath, ['app/commands/build.mjs']);
  });
}

/** Whether what npm installed is what the lock file says. Optional packages are for other machines, mostly. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  const isProduction = !installed['node_modules/vite'];
  return Object.entries(wanted).every(([path, { version, integrity, optional, dev }]) => {
    if (path === '' || optional || (dev && isProduction && existsSync(inputsFile))) return true;
    return installed[path]?.version === version && installed[path]?.integrity === integrity;
  });
}

function isBuilt() {
  if (!existsSync(inputsFile)) return false;
  // Where only what runs was installed there is nothing to build with: the build that was brought along counts.
  if (!existsSync('node_modules/vite')) return true;
  return readFileSync(inputsFile, 'utf8') === digestOfInputs();
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, dev?: boolean }> | null}
 */
function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

/**
 * Two commands at once must not install, or build, into each other.
 * @param {() => void} work
 */
function withLock(work) {
  let handle;
  while (handle === undefined) {
    try {
      handle = openSync(lock, 'wx');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!isHeld()) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  writeSync(handle, String(process.pid));
  closeSync(handle);
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  work();
}

function isHeld() {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} what @param {string} program @param {string[]} args */
function run(what, program, args) {
  process.stderr.write(`${what}\n`);
  // What it has to say belongs to stderr: a command's own output may be piped somewhere.
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 2, 2] });
  if (error) fail(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
