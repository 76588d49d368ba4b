import { formatDay } from '~/ui/days';
import type { Milestone, PledgeDocument } from '../pledges/pledge';
import { statusWords } from '../pledges/pledge-words';
import { answerWords, type ResponseItem, type ResponseText } from '../responses/response';
import { wordDifference, type DifferencePart } from '../revisions/word-difference';
import type { StatementDocuments, StatementKind, StatementRevision } from './statement';

/** One thing that a statement says, under a name that stays the same through its revisions. */
export interface StatementPart {
  readonly key: string;
  readonly label: string;
  /** As it was written, a line for each thing said; empty where nothing is. */
  readonly text: string;
  /** Set as Markdown on pages, or said line by line. */
  readonly look: 'markdown' | 'lines';
}

/** What a revision changed in one part, word by word. */
export interface ChangedPart extends Omit<StatementPart, 'text'> {
  readonly words: readonly DifferencePart[];
}

const lines = (key: string, label: string, text: string): StatementPart => ({ key, label, text, look: 'lines' });
const markdown = (key: string, label: string, text: string): StatementPart => ({ key, label, text, look: 'markdown' });

type PartsOf = { readonly [K in StatementKind]: (document: StatementDocuments[K]) => StatementPart[] };

const partsOf: PartsOf = {
  response: responseParts,
  'summary-response': ({ body }) => [markdown('body', 'The answer', body)],
  pledge: pledgeParts,
  answer: ({ body }) => [markdown('body', 'The answer', body)],
  announcement: ({ title, body }) => [lines('title', 'Title', title), markdown('body', 'Words', body)],
};

/** Everything that a document says, part by part; parts that are empty too. */
export function statementParts<K extends StatementKind>(kind: K, document: StatementDocuments[K]): StatementPart[] {
  return partsOf[kind](document);
}

function responseParts({ body, items }: ResponseText): StatementPart[] {
  return [
    markdown('body', 'To the petition as a whole', body),
    ...items.flatMap((item, index) => demandParts(index + 1, item)),
  ];
}

function demandParts(number: number, item: ResponseItem | null): StatementPart[] {
  const name = `demand-${String(number)}`;
  const label = `Demand ${String(number)}`;
  return [
    lines(`${name}-answer`, `${label}, the answer`, item ? answerWords[item.answer] : ''),
    markdown(`${name}-reason`, `${label}, the reason`, item?.reason ?? ''),
  ];
}

function pledgeParts(document: PledgeDocument): StatementPart[] {
  const { text, howSeen, witnessed, ownerName, unit, dueDay, milestones, status, evidence } = document;
  return [
    lines('text', 'What is promised', text),
    lines('how-seen', 'How one will see it done', howSeen),
    lines(
      'witnessed',
      'What colleagues are asked',
      witnessed === 'stops' ? 'Whether it stopped' : 'Whether it is there',
    ),
    lines('owner', 'Who answers for it', ownerName),
    lines('unit', 'Unit', unit),
    lines('due', 'Due', formatDay(dueDay)),
    lines('milestones', 'On the way', milestones.map(milestoneWords).join('\n')),
    lines('status', 'Status', statusWords[status]),
    lines('evidence', 'Evidence', evidence.map(({ title, url }) => `${title}: ${url}`).join('\n')),
  ];
}

function milestoneWords({ day, text }: Milestone): string {
  return `${formatDay(day)}: ${text}`;
}

/** What the first revision says, without parts that say nothing. */
export function partsSaid<K extends StatementKind>({ kind, document }: StatementRevision<K>): StatementPart[] {
  return statementParts(kind, document).filter(({ text }) => text !== '');
}

/** The parts in which a revision differs from the one before it, each word by word. Parts keep the newer one's order. */
export function changedParts<K extends StatementKind>(
  before: StatementRevision<K>,
  after: StatementRevision<K>,
): ChangedPart[] {
  const earlier = new Map(statementParts(before.kind, before.document).map(({ key, text }) => [key, text]));
  return statementParts(after.kind, after.document).flatMap(({ text, ...part }) => {
    const was = earlier.get(part.key) ?? '';
    return was === text ? [] : [{ ...part, words: wordDifference(was, text) }];
  });
}

/** What can be quoted of a statement, each by itself: what somebody wrote, and by when. Labels and choices out of a list are none. */
export function quotableTexts<K extends StatementKind>(kind: K, document: StatementDocuments[K]): string[] {
  return statementParts(kind, document).flatMap(({ key, look, text }) => {
    if (look === 'markdown') return [text];
    if (key === 'milestones') return text.split('\n');
    return quotableLines.has(key) ? [text] : [];
  });
}

const quotableLines: ReadonlySet<string> = new Set(['title', 'text', 'how-seen', 'due']);
