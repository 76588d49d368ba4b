import { z } from 'zod';
import { reasonLength } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';
import { announcementBodyLength, announcementTitleLength } from './announcement';

const title = textOf({ what: 'a title', range: announcementTitleLength, lines: 'one' });
const body = textOf({ what: 'the announcement', range: announcementBodyLength, lines: 'markdown' });

/** An announcement as it is posted. An empty petition is none; a box that is not ticked is not posted. */
export const announcementSchema = z.object({
  title,
  body,
  petitionId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'Please choose from the list.')
    .optional(),
  byMail: z
    .literal('yes')
    .optional()
    .transform((ticked) => ticked === 'yes'),
});

/** A revision of one: `base` is the revision that its author read. */
export const announcementRevisionSchema = z.object({
  title,
  body,
  base: z.coerce.number().int().positive(),
  reason: textOf({ what: 'why it is revised', range: reasonLength, lines: 'many' }),
});
