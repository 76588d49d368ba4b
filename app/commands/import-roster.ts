import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { importUsage, parseImportArguments } from '~/features/identified/roster/import-arguments';
import { importRoster, type Terminal } from '~/features/identified/roster/import-roster.server';
import { systemClock } from '~/platform/clock';
import { readDatabaseEnvironment } from '~/platform/environment';
import { openDatabases } from '~/server/databases';

/** `npm run import-roster -- FILE`: the roster by whoever runs the machine. Ends with 0 if it is up to date, else 1 or 2. */
const options = parseImportArguments(process.argv.slice(2));
if (options === null) {
  process.stderr.write(`${importUsage}\n`);
  process.exit(2);
}
const file = await open(options.file).catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  process.stderr.write(`The file cannot be opened: ${code}.\n`);
  process.exit(2);
});
const { stdin, stderr, stdout } = process;

const terminal: Terminal = {
  write: (line) => stdout.write(`${line}\n`),
  progress: (text) => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    else if (text !== '') stderr.write(`${text}\n`);
  },
  async ask(question) {
    if (!stdin.isTTY) return null;
    const prompt = createInterface({ input: stdin, output: stderr });
    try {
      return await prompt.question(question);
    } finally {
      prompt.close();
    }
  },
};

const databases = await openDatabases(readDatabaseEnvironment(['identified']), ['identified']);
try {
  if (!databases.identified) throw new Error('this needs the credentials of the role "identified"');
  // The demo refuses a roster that is not its own when it starts.
  const deps = { db: databases.identified, clock: systemClock, settings: { demo: false }, terminal };
  const outcome = await importRoster(deps, file.createReadStream() as AsyncIterable<Buffer>, options);
  process.exitCode = outcome === 'applied' || outcome === 'nothing-to-change' ? 0 : 1;
} finally {
  await databases.close();
}
