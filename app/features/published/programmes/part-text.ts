import { formatCount, plural } from '~/ui/count';
import { formatDay } from '~/ui/days';
import { collectedWords, reviewStateWords, stateWords, type ProgrammeDocument, type Review } from './programme';
import type { DocumentPart } from './programme-fields';
import { kindQuestion, type ReporterQuestion } from './reporter-questions';

/** One part of a document as plain text, a line for each thing said; empty where it is not answered. */
export function partText(document: ProgrammeDocument, part: DocumentPart): string {
  switch (part) {
    case 'name':
      return document.name;
    case 'status':
      return stateWords[document.status];
    case 'owner':
      return document.owner ?? '';
    case 'purpose':
      return document.purpose ?? '';
    case 'collected':
      return document.collected ? collectedText(document.collected) : '';
    case 'from-whom':
      return document.fromWhom ?? '';
    case 'since':
      return document.since === null ? '' : formatDay(document.since);
    case 'retention':
      return document.retention ? retentionText(document.retention) : '';
    case 'readers':
      return document.readers ? lines(peopleWords(document.readers.people), document.readers.text) : '';
    case 'processed-where':
      return document.processedWhere ?? '';
    case 'privacy-review':
      return reviewText(document.reviews.privacy);
    case 'security-review':
      return reviewText(document.reviews.security);
    case 'works-council-review':
      return reviewText(document.reviews.worksCouncil);
    case 'legal-basis':
      return reviewText(document.reviews.legalBasis);
    case 'opt-out':
      return document.optOut ?? '';
    case 'exemptions':
      return exemptionsText(document.exemptions);
    case 'incidents':
      return incidentsText(document.incidents);
    case 'questions':
      return document.questions.map(questionText).join('\n');
  }
}

/** "1,204 people". */
export function peopleWords(people: number): string {
  return plural(people, 'person', 'people');
}

/** Shown where a list was answered with nothing in it. */
export const noneWords = { exemptions: 'Nobody is exempt.', incidents: 'No incident is known.' } as const;

function lines(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n');
}

function collectedText({ kinds, detail }: NonNullable<ProgrammeDocument['collected']>): string {
  return lines(kinds.map((kind) => collectedWords[kind]).join(', '), detail);
}

function retentionText({ text, days }: NonNullable<ProgrammeDocument['retention']>): string {
  return lines(days === null ? null : plural(days, 'day'), text);
}

function reviewText(review: Review | null): string {
  if (!review) return '';
  const state = reviewStateWords[review.state];
  return lines(
    review.day === null ? state : `${state}, ${formatDay(review.day)}`,
    review.summary,
    ...review.documents.map((hash) => `Document ${shortHash(hash)}`),
  );
}

/** Enough of a hash to tell documents apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

function exemptionsText(exemptions: ProgrammeDocument['exemptions']): string {
  if (!exemptions) return '';
  if (exemptions.length === 0) return noneWords.exemptions;
  return exemptions
    .map(({ rank, exempt, why }) => `${rank}: ${exempt ? 'exempt' : 'not exempt'}${why === null ? '' : `. ${why}`}`)
    .join('\n');
}

function incidentsText(incidents: ProgrammeDocument['incidents']): string {
  if (!incidents) return '';
  if (incidents.length === 0) return noneWords.incidents;
  return incidents.map(({ day, text }) => `${formatDay(day)}: ${text}`).join('\n');
}

function questionText({ id, text, kind, options, showIf }: ReporterQuestion, index: number): string {
  const answers = kind === 'choice' ? options.join(' / ') : kind === 'yes-no' ? 'yes / no' : 'in words';
  const condition = showIf
    ? `; only if ${showIf.question === kindQuestion ? 'the kind' : `“${showIf.question}”`} is “${showIf.equals}”`
    : '';
  return `${formatCount(index + 1)}. ${text} (${id}: ${answers}${condition})`;
}
