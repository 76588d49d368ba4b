import { productionSettings } from '~/platform/settings';
import { addManyPetitions } from '~db/factories/many-petitions';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { askedLists, workOfList } from '~tests/bench/list-queries';
import { milliseconds, note, report } from '~tests/bench/report';
import { watchDatabase } from '~tests/support/query-plans';
import { servePetitionsAndSignatures } from './heavy-organizing-served';

const petitions = 100_000;
const day = '2026-11-24';
/** Rows that a page of twenty may read among them: several times what a search ranks, and a tenth of them. */
const rowsOfAPage = 10_000;

const settings = productionSettings({ organisation: 'heavy', organisationName: 'Heavy', timeZone: 'UTC' });

/**
 * Lists and searches 100,000 petitions, then serves 10,000 with 1,000,000 signatures. Throws where a page reads more rows than it may:
 * what it took is printed and not judged.
 */
export async function organizeMany(): Promise<void> {
  await listMany();
  await servePetitionsAndSignatures(day);
}

async function listMany(): Promise<void> {
  const database = await createThrowAwayDatabase();
  const watched = watchDatabase(database.connection('published'));
  try {
    note(`writing ${String(petitions)} petitions`);
    await addManyPetitions(database.admin, { count: petitions, day });
    const lines = [];
    const heavy: string[] = [];
    for (const asked of askedLists('2024-06-01')) {
      const { rows, time, indexes } = await workOfList({ watched, admin: database.admin, settings }, asked);
      if (rows > rowsOfAPage) heavy.push(`${asked.what}: ${String(rows)} rows by ${indexes.join(', ')}`);
      lines.push({ what: asked.what, value: `${milliseconds(time)}, ${String(rows)} rows` });
    }
    report(`Pages of twenty among ${String(petitions)} petitions, within the database`, lines);
    if (heavy.length > 0) throw new Error(`these pages grow with the number of petitions:\n${heavy.join('\n')}`);
  } finally {
    await watched.close();
    await database.close();
  }
}
