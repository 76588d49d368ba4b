import { randomInt } from 'node:crypto';
import { note, report } from '~tests/bench/report';
import { fuzzCleaning, fuzzTargets } from '~tests/support/fuzz-cleaning';
import { fuzzConcernFormats } from '~tests/support/fuzz-concern-formats';
import { fuzzProgrammesFile } from '~tests/support/fuzz-programmes-file';
import { fuzzSignatureRoute } from '~tests/support/fuzz-signature-route';

const inputs = 100_000;

/** Throws 100,000 inputs at the route that takes signatures. Throws, with the seed, where one is answered wrongly. */
export async function fuzzAnonymousRoute(): Promise<void> {
  const seed = randomInt(2 ** 31);
  note(`throwing ${String(inputs)} inputs at the anonymous route, seed ${String(seed)}`);
  const { wellFormed } = await fuzzSignatureRoute({ inputs, seed });
  report(`${String(inputs)} inputs to the anonymous route`, [
    { what: 'seed', value: String(seed) },
    { what: 'answered as they should be', value: String(inputs) },
    { what: 'of these in the right form', value: String(wellFormed) },
  ]);
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
