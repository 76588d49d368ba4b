import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, systemClock } from '~/platform/clock';
import { fetchCheckpoint, runNight, stepsOf } from './nightly';
import { readNightArguments } from './nightly-arguments';

/*
 * `npm run nightly -- ADDRESS --folder FOLDER`: the leak drill of this source, then an audit of what the house publishes and a
 * comparison of what it serves. One line each, and one exit code.
 */
const asked = readNightArguments(process.argv.slice(2));
if (typeof asked === 'string') {
  process.stderr.write(asked);
  process.exit(2);
}
const night = { ...asked, day: dayOf(systemClock.now()) };
const kept = join(night.folder, 'checkpoint');
await mkdir(night.folder, { recursive: true });
// Before the audit, so that the audit sees no less.
const newest = await fetchCheckpoint(night.address);
const dayFolder = join(night.folder, night.day);
const code = await runNight(stepsOf(night, existsSync(kept)), dayFolder, (line) => process.stdout.write(`${line}\n`));
const summary = await readFile(join(dayFolder, 'summary'), 'utf8');
// What the house is held to is only replaced by what was found in order: until then it is evidence.
if (newest !== null && /^audit +in order/m.test(summary)) await writeFile(kept, newest);
process.exit(code);
