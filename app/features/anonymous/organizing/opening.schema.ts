import { z } from 'zod';
import type { Opening } from '~/crypto/organizing';
import { fromHex } from '~/crypto/hash';
import { isInOneSpelling } from '~/features/published/petitions/new-text';
import { termsProblem } from '~/features/published/petitions/petition-terms';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import type { Settings } from '~/platform/settings';
import { claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { OpeningError } from './opening-error';

/** Petitions that one key can start unseen on one UTC day. */
export const openingSlotsPerDay = 1;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** What `/unseen/petitions` reads (protocol 16). Strict: a key more is refused, so that nothing rides along. */
const openingBody = z.strictObject({
  v: z.literal(1),
  key: hex32,
  title: z.string(),
  demands: z.array(z.string()),
  background: z.string(),
  closesDay: z.iso.date(),
  criticalMass: z.int(),
  askedUnit: z.string().min(1).max(500).nullable(),
  programme: programmeIdSchema.nullable(),
  field: z.enum(fieldNames).nullable(),
  sponsorsWanted: z.int(),
  sponsorLink: hex32.nullable(),
  day: z.iso.date(),
  slot: z
    .int()
    .min(0)
    .max(openingSlotsPerDay - 1),
  ...claimFields,
});

/** What a device posts. */
export type OpeningBody = z.infer<typeof openingBody>;

/** A petition to be started, whose form was checked, and nothing else. */
export interface ReadOpening {
  readonly opening: Opening;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly slot: number;
  readonly claim: MembershipClaim;
}

/**
 * Sizes, canonical decimals, the rules of petitions and their terms, and the one spelling of every text: the proof binds to
 * its bytes, so what would have to be normalised first is refused (the first check). Closing days are counted from the body's
 * own day. That there are such a programme and unit is NOT checked.
 * @param input attacker-controlled JSON
 * @throws OpeningError `malformed`
 */
export function parseOpening(input: unknown, { minimum }: Pick<Settings, 'minimum'>): ReadOpening {
  const read = openingBody.safeParse(input);
  if (!read.success) throw new OpeningError('malformed');
  const { v: _, key, sponsorLink, day, slot, ...body } = read.data;
  const claim = readClaim(read.data);
  const { title, demands, background, closesDay, criticalMass, askedUnit, programme, field, sponsorsWanted } = body;
  const text = { title, demands, background, closesDay };
  const terms = { criticalMass, askedUnit, sponsorsWanted };
  const sound =
    claim &&
    isInOneSpelling(text, day) &&
    (programme !== null || field === null) &&
    sponsorsWanted > 0 === (sponsorLink !== null) &&
    termsProblem(terms, { minimum, houseCriticalMass: minimum, units: askedUnit === null ? [] : [askedUnit] }) === null;
  if (!sound) throw new OpeningError('malformed');
  const link = sponsorLink === null ? null : fromHex(sponsorLink);
  return {
    opening: {
      ...{ key: fromHex(key), ...text, criticalMass, askedUnit, programme, field, sponsorsWanted, sponsorLink: link },
    },
    ...{ day, slot, claim },
  };
}
