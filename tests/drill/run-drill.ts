import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { isBetterThanChance, readDrillResult, type DrillResult } from '~/features/published/drill/drill-result';
import { dayOf, systemClock } from '~/platform/clock';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { note } from '~tests/bench/report';
import { drillPlatform, drillWeakened, type DrillOutcome, type WeakRates } from './drill';
import { openEmptyDatabases } from './empty-databases';
import { printResult } from './print-result';
import type { Plan } from './weeks';

/*
 * `npm run drill [-- PEOPLE [SEED]] [--result FILE]`: the leak drill in full, 1,000 people unless told otherwise. Writes what the
 * page /transparency/drill shows, or that into another file. Ends with 1 where somebody who acts as advised is found out, or where
 * an attacker fails on the platform weakened for it: it could not have found anything then. With 2 where it did not come to its end.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { result: { type: 'string' } } });
const [people = '1000', seed = randomBytes(6).toString('hex')] = positionals;
const size = Number(people);
if (!Number.isInteger(size) || size < 100) {
  process.stderr.write('A full drill has at least 100 people; the small form is part of the tests.\n');
  process.exit(2);
}
const page = fileURLToPath(new URL('../../app/features/published/drill/last-drill.json', import.meta.url));
const began = performance.now();
const plan = planFor(size, seed);
const weakenedSize = Math.min(40, size);
process.exit(
  await drill().catch((error: unknown) => {
    process.stderr.write(`The drill did not come to its end: ${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    return 2;
  }),
);

async function drill(): Promise<number> {
  note(`a company of ${people}, seed ${seed}`);
  const copies = await openEmptyDatabases();
  const outcome = await withDatabase((database) => drillPlatform(database, copies.next, size, plan)).finally(
    copies.close,
  );
  note(`the weakened platform, with ${String(weakenedSize)} people`);
  const weakened = await withDatabase((database) => drillWeakened(database, weakenedSize, `${seed}/weak`));
  const result = resultOf(outcome, weakened);
  await writeFile(values.result ?? page, `${JSON.stringify(readDrillResult(result), null, 2)}\n`);
  const problems = [...printResult(result), ...unproven(result)];
  for (const problem of problems) process.stderr.write(`FAILED: ${problem}\n`);
  if (problems.length > 0) return 1;
  process.stdout.write(
    `\nNobody who acted as advised was found by any of ${String(result.attackers.length)} attackers.\n`,
  );
  return 0;
}

function planFor(all: number, ofSeed: string): Plan {
  const part = (share: number) => Math.round(all * share);
  return {
    ...{ seed: ofSeed, firstDay: '2026-03-02', enrolmentDays: 5, enrolFirst: part(0.9), actingDays: 10, slots: 3 },
    ...{ signAsAdvised: part(0.28), signAfterSigningIn: part(0.14), signAfterEnrolling: part(0.05) },
    ...{ signWithUnit: part(0.08), sponsors: part(0.06), started: part(0.03) },
    ...{ signQuietly: part(0.03), concerns: part(0.08), lostKeys: part(0.025), leavers: part(0.02) },
    ...{ otherSignIns: part(0.03), onProgress: note },
  };
}

async function withDatabase<T>(
  work: (database: Awaited<ReturnType<typeof createThrowAwayDatabase>>) => Promise<T>,
): Promise<T> {
  const database = await createThrowAwayDatabase();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function resultOf(
  { results, people: enrolled, dumps, backups, truth, writeAheadLogBytes }: DrillOutcome,
  weak: WeakRates,
): DrillResult {
  const acts = [...truth.values()];
  return {
    ...{ v: 1, day: dayOf(systemClock.now()), seed, minutes: Math.round((performance.now() - began) / 6000) / 10 },
    ...{ employees: size, enrolled, petitions: 4, days: plan.enrolmentDays + plan.actingDays },
    signatures: acts.filter(({ petition, manner }) => petition !== '' && manner !== 'sponsor').length,
    concerns: acts.filter(({ petition, manner }) => petition === '' && manner !== 'started-petition').length,
    sponsors: acts.filter(({ manner }) => manner === 'sponsor').length,
    started: acts.filter(({ manner }) => manner === 'started-petition').length,
    ...{
      newKeys: plan.lostKeys,
      leavers: plan.leavers,
      dumps: dumps.length,
      backups: backups.length,
      writeAheadLogBytes,
    },
    rows: [...dumps, ...backups].reduce((sum, { rows }) => sum + rows.length, 0),
    weakenedEmployees: weakenedSize,
    attackers: results.map(({ attacker, scores }) => {
      const { name, title, tried, weakened: how } = attacker;
      const named = weak.get(name);
      if (!named) throw new Error(`${name} was not tried on the weakened platform`);
      return { name, title, tried, weakened: { how, named }, scores: [...scores] };
    }),
  };
}

function unproven({ attackers }: DrillResult): string[] {
  return attackers
    .filter(({ weakened: { named } }) => !isBetterThanChance(named))
    .map(({ name }) => `${name} finds nobody on the platform weakened for it`);
}
