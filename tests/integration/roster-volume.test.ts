import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyRoster } from '~/features/identified/roster/apply-roster.server';
import { commandActor } from '~/features/identified/roster/roster';
import { readDifferences, readUpload, waitingUpload } from '~/features/identified/roster/roster.queries.server';
import { ManualClock } from '~/platform/clock';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { rosterHeader } from '~tests/support/roster-files';
import { apply, ledgerOf, stage } from '~tests/support/roster-house';

const MiB = 1024 * 1024;
const people = 100_000;
const patience = { timeout: 180_000 };
const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(root, 'node_modules', '.roster-'));
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '~db': join(root, 'db'), '~tests': join(root, 'tests'), '~': join(root, 'app') } },
    build: { ssr: join(root, 'tests/support/roster-program.ts'), outDir: folder, target: 'node20' },
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.close();
});

async function upload(count: number): Promise<{ rows: number; peak: number }> {
  // A heap of 64 MiB would not hold 100,000 people, let alone their file as text.
  const { stdout } = await run(process.execPath, [
    ...['--expose-gc', '--max-old-space-size=64', join(folder, 'roster-program.js')],
    ...[String(count), JSON.stringify(database.connection('identified'))],
  ]);
  return JSON.parse(stdout) as { rows: number; peak: number };
}

test(
  '100,000 people are uploaded, shown and applied, in memory that does not grow with the file',
  patience,
  async () => {
    const small = await upload(5000);
    const large = await upload(people);
    expect(large.rows).toBe(people);
    expect(large.peak - small.peak).toBeLessThan(12 * MiB);

    const clock = new ManualClock(new Date());
    const house = { db: database.identified, clock };
    const id = await waitingUpload(house.db, commandActor, clock.now());
    const shown = await readUpload(house.db, { id: id ?? '', uploadedBy: commandActor }, clock.now());
    expect(shown).toMatchObject({ rows: people, refused: 0, joined: people, left: 0 });
    expect(await readDifferences(house.db, shown.id, 'joiners', 1000)).toHaveLength(50);
    const input = { uploadId: shown.id, uploadedBy: commandActor, digest: shown.digest };
    const applied = await applyRoster(house, { ...input, withoutRefused: false, confirmedLeavers: null });
    expect(applied).toEqual({ joined: people, left: 0, changed: 0, size: people });
    expect(await ledgerOf(house)).toMatchObject([{ kind: 'roster-change', joined: people, size: people }]);
  },
);

test(
  'a large file that differs from a large roster in every way is compared without comparing each with each',
  patience,
  async () => {
    const house = { db: database.identified, clock: new ManualClock(new Date()) };
    const id = await stage(house, changedRoster());
    const shown = await readUpload(house.db, { id, uploadedBy: commandActor }, house.clock.now());
    // Of every ten: one gone from the file, one refused, two with each other's address, one moved, one new beside them.
    const tenth = people / 10;
    expect(shown).toMatchObject({ left: tenth, kept: tenth, refused: tenth, changed: 3 * tenth, joined: tenth });
    expect(await readDifferences(house.db, id, 'changes', 100)).toHaveLength(50);
    const applied = await apply(house, id);
    expect(applied).toEqual({ joined: tenth, left: tenth, changed: 3 * tenth, size: people });
  },
);

function changedRoster(): string {
  const lines = Array.from({ length: people }, (_, index) => {
    const number = (offset: number) => String(index + 1 + offset).padStart(7, '0');
    const line = (own: string, email: string, unit: string) => `${own},Person ${own},${email},${unit},active`;
    const email = (of: string) => `person.${of}@company.example`;
    const unit = `Company / Area ${String(index % 40)} / Team ${String(index % 900)}`;
    switch (index % 10) {
      case 0:
        return line(`N${number(0)}`, `new.${number(0)}@company.example`, unit);
      case 1:
        return line(number(0), 'nonsense', unit);
      case 2:
        return line(number(0), email(number(1)), unit);
      case 3:
        return line(number(0), email(number(-1)), unit);
      case 4:
        return line(number(0), email(number(0)), 'Company / Elsewhere');
      default:
        return line(number(0), email(number(0)), unit);
    }
  });
  return [rosterHeader, ...lines].join('\n');
}
