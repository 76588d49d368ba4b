import { z } from 'zod';
import type { ProgrammeDocument, ProgrammeRevision } from './programme';
import { programmeDocumentSchema, programmeIdSchema } from './programme.schema';
import { normaliseDeep, TooDeepError } from './programme-text';

const format = 'round-robin/programmes';

/** Programmes in one file, and bytes of it. */
export const fileLimits = { programmes: 100, bytes: 1024 * 1024 } as const;

const day = z.iso.date('Please give a day as YYYY-MM-DD.');

/** The file that programmes are exported to and imported from. What only an export says may be left out of an import. */
const programmesFileSchema = z
  .strictObject({
    format: z.literal(format, `Please say what it is: "format": "${format}".`),
    v: z.literal(1, 'Only version 1 is known.'),
    organisation: z.string().optional().describe('Whose programmes they are. Not looked at on import.'),
    day: day.optional().describe('When it was exported. Not looked at on import.'),
    programmes: z
      .array(
        z.strictObject({
          id: programmeIdSchema.nullable().describe('Null for a programme that is new here.'),
          revision: z
            .int('Please give the revision as a whole number.')
            .min(0)
            .optional()
            .describe(
              'The newest revision, 0 for none. On import, where given, it must still be so: nothing is overwritten unseen.',
            ),
          published: day.optional().describe('When that revision was published. Not looked at on import.'),
          digest: z
            .string()
            .regex(/^[0-9a-f]{64}$/)
            .optional()
            .describe('What the ledger says of that revision. Not looked at on import.'),
          document: programmeDocumentSchema,
        }),
      )
      .max(fileLimits.programmes, `At most ${String(fileLimits.programmes)} programmes.`)
      .refine((programmes) => {
        const ids = programmes.flatMap(({ id }) => (id === null ? [] : [id]));
        return new Set(ids).size === ids.length;
      }, 'One programme stands in it twice.'),
  })
  .meta({
    title: 'The programme register',
    description: 'Every monitoring programme of an organisation, as it is published.',
  });

export interface ImportedProgramme {
  readonly id: string | null;
  readonly revision: number | null;
  readonly document: ProgrammeDocument;
}

/** What an import says, or the first thing wrong with it and where: `programmes[0].document.readers.people`. */
export type ImportReading =
  | { readonly kind: 'read'; readonly programmes: readonly ImportedProgramme[] }
  | { readonly kind: 'refused'; readonly path: string; readonly message: string };

/** Reads a file of programmes. @param text attacker-controlled; any text gives an answer, none an error */
export function readProgrammesFile(text: string): ImportReading {
  let value: unknown;
  try {
    value = normaliseDeep(JSON.parse(text));
  } catch (error) {
    if (error instanceof TooDeepError) return refused('', 'This is nested deeper than any programme.');
    return refused('', 'This is not JSON.');
  }
  const { data, error } = programmesFileSchema.safeParse(value);
  if (error) {
    const [issue] = error.issues;
    return refused(pathOf(issue?.path ?? []), wordsOf(issue));
  }
  return {
    kind: 'read',
    programmes: data.programmes.map(({ id, revision, document }) => ({ id, revision: revision ?? null, document })),
  };
}

function refused(path: string, message: string): ImportReading {
  return { kind: 'refused', path, message };
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `There is no field of this name: ${issue.keys.join(', ')}.`;
  if (issue?.code === 'invalid_type' && issue.input === undefined)
    return 'This is missing. Write null where it is not answered.';
  return issue?.message ?? 'This is not as the schema has it.';
}

/** A place in JSON as people write it. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${String(step)}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

export interface ExportedProgramme extends Pick<ProgrammeRevision, 'revision' | 'day' | 'document'> {
  readonly id: string;
  /** Hex. */
  readonly digest: string;
}

/** The whole register as a file. */
export function programmesFile(
  programmes: readonly ExportedProgramme[],
  { organisation, day: today }: { organisation: string; day: string },
): string {
  const file = {
    format,
    v: 1,
    organisation,
    day: today,
    programmes: programmes.map(({ id, revision, day: published, digest, document }) => ({
      id,
      revision,
      published,
      digest,
      document,
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The schema of the file, as JSON Schema 2020-12. */
export function programmesFileJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(programmesFileSchema, { io: 'input' }), null, 2)}\n`;
}

/** What was read, written down again with the revisions that it was compared with: it can be published later, or not. */
export function pinnedFile(programmes: readonly (ImportedProgramme & { readonly base: number })[]): string {
  return JSON.stringify({
    format,
    v: 1,
    programmes: programmes.map(({ id, base, document }) => ({ id, revision: base, document })),
  });
}
