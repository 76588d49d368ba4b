import type { StatementKind } from './statement';

/** What a statement is, as it begins a sentence. */
export const statementKindWords: Readonly<Record<StatementKind, string>> = {
  response: 'Response to a petition',
  'summary-response': 'Answer to a summary',
  pledge: 'Pledge',
  answer: 'Answer to a question',
  announcement: 'Announcement',
};

/** Whether a text names a kind of statement. Comes out of an address or a form: attacker-controlled. */
export function isStatementKind(text: string): text is StatementKind {
  return Object.hasOwn(statementKindWords, text);
}

/** "Revised 2 times". @param revision the number of the newest */
export function revisedWords(revision: number): string {
  const times = revision - 1;
  if (times === 0) return 'Never revised';
  return times === 1 ? 'Revised once' : `Revised ${String(times)} times`;
}
