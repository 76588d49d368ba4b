import { z } from 'zod';
import {
  isProgrammeId,
  isUnitPath,
  listFilters,
  listSorts,
  searchLength,
  searchWords,
} from '../petitions/petition-list';
import { pledgeFilters } from '../pledges/pledge-list';

/* What may stand in an address of the public interface. Strict: what is not understood is refused, not passed over. */

/** A number as it is commonly written; nothing else that a language might read as one. */
const numberBetween = (min: number, max: number) =>
  z.preprocess(
    (given) => (typeof given === 'string' && /^[1-9]\d{0,8}$/.test(given) ? Number(given) : given),
    z.int().min(min).max(max),
  );

export const most = 100;

const size = numberBetween(1, most).optional().meta({ description: 'Items of a page; 20 unless told' });
const at = z.string().max(100).optional().meta({ description: '`next` or `previous` of an earlier answer' });
const unit = z
  .string()
  .max(1_000)
  .refine(isUnitPath)
  .optional()
  .meta({ description: 'Path of a unit, those within it included: "Company / Engineering"' });
const programme = z.string().max(64).refine(isProgrammeId).optional().meta({ description: 'Id of a programme' });

export const noParameters = z.strictObject({});

export const petitionParameters = z.strictObject({
  q: z
    .string()
    .min(1)
    .max(searchLength)
    .refine((words) => searchWords(words) === words)
    .optional()
    .meta({ description: 'What to search for: words in any form, "words in this order", -without, this or that' }),
  show: z.enum(listFilters).optional().meta({ description: '`open` unless told; `all` for a search' }),
  unit: unit.meta({ description: 'Unit whose leadership is asked, those within it included; `-`: the company’s' }),
  programme,
  sort: z.enum(listSorts).optional().meta({
    description: '`newest`; `closing` (open); `longest` (awaiting); `answered` (answered); `relevance` (a search)',
  }),
  at,
  size,
});

export const pledgeParameters = z.strictObject({
  show: z.enum(pledgeFilters).optional().meta({ description: '`all` unless told' }),
  owner: z
    .string()
    .regex(/^[a-z2-7]{26}$/)
    .optional()
    .meta({ description: 'Id of a leader’s record' }),
  unit,
  programme,
  page: numberBetween(1, 10_000).optional().meta({ description: 'From 1' }),
  size,
});

export const pageParameters = z.strictObject({
  at: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .optional()
    .meta({ description: '`next` of an earlier answer' }),
  size,
});

export type RefusalCode = 'unknown-parameter' | 'repeated-parameter' | 'invalid-parameter';

/** An address that is not answered. Its parameter is named; nothing of what stood in it is repeated. */
export class ParameterError extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly parameter: string,
  ) {
    super(code);
    this.name = 'ParameterError';
  }
}

/**
 * The parameters of an address, once each. @param given attacker-controlled
 * @throws ParameterError naming the first that there is not, or that has no such value
 */
export function readParameters<S extends z.ZodObject>(schema: S, given: URLSearchParams): z.output<S> {
  const values: Record<string, string> = {};
  for (const [key, value] of given) {
    if (!Object.hasOwn(schema.shape, key)) throw new ParameterError('unknown-parameter', key.slice(0, 64));
    if (Object.hasOwn(values, key)) throw new ParameterError('repeated-parameter', key);
    values[key] = value;
  }
  const read = schema.safeParse(values);
  if (!read.success) throw new ParameterError('invalid-parameter', String(read.error.issues[0]?.path[0] ?? ''));
  return read.data;
}
