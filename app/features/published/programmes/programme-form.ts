import { z } from 'zod';
import type { ProgrammeDocument, Review } from './programme';
import { reviewKinds } from './programme';
import { parseProgrammeDocument, reasonSchema } from './programme.schema';
import { normaliseDeep } from './programme-text';

/*
 * The form of a programme. Everything in it is text as it was posted; empty is not answered. What it comes to is checked
 * by the one schema of documents, and what is wrong is said of the very field.
 */

const posted = z.string('This is to be a text.').optional();
const postedList = z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional();
const postedReview = z.object({ state: posted, day: posted, summary: posted, documents: postedList }).optional();

const postedProgramme = z.object({
  base: posted,
  reason: posted,
  name: posted,
  status: posted,
  owner: posted,
  purpose: posted,
  collected: z.object({ kinds: postedList, detail: posted }).optional(),
  fromWhom: posted,
  since: posted,
  retention: z.object({ text: posted, days: posted }).optional(),
  readers: z.object({ text: posted, people: posted }).optional(),
  processedWhere: posted,
  reviews: z
    .object({ privacy: postedReview, security: postedReview, worksCouncil: postedReview, legalBasis: postedReview })
    .optional(),
  optOut: posted,
  nobodyExempt: posted,
  exemptions: z.array(z.object({ rank: posted, exempt: posted, why: posted }).optional()).optional(),
  noIncident: posted,
  incidents: z.array(z.object({ day: posted, text: posted }).optional()).optional(),
});
type PostedProgramme = z.output<typeof postedProgramme>;

/** What a form of a programme comes to. */
export interface WrittenRevision {
  /** The revision that was looked at; 0 for a new programme. */
  readonly base: number;
  readonly reason: string;
  /** Without questions to reporters: those are not leadership's to write. */
  readonly document: ProgrammeDocument;
}

export const programmeFormSchema = postedProgramme.transform((form, issues): WrittenRevision => {
  const exemptions = rowsOf(form.exemptions);
  const incidents = rowsOf(form.incidents);
  const rows: Readonly<Record<string, readonly number[]>> = {
    exemptions: exemptions.map(({ place }) => place),
    incidents: incidents.map(({ place }) => place),
  };
  const refuse = (path: PropertyKey[], message: string) => {
    issues.addIssue({ code: 'custom', path, message });
  };
  if (isSet(form.nobodyExempt) && exemptions.length > 0)
    refuse(['nobodyExempt'], 'Ranks are listed as well. Please do one or the other.');
  if (isSet(form.noIncident) && incidents.length > 0)
    refuse(['noIncident'], 'Incidents are listed as well. Please do one or the other.');
  const reason = reasonSchema.safeParse(normaliseDeep(form.reason ?? ''));
  if (reason.error) refuse(['reason'], reason.error.issues[0]?.message ?? '');
  const { data, error } = parseProgrammeDocument(
    candidateOf(
      form,
      exemptions.map(({ row }) => row),
      incidents.map(({ row }) => row),
    ),
  );
  for (const { path, message } of error?.issues ?? []) refuse(formPath(path, rows), message);
  if (!data || !reason.success || issues.issues.length > 0) return z.NEVER;
  return { base: wholeNumber(form.base ?? '0') ?? -1, reason: reason.data, document: data };
});

interface Row<T> {
  readonly place: number;
  readonly row: T;
}

/** The rows in which anything was written, with their places in the form. */
function rowsOf<T extends Record<string, string | undefined>>(list: readonly (T | undefined)[] | undefined): Row<T>[] {
  return (list ?? []).flatMap((row, place) =>
    row && Object.values(row).some((value) => blank(value) !== null) ? [{ place, row }] : [],
  );
}

/** Errors in lists are said of the row in the form, which may stand below empty ones; those in check boxes, of all. */
function formPath(path: readonly PropertyKey[], rows: Readonly<Record<string, readonly number[]>>): PropertyKey[] {
  const [part, index, ...rest] = path;
  if (typeof part === 'string' && typeof index === 'number') {
    const place = rows[part]?.[index];
    return place === undefined ? [part] : [part, place, ...rest];
  }
  if (part === 'collected' && path.length === 1) return ['collected', 'kinds'];
  return typeof path.at(-1) === 'number' ? path.slice(0, -1) : [...path];
}

function blank(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text;
}

const isSet = (text: string | undefined) => text === 'yes';

/** Digits, with the separators people write between them; null for anything else. */
function wholeNumber(text: string): number | null {
  const digits = text.replace(/[\s,.’']/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** Not a number where something else was written: the schema then says what it wants. */
const numberOf = (text: string) => wholeNumber(text) ?? Number.NaN;

function candidateOf(
  form: PostedProgramme,
  exemptions: readonly { rank?: string | undefined; exempt?: string | undefined; why?: string | undefined }[],
  incidents: readonly { day?: string | undefined; text?: string | undefined }[],
): unknown {
  const { collected, retention, readers } = form;
  const kinds = collected?.kinds ?? [];
  const detail = blank(collected?.detail);
  const [kept, keptDays] = [blank(retention?.text), blank(retention?.days)];
  const [readBy, people] = [blank(readers?.text), blank(readers?.people)];
  return {
    name: form.name ?? '',
    status: form.status ?? '',
    owner: blank(form.owner),
    purpose: blank(form.purpose),
    collected: kinds.length === 0 && detail === null ? null : { kinds, detail },
    fromWhom: blank(form.fromWhom),
    since: blank(form.since),
    retention:
      kept === null && keptDays === null
        ? null
        : { text: kept ?? '', days: keptDays === null ? null : numberOf(keptDays) },
    readers: readBy === null && people === null ? null : { text: readBy ?? '', people: numberOf(people ?? '') },
    processedWhere: blank(form.processedWhere),
    reviews: Object.fromEntries(reviewKinds.map((kind) => [kind, reviewOf(form.reviews?.[kind])])),
    optOut: blank(form.optOut),
    exemptions:
      exemptions.length === 0 && !isSet(form.nobodyExempt)
        ? null
        : exemptions.map(({ rank, exempt, why }) => ({
            rank: rank ?? '',
            exempt: exempt === 'yes' ? true : exempt === 'no' ? false : null,
            why: blank(why),
          })),
    incidents:
      incidents.length === 0 && !isSet(form.noIncident)
        ? null
        : incidents.map(({ day, text }) => ({ day: day ?? '', text: text ?? '' })),
    questions: [],
  };
}

function reviewOf(review: z.output<typeof postedReview>): unknown {
  if (!review) return null;
  const { state, day, summary, documents = [] } = review;
  const parts = { state: blank(state), day: blank(day), summary: blank(summary), documents };
  if (parts.state === null && parts.day === null && parts.summary === null && documents.length === 0) return null;
  return parts;
}

/** A document as the form would have posted it. */
export function formValuesOf(document: ProgrammeDocument): Record<string, unknown> {
  const { exemptions, incidents, retention, readers, reviews, questions: _, ...texts } = document;
  return {
    ...texts,
    retention: retention && { text: retention.text, days: retention.days === null ? '' : String(retention.days) },
    readers: readers && { text: readers.text, people: String(readers.people) },
    reviews: Object.fromEntries(reviewKinds.map((kind) => [kind, reviews[kind] satisfies Review | null])),
    nobodyExempt: exemptions?.length === 0 ? 'yes' : undefined,
    exemptions: exemptions?.map(({ rank, exempt, why }) => ({ rank, exempt: exempt ? 'yes' : 'no', why })),
    noIncident: incidents?.length === 0 ? 'yes' : undefined,
    incidents,
  };
}
