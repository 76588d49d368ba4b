import { z } from 'zod';

const share = z.number().min(0).max(1);

const rate = z.strictObject({
  trials: z.int().min(0),
  hits: z.int().min(0),
  /** What somebody who knows nothing would get. */
  chance: share,
  /** 95 %, Wilson. */
  low: share,
  high: share,
  /** Probability that chance alone gives as many hits, or more. */
  byChance: share,
});

/** How often an attacker was right, against how often a coin would have been. */
export type DrillRate = Readonly<z.infer<typeof rate>>;

const manner = z.enum([
  'as-advised',
  'with-unit',
  'sponsor',
  'started-petition',
  'after-signing-in',
  'after-enrolling',
  'after-leaving',
  'concern',
  'concern-with-file',
]);

/** How those whom an attacker was after had acted. */
export type DrillManner = z.infer<typeof manner>;

const score = z.strictObject({ manner, named: rate, signed: rate.nullable() });

const drillResult = z.strictObject({
  v: z.literal(1),
  day: z.iso.date(),
  seed: z.string(),
  minutes: z.number(),
  employees: z.int(),
  enrolled: z.int(),
  petitions: z.int(),
  signatures: z.int(),
  concerns: z.int(),
  /** Sponsors of a petition that was still looking for some, and petitions that somebody unknown started. */
  sponsors: z.int().default(0),
  started: z.int().default(0),
  newKeys: z.int(),
  leavers: z.int(),
  days: z.int(),
  dumps: z.int(),
  backups: z.int(),
  rows: z.int(),
  writeAheadLogBytes: z.int(),
  weakenedEmployees: z.int(),
  attackers: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      tried: z.string(),
      weakened: z.strictObject({ how: z.string(), named: rate }),
      scores: z.array(score),
    }),
  ),
});

/** Result of a full leak drill, as `npm run drill` writes it and the page shows it. */
export type DrillResult = Readonly<z.infer<typeof drillResult>>;
export type DrillScore = DrillResult['attackers'][number]['scores'][number];

/** @throws ZodError for what is no result */
export function readDrillResult(value: unknown): DrillResult {
  return drillResult.parse(value);
}

/** From here on an attacker did better than chance: small, as some hundred comparisons are made in one drill. */
const alarm = 1e-6;

/** Whether chance alone does not explain it. */
export function isBetterThanChance({ byChance }: Pick<DrillRate, 'byChance'>): boolean {
  return byChance < alarm;
}
