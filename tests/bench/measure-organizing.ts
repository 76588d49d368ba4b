import { performance } from 'node:perf_hooks';
import { productionSettings } from '~/platform/settings';
import { addManyPetitions } from '~db/factories/many-petitions';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { askedLists, askForList, pageSize, type AskedList } from './list-queries';
import { milliseconds, note, quantile, report } from './report';

/*
 * How much longer a page of the list of petitions takes among 10,000 petitions than among 1,000: the same database, the same
 * requests. Absolute figures, with a million signatures and over HTTP, are the heavy part `organizing`.
 */

const sizes = { few: 1_000, many: 10_000 } as const;
const rounds = 40;
/** Ten times as many petitions may cost a page this many times as much. A search also ranks up to a thousand. */
const aims = { list: 1.5, search: 5 } as const;

const settings = productionSettings({ organisation: 'bench', organisationName: 'Bench', timeZone: 'UTC' });

export async function measureOrganizing(): Promise<void> {
  const database = await createThrowAwayDatabase();
  try {
    const day = '2026-11-24';
    note(`writing ${String(sizes.few)} petitions`);
    await addManyPetitions(database.admin, { count: sizes.few, day });
    const asked = askedLists('2024-06-01').filter(({ what }) => !what.startsWith('rejected'));
    const reading = { db: database.published, settings };
    const found: number[] = [];
    for (const each of asked) found.push(await askForList(reading, each));
    const few = await times(reading, asked);
    note(`writing ${String(sizes.many - sizes.few)} more`);
    await addManyPetitions(database.admin, { from: sizes.few + 1, count: sizes.many - sizes.few, day });
    const many = await times(reading, asked);
    report(
      `A page of the list among ${String(sizes.few)} and among ${String(sizes.many)} petitions, p50`,
      asked.map(({ what, search }, at) => {
        const [one = Number.NaN, other = Number.NaN] = [few[at], many[at]];
        const ratio = other / one;
        const value = `${milliseconds(one)} -> ${milliseconds(other)}  (x ${ratio.toFixed(2)})`;
        // What is not a whole page among a few grows with them until it is one.
        if (search === undefined && (found[at] ?? 0) < pageSize) return { what, value };
        const aim = search === undefined ? aims.list : aims.search;
        return { what, value, aim: `<= x ${String(aim)}`, met: ratio <= aim };
      }),
    );
  } finally {
    await database.close();
  }
}

/** The middle of many times, by what was asked; in turns, so that whatever else this machine does meets all. */
async function times(reading: Parameters<typeof askForList>[0], asked: readonly AskedList[]): Promise<number[]> {
  const taken = asked.map((): number[] => []);
  for (let round = -3; round < rounds; round += 1) {
    for (const [at, each] of asked.entries()) {
      const start = performance.now();
      await askForList(reading, each);
      if (round >= 0) taken[at]?.push(performance.now() - start);
    }
  }
  return taken.map((each) => quantile(each, 0.5));
}
