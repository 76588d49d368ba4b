import type { ProgrammeDocument } from './programme';

/** The questions that the register asks of every programme, in the order in which its page shows them. */
export const fieldNames = [
  'purpose',
  'collected',
  'from-whom',
  'since',
  'retention',
  'readers',
  'processed-where',
  'privacy-review',
  'security-review',
  'works-council-review',
  'legal-basis',
  'opt-out',
  'exemptions',
  'incidents',
  'status',
  'owner',
] as const;

/** A field that petitions, responses, concerns and summaries can be attached to; its name is its anchor on the page. */
export type FieldName = (typeof fieldNames)[number];

/** The fields as the page of a programme groups them. */
export const fieldGroups: readonly { readonly title: string; readonly fields: readonly FieldName[] }[] = [
  { title: 'What it does', fields: ['purpose', 'collected', 'from-whom', 'since'] },
  { title: 'What becomes of it', fields: ['retention', 'readers', 'processed-where'] },
  {
    title: 'Which reviews were done',
    fields: ['privacy-review', 'security-review', 'works-council-review', 'legal-basis'],
  },
  { title: 'Who can stay out of it', fields: ['opt-out', 'exemptions'] },
  { title: 'How it goes', fields: ['incidents', 'status', 'owner'] },
];

/** Everything that a revision can change: the fields, the name, and what reporters are asked. */
export const documentParts = ['name', ...fieldNames, 'questions'] as const;
export type DocumentPart = (typeof documentParts)[number];

export const partLabels: Readonly<Record<DocumentPart, string>> = {
  name: 'Name',
  purpose: 'What it is for',
  collected: 'What is collected',
  'from-whom': 'From whom',
  since: 'Since when',
  retention: 'How long it is kept',
  readers: 'Who can read it',
  'processed-where': 'Where it is processed',
  'privacy-review': 'Privacy review',
  'security-review': 'Security review',
  'works-council-review': 'Works council',
  'legal-basis': 'Legal basis',
  'opt-out': 'Opting out',
  exemptions: 'Who is exempt',
  incidents: 'Incidents',
  status: 'Where it stands',
  owner: 'Who answers for it',
  questions: 'Questions to reporters',
};

export function isFieldName(text: unknown): text is FieldName {
  return fieldNames.some((name) => name === text);
}

/** The label of a field as it is stored beside an attachment; null for no field, or one that is known no longer. */
export function fieldLabel(field: string | null): string | null {
  return isFieldName(field) ? partLabels[field] : null;
}

/** The value of one part of a document; `null` where it is not answered. */
export function partValue(document: ProgrammeDocument, part: DocumentPart): unknown {
  switch (part) {
    case 'from-whom':
      return document.fromWhom;
    case 'processed-where':
      return document.processedWhere;
    case 'privacy-review':
      return document.reviews.privacy;
    case 'security-review':
      return document.reviews.security;
    case 'works-council-review':
      return document.reviews.worksCouncil;
    case 'legal-basis':
      return document.reviews.legalBasis;
    case 'opt-out':
      return document.optOut;
    default:
      return document[part];
  }
}

export function isAnswered(document: ProgrammeDocument, field: FieldName): boolean {
  return partValue(document, field) !== null;
}

/** The fields that a document leaves open, in order. */
export function openFields(document: ProgrammeDocument): FieldName[] {
  return fieldNames.filter((field) => !isAnswered(document, field));
}

/**
 * The day since which a field has stood open without a break, or null where it is answered.
 * @param revisions all of one programme, oldest first
 */
export function unansweredSince(
  field: FieldName,
  revisions: readonly { readonly day: string; readonly document: ProgrammeDocument }[],
): string | null {
  let since: string | null = null;
  for (const { day, document } of revisions) since = isAnswered(document, field) ? null : (since ?? day);
  return since;
}

/** The day since which each open field of a programme stands open. @param revisions all of one, oldest first */
export function openSince(
  revisions: readonly { readonly day: string; readonly document: ProgrammeDocument }[],
): Partial<Record<FieldName, string>> {
  const open: Partial<Record<FieldName, string>> = {};
  for (const field of fieldNames) {
    const since = unansweredSince(field, revisions);
    if (since !== null) open[field] = since;
  }
  return open;
}
