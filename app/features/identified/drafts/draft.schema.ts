import { z } from 'zod';
import {
  backgroundLength,
  demandCount,
  demandLength,
  titleLength,
  type Range,
} from '~/features/published/petitions/petition';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import { normaliseText } from '~/features/published/petitions/plain-text';
import type { Draft } from './draft';

/** Anything up to the limit, empty included: a draft may be as unfinished as its author likes. */
export const unfinished = ({ max }: Range) =>
  z
    .string()
    .max(2 * max, 'This is too long to be kept.')
    .transform((text) => normaliseText(text).replace(/[\0\p{Surrogate}]/gu, ''))
    .pipe(z.string().max(max, 'This is too long to be kept.'));

const none = z.literal('').transform(() => null);

/** Which programme a petition is about, and which field of it; empty for none. Whether there is one is checked on sending in. */
const aboutFields = {
  programmeId: z.union([none, programmeIdSchema, z.null()]).optional(),
  programmeField: z.union([none, z.enum(fieldNames), z.null()]).optional(),
};

/**
 * What may be kept of a petition before it is finished. Parts that are left out stay as they are; empty ones become
 * empty: parse posted forms without Conform's coercion, which would leave those out.
 */
export const draftPatchSchema = z.object({
  title: unfinished(titleLength).optional(),
  demands: z
    .array(z.string().optional())
    .transform((demands) => demands.filter((demand) => demand !== undefined && demand.trim() !== ''))
    .pipe(z.array(unfinished(demandLength)).max(demandCount.max))
    .optional(),
  background: unfinished(backgroundLength).optional(),
  ...aboutFields,
  closesDay: z.union([z.literal('').transform(() => null), z.iso.date(), z.null()]).optional(),
});
/** Terms come from a page of their own, which measures them (`termsStep`). */
export type DraftPatch = z.output<typeof draftPatchSchema> &
  Partial<Pick<Draft, 'criticalMass' | 'askedUnit' | 'sponsorsWanted'>>;
