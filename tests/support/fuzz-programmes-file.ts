import fc from 'fast-check';
import { parseProgrammeDocument } from '~/features/published/programmes/programme.schema';
import { programmesFile, readProgrammesFile, type ImportReading } from '~/features/published/programmes/programme-file';
import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { fullProgramme } from './programme-documents';

/*
 * Throws anything whatever at the reader of programme files: noise, JSON of any shape, and files in the right form in
 * which something was changed. Nothing may be thrown back, and what is read must be what the schema lets through, and be
 * read the same again.
 */

export interface ProgrammesFuzz {
  readonly inputs: number;
  readonly read: number;
}

const id = 'abcdefghijklmnopqrstuvwxyz';

const soundFile = (): unknown =>
  JSON.parse(
    programmesFile([{ id, revision: 3, day: '2026-05-04', digest: 'ab'.repeat(32), document: fullProgramme }], {
      organisation: 'acme',
      day: '2026-05-04',
    }),
  );

/** Every place in a value, as the steps that lead there. */
function placesOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...steps.flatMap((step) => placesOf((value as Record<string | number, unknown>)[step], [...path, step])),
  ];
}

/** The value with something else in one place; `undefined` takes the place away. */
function replaced(value: unknown, [step, ...rest]: (string | number)[], by: unknown): unknown {
  if (step === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[step] = replaced(copy[step], rest, by);
  return copy;
}

const places = placesOf(soundFile());

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    '\u0000',
    '\ud800',
    '\u202e',
    '__proto__',
    -1,
    0.5,
    1e400,
    2 ** 53,
    [],
    {},
    true,
  ),
  fc.constantFrom<unknown>('<script>alert(1)</script>', 'javascript:alert(1)', '2026-02-30', 'x'.repeat(5_000)),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 6 }),
);

const input = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 12 }) },
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...places), hostile), { minLength: 0, maxLength: 3 })
      .map((changes) =>
        JSON.stringify(
          changes.reduce<unknown>(
            (file, [path, by]) => (canReach(file, path) ? replaced(file, path, by) : file),
            soundFile(),
          ),
        ),
      )
      .map((text: string | undefined) => text ?? ''),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 8 })).map(([at, noise]) => {
      const text = JSON.stringify(soundFile());
      const place = at % text.length;
      return text.slice(0, place) + noise + text.slice(place + noise.length);
    }),
  },
);

function canReach(value: unknown, path: readonly (string | number)[]): boolean {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Record<string | number, unknown>)[step];
  }
  return true;
}

function check(reading: ImportReading): boolean {
  if (reading.kind === 'refused') {
    if (reading.message === '' || reading.message.length > 500) throw new Error(`not a message: ${reading.message}`);
    return false;
  }
  for (const { document } of reading.programmes) {
    const again = parseProgrammeDocument(document);
    if (!again.success || encodeCanonicalJson(again.data) !== encodeCanonicalJson(document)) {
      throw new Error('what was read is not what the schema lets through');
    }
  }
  return true;
}

/** @throws Error with the seed for any input that is answered wrongly or with an error */
export function fuzzProgrammesFile({ inputs, seed }: { inputs: number; seed: number }): ProgrammesFuzz {
  let read = 0;
  fc.assert(
    fc.property(input, (text) => {
      if (check(readProgrammesFile(text))) read += 1;
      if (Object.hasOwn(Object.prototype, 'name')) throw new Error('the prototype of all objects was changed');
    }),
    { numRuns: inputs, seed },
  );
  return { inputs, read };
}
