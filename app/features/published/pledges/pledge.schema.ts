import { z } from 'zod';
import { textOf } from '../petitions/petition.schema';
import { fieldNames } from '../programmes/programme-fields';
import { programmeIdSchema } from '../programmes/programme.schema';
import { pledgeStatuses } from './pledge';
import {
  evidencePerPledge,
  evidenceTitleLength,
  evidenceUrlLength,
  howSeenLength,
  milestoneLength,
  milestonesPerPledge,
  pledgeReasonLength,
  pledgeTextLength,
} from './pledge-rules';

const noAddress = 'Please give an address that begins with https://, or a path of this site that begins with /.';

/**
 * Where evidence is: an https address without a name or password in it, or a path of this site. Everything else that a
 * browser might follow (`javascript:`, `data:`, `//host`, a backslash that becomes a slash) is refused.
 */
export function isEvidenceUrl(url: string): boolean {
  if (url.length > evidenceUrlLength.max || !/^[\x21-\x7e]+$/.test(url)) return false;
  if (/^\/(?![/\\])[^\\]*$/.test(url)) return true;
  if (!/^https:\/\/[^/\\]/i.test(url) || url.includes('\\') || !URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  return protocol === 'https:' && hostname.includes('.') && username === '' && password === '';
}

const evidenceUrl = z
  .string(noAddress)
  .transform((url) => url.trim())
  .refine(isEvidenceUrl, noAddress);

const milestone = z.object({
  text: textOf({ what: 'the milestone', range: milestoneLength, lines: 'one' }),
  day: z.iso.date('Please choose its day.'),
});

const evidence = z.object({
  title: textOf({ what: 'what it shows', range: evidenceTitleLength, lines: 'one' }),
  url: evidenceUrl,
});

const posted = z.string().optional();
const emptyRow = (row: Record<string, string | undefined> | undefined) =>
  Object.values(row ?? {}).every((value) => value === undefined || value.trim() === '');

/** Rows of a form: empty ones are left out, what is wrong with another is said of the very field that it stands in. */
function rowsOf<T>(row: z.ZodType<T>, fields: readonly string[], most: number, tooMany: string) {
  const shape = Object.fromEntries(fields.map((field) => [field, posted]));
  return z
    .array(z.object(shape).optional())
    .optional()
    .transform((rows, issues) => {
      const read: T[] = [];
      (rows ?? []).forEach((each, index) => {
        if (emptyRow(each)) return;
        const { data, error } = row.safeParse(each);
        for (const { path, message } of error?.issues ?? []) {
          issues.addIssue({ code: 'custom', message, path: [index, ...path] });
        }
        if (data !== undefined) read.push(data);
      });
      if (read.length > most) issues.addIssue({ code: 'custom', message: tooMany });
      return read;
    });
}

const milestones = rowsOf(
  milestone,
  ['text', 'day'],
  milestonesPerPledge,
  `Please name at most ${String(milestonesPerPledge)} milestones.`,
).transform((rows, issues) => {
  if (new Set(rows.map(({ text }) => text)).size < rows.length) {
    issues.addIssue({ code: 'custom', message: 'Two milestones have the same words.' });
  }
  return [...rows].sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
});

const common = {
  base: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  text: textOf({ what: 'what is promised', range: pledgeTextLength, lines: 'one' }),
  howSeen: textOf({ what: 'how one will see that it is done', range: howSeenLength, lines: 'many' }),
  witnessed: z.enum(['stops', 'is-there'], 'Please choose what colleagues will see.'),
  owner: z.string().max(200).optional(),
  dueDay: z.iso.date('Please choose the day on which it is due.'),
  status: z.enum(pledgeStatuses, 'Please choose where it stands.'),
  milestones,
  evidence: rowsOf(
    evidence,
    ['title', 'url'],
    evidencePerPledge,
    `Please give at most ${String(evidencePerPledge)} pieces of evidence.`,
  ),
};

/** A pledge as it is posted from a response; `id` was drawn with the form, so that it is made once however often it is sent. */
export const newPledgeSchema = z.object({
  ...common,
  id: z.string().regex(/^[a-z2-7]{26}$/),
  owner: z.string('Please choose who answers for it.').min(1).max(200),
  programmeId: programmeIdSchema.optional(),
  programmeField: z.enum(fieldNames, 'Please choose from the list.').optional(),
});

/** A change of a pledge as it is posted. No owner is as before. `replacedBy` is added to the evidence. */
export const revisedPledgeSchema = z
  .object({
    ...common,
    replacedBy: z
      .string()
      .regex(/^[a-z2-7]{26}$/, 'Please choose from the list.')
      .optional(),
    reason: textOf({ what: 'why it is changed', range: pledgeReasonLength, lines: 'many' }),
  })
  .refine(({ status, replacedBy }) => replacedBy === undefined || status === 'superseded', {
    path: ['replacedBy'],
    message: 'Only where the status is “Superseded” does another pledge take its place.',
  });
