import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  programmesFile,
  programmesFileJsonSchema,
  readProgrammesFile,
} from '~/features/published/programmes/programme-file';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';
import { fuzzProgrammesFile } from '~tests/support/fuzz-programmes-file';

test('what is exported is read back as it was', () => {
  const programmes = [fullProgramme, bareProgramme].map((document, index) => ({
    id: 'ab'[index]?.repeat(26) ?? '',
    revision: index + 1,
    day: '2026-05-04',
    digest: 'ab'.repeat(32),
    document,
  }));
  const text = programmesFile(programmes, { organisation: 'acme', day: '2026-05-05' });
  expect(readProgrammesFile(text)).toEqual({
    kind: 'read',
    programmes: programmes.map(({ id, revision, document }) => ({ id, revision, document })),
  });
});

test('the schema names every field of a document, and takes no others', () => {
  interface Schema {
    additionalProperties?: boolean;
    required?: string[];
    properties: Record<string, Schema & { items?: Schema }>;
  }
  const schema = JSON.parse(programmesFileJsonSchema()) as Schema & { $schema: string };
  expect(schema.$schema).toContain('2020-12');
  const programme = schema.properties['programmes']?.items;
  const document = programme?.properties['document'];
  expect(Object.keys(document?.properties ?? {}).sort()).toEqual(Object.keys(fullProgramme).sort());
  expect(document?.required?.sort()).toEqual(Object.keys(fullProgramme).sort());
  expect([schema, programme, document].map((each) => each?.additionalProperties)).toEqual([false, false, false]);
});

const seed = randomInt(2 ** 31);
test(`2,000 files of anything whatever are read or refused with a reason (seed ${String(seed)})`, () => {
  const { read } = fuzzProgrammesFile({ inputs: 2_000, seed });
  expect(read).toBeGreaterThan(20);
});
