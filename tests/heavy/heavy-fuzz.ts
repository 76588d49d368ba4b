import { randomInt } from 'node:crypto';
import { actRoutes } from '~tests/support/act-routes';
import { note, report } from '~tests/bench/report';
import { fuzzAsking } from '~tests/support/fuzz-asking';
import { fuzzCleaning, fuzzTargets } from '~tests/support/fuzz-cleaning';
import { fuzzConcernFormats } from '~tests/support/fuzz-concern-formats';
import { concernRoutes, fuzzConcernRoute } from '~tests/support/fuzz-concern-routes';
import { fuzzProgrammesFile } from '~tests/support/fuzz-programmes-file';
import { fuzzActRoute } from '~tests/support/fuzz-membership-routes';

const inputs = 100_000;

/** Throws 100,000 inputs at each route that takes an act of somebody unknown. Throws, with the seed, where one is answered wrongly. */
export async function fuzzAnonymousRoutes(): Promise<void> {
  const seed = randomInt(2 ** 31);
  for (const route of Object.keys(actRoutes) as (keyof typeof actRoutes)[]) {
    note(`throwing ${String(inputs)} inputs at /unseen/${route}, seed ${String(seed)}`);
    const { wellFormed } = await fuzzActRoute(route, { inputs, seed });
    report(`${String(inputs)} inputs to /unseen/${route}`, [
      { what: 'seed', value: String(seed) },
      { what: 'answered as they should be', value: String(inputs) },
      { what: 'of these in the right form', value: String(wellFormed) },
    ]);
  }
  note(`throwing ${String(inputs)} inputs at /unseen/questions, seed ${String(seed)}`);
  const { reached } = await fuzzAsking({ inputs, seed });
  report(`${String(inputs)} inputs to /unseen/questions`, [
    { what: 'seed', value: String(seed) },
    { what: 'answered as they should be', value: String(inputs) },
    { what: 'of these in the right form and of today', value: String(reached) },
  ]);
}

/** Throws 100,000 inputs at each route that takes something about concerns. Throws, with the seed, where one is answered wrongly. */
export async function fuzzConcernEndpoints(): Promise<void> {
  const seed = randomInt(2 ** 31);
  for (const route of concernRoutes) {
    note(`throwing ${String(inputs)} inputs at /unseen/${route}, seed ${String(seed)}`);
    const { reached } = await fuzzConcernRoute(route, { inputs, seed });
    report(`${String(inputs)} inputs to /unseen/${route}`, [
      { what: 'seed', value: String(seed) },
      { what: 'answered as they should be', value: String(inputs) },
      { what: 'of these in the right form, and rightly signed', value: String(reached) },
    ]);
  }
}

/** Throws 100,000 inputs at each reader of what somebody else wrote in a concern. Throws, with the seed, where one fails. */
export async function fuzzFormats(): Promise<void> {
  const seed = randomInt(2 ** 31);
  note(`throwing ${String(inputs)} inputs at each reader of a format, seed ${String(seed)}`);
  const results = await fuzzConcernFormats({ inputs, seed });
  report(`${String(inputs)} inputs to each reader of a format`, [
    { what: 'seed', value: String(seed) },
    ...results.map(({ target, accepted }) => ({
      what: `${target}: in the right form, and read as written`,
      value: String(accepted),
    })),
  ]);
}

/** Throws 100,000 damaged files at each format that is cleaned, and as many texts. Throws, with the seed, where one comes out wrong. */
export async function fuzzCleaningOfFiles(): Promise<void> {
  const seed = randomInt(2 ** 31);
  note(`throwing ${String(inputs)} files of each format at what cleans them, seed ${String(seed)}`);
  const rows = [{ what: 'seed', value: String(seed) }];
  for (const target of fuzzTargets) {
    note(`cleaning: ${target}`);
    const { taken } = await fuzzCleaning({ target, inputs, seed });
    rows.push({
      what: `${target}: come out clean, or with hints; the others refused, or without`,
      value: String(taken),
    });
  }
  report(`${String(inputs)} files of each format to clean`, rows);
}

/** Throws 100,000 inputs at the reader of programme files. Throws, with the seed, where one is read wrongly. */
export function fuzzImportedProgrammes(): void {
  const seed = randomInt(2 ** 31);
  note(`throwing ${String(inputs)} inputs at the reader of programme files, seed ${String(seed)}`);
  const { read } = fuzzProgrammesFile({ inputs, seed });
  report(`${String(inputs)} inputs to the reader of programme files`, [
    { what: 'seed', value: String(seed) },
    { what: 'read as written; the others refused with a reason', value: String(read) },
  ]);
}
