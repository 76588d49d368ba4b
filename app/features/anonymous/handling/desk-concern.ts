import { daysBetween } from '~/ui/days';
import type { ConcernKind } from '~/features/published/programmes/concern-kind';
import type { CloseReason, ConcernState } from '../concerns/conversation.schema';
import type { Manifest } from '../concerns/manifest';
import type { MessageContent } from '../concerns/message-content';
import type { FileKeys } from './grant';

/** What this handler's key makes of the text of a message. */
export type OpenedText =
  /** `fileKey` opens the text and nothing else: it is what a grant hands on. */
  | { readonly kind: 'open'; readonly content: MessageContent; readonly fileKey: Uint8Array }
  /** Encrypted before this key was let in, and nobody has given it access. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'damaged' };

/** A message as the desk holds it: in memory, while the key is open. */
export interface DeskMessage {
  readonly number: number;
  /** `reporter`, or the fingerprint of a handler in hex. */
  readonly sender: string;
  readonly audience: 'all' | 'handlers';
  readonly day: string;
  /** When the other side first read it. */
  readonly readDay: string | null;
  readonly parts: Manifest['parts'];
  readonly text: OpenedText;
}

/** A concern as the desk holds it. Days are 'YYYY-MM-DD', fingerprints and the key hex. */
export interface DeskConcern {
  /** The public key that its receipt words give. */
  readonly key: string;
  readonly programme: string | null;
  readonly state: ConcernState;
  readonly day: string;
  readonly lastDay: string;
  readonly acknowledgeBy: string;
  readonly answerBy: string;
  readonly acknowledgedDay: string | null;
  readonly answeredDay: string | null;
  readonly closedFor: CloseReason | null;
  readonly deletedOn: string;
  readonly hiddenFrom: readonly string[];
  readonly assignedTo: string | null;
  /** Null where there are some that this key cannot open. */
  readonly labels: readonly string[] | null;
  /** How often they were changed. */
  readonly labelsNumber: number;
  /** Opens the labels as they stand, where there are any. */
  readonly labelsKey: Uint8Array | null;
  /** The number that the next message of this handler must have. */
  readonly next: number;
  readonly messages: readonly DeskMessage[];
  /** What another handler gave this one. */
  readonly granted: FileKeys;
}

/** What is due next, and by when. */
export interface Deadline {
  readonly what: 'read' | 'answer';
  readonly day: string;
  readonly late: boolean;
}

/** The next deadline of a concern; null where nothing is owed. The day itself is not yet late. */
export function deadlineOf(concern: DeskConcern, today: string): Deadline | null {
  if (concern.state === 'closed' || concern.answeredDay !== null) return null;
  const due =
    concern.acknowledgedDay === null
      ? ({ what: 'read', day: concern.acknowledgeBy } as const)
      : ({ what: 'answer', day: concern.answerBy } as const);
  return { ...due, late: daysBetween(due.day, today) > 0 };
}

/** What the reporter said when raising it; null where this key cannot open that. */
export function openingOf(concern: DeskConcern): MessageContent | null {
  const [first] = concern.messages;
  return first?.number === 0 && first.text.kind === 'open' ? first.text.content : null;
}

export function kindOf(concern: DeskConcern): ConcernKind | null {
  return openingOf(concern)?.kind ?? null;
}

const excerptLength = 160;

/** How a concern begins, for a list. Empty where this key cannot open it. */
export function firstWords(concern: DeskConcern): string {
  const opening = openingOf(concern);
  if (!opening) return '';
  const said = [opening.text, ...opening.answers.map(({ answer }) => answer)].find((text) => text.trim() !== '') ?? '';
  const line = said.replace(/\s+/g, ' ').trim();
  if (line.length <= excerptLength) return line;
  const cut = line.slice(0, excerptLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), excerptLength / 2)).replace(/\p{Surrogate}/gu, '')} …`;
}

/** Messages of the reporter that no handler has opened. */
export function unreadOf(concern: DeskConcern): readonly DeskMessage[] {
  return concern.messages.filter(({ sender, readDay }) => sender === 'reporter' && readDay === null);
}

/** Files that hang on its messages, those that cannot be opened too. */
export function fileCount(concern: DeskConcern): number {
  return concern.messages.reduce((sum, { parts }) => sum + parts.length - 1, 0);
}

/** Whether there is anything in it that this key cannot open. */
export function isPartlyClosed(concern: DeskConcern): boolean {
  return concern.messages.some(({ text }) => text.kind === 'closed');
}

/** Handlers to whom nothing of it may be encrypted: hidden by one of them, or left out by the reporter. */
export function shutOutOf(concern: DeskConcern): ReadonlySet<string> {
  return new Set([...concern.hiddenFrom, ...(openingOf(concern)?.leftOut ?? [])]);
}

/**
 * Where the reporter can be answered: one recipient, none where this key opens nothing that the reporter wrote. More than one
 * is what no device of the reporter’s does, so nothing is to be encrypted to any of them.
 */
export function replyToOf(concern: DeskConcern): string[] {
  const named = concern.messages.flatMap(({ sender, text }) =>
    sender === 'reporter' && text.kind === 'open' && text.content.replyTo !== null ? [text.content.replyTo] : [],
  );
  return [...new Set(named)];
}

/** Every word of it that this key can open: what the search looks through, and a summary is held against. */
export function wordsOf(concern: DeskConcern): string[] {
  return concern.messages.flatMap(({ text }) => {
    if (text.kind !== 'open') return [];
    const { answers, text: said, files } = text.content;
    return [said, ...answers.flatMap(({ question, answer }) => [question, answer]), ...files.map(({ name }) => name)];
  });
}
