import { daysBetween, relativeDay } from '~/ui/days';
import { plural } from '~/ui/count';
import type { CloseReason, ConcernState } from '../concerns/conversation.schema';
import type { Deadline } from './desk-concern';

/** Where a concern stands, to handlers. */
export const stateNames: Readonly<Record<ConcernState, string>> = {
  received: 'Received',
  'in-review': 'In review',
  answered: 'Answered',
  closed: 'Closed',
};

/** Why one is closed: as it is chosen, and what the reporter is told. Rubbish is closed apart. */
export const closeReasonNames: Readonly<Record<CloseReason, string>> = {
  resolved: 'Put right',
  'not-upheld': 'Looked into, not shared',
  'out-of-scope': 'Not ours to decide',
  duplicate: 'Dealt with already',
  'no-answer': 'We asked, and no answer came',
  rubbish: 'Rubbish',
};

/** "Read by tomorrow", "Answer 12 days overdue". */
export function deadlineWords({ what, day, late }: Deadline, today: string): string {
  const name = what === 'read' ? 'Reading' : 'Answer';
  if (late) return `${name} ${plural(daysBetween(day, today), 'day')} overdue`;
  return `${name} due ${relativeDay(day, today)}`;
}

/** Words to begin a reply with, to be changed before it is sent. */
export const replyTemplates = [
  {
    name: 'Ask for more',
    text: 'Thank you for raising this. To look into it we need to know more:\n\n– \n– \n\nSay only what you want to say. We cannot see who you are, and we do not try to.',
  },
  {
    name: 'Say that it was read',
    text: 'Thank you. We have read this and are looking into it. You will hear from us here; please come back with your words.',
  },
  {
    name: 'Ask whether a summary may be published',
    text: 'We would like to publish a summary without anything that tells who wrote to us, so that others can say whether they saw the same. Is there anything that must not stand in it?',
  },
] as const;

/** Something that was refused or failed, and what to do. */
interface Refusal {
  readonly title: string;
  readonly text: string;
}

const nothingChanged = 'Nothing was changed.';

const refusals: Readonly<Record<string, Refusal>> = {
  'connection-lost': {
    title: 'The connection was lost',
    text: 'It is not known whether this arrived. Look at the concern again before you repeat it.',
  },
  interrupted: {
    title: 'The connection broke while sending',
    text: 'If your message does not stand above, not all of it arrived: your text is still here, send it again.',
  },
  stale: {
    title: 'Somebody else was quicker',
    text: `Another handler changed this concern while you were looking at it. ${nothingChanged} It now stands here as they left it.`,
  },
  'number-taken': {
    title: 'Somebody else wrote meanwhile',
    text: 'A message came in while you were writing. Nothing was sent, and your text is still here: read the new message first, then send.',
  },
  'not-a-handler': {
    title: 'This key is no longer a handler’s key',
    text: 'It was retired, so the server gives it nothing any more. What was on this desk has been cleared from this page.',
  },
  'unknown-concern': {
    title: 'This concern is not on your desk any more',
    text: 'Another handler has hidden it from you, or its time was over and it was deleted.',
  },
  'unknown-handler': {
    title: 'That handler’s key is not in force',
    text: `It was retired meanwhile, or this concern is hidden from them. ${nothingChanged}`,
  },
  'last-handler': {
    title: 'Somebody has to be able to see it',
    text: `It cannot be hidden from the last handler who can see it. ${nothingChanged}`,
  },
  'not-open': {
    title: 'This concern is closed for good',
    text: `Nothing more can be written in it, by either side. ${nothingChanged}`,
  },
  'no-reply': {
    title: 'It has not been answered yet',
    text: 'Write to the reporter first: only then can it be called answered.',
  },
  'too-many': {
    title: 'This conversation is full',
    text: 'It holds as much as a conversation can. Nothing was sent.',
  },
  'too-large': { title: 'That is too large', text: 'Send fewer files, or smaller ones. Nothing was sent.' },
  'too-long': { title: 'The text is too long', text: 'Shorten it, or send the rest in a second message.' },
  'wrong-day': {
    title: 'The days do not agree',
    text: `This device and the server name different days. ${nothingChanged} Reload the page.`,
  },
  'clocks-differ': {
    title: 'The clocks do not agree',
    text: `This device and the server are more than a day apart. ${nothingChanged} Set the clock of this device and reload the page.`,
  },
  'no-reply-address': {
    title: 'You cannot answer yet',
    text: 'Where to answer stands in the reporter’s messages, and this key can open none of them. Ask a handler who can read this concern to give you access.',
  },
  'several-reply-addresses': {
    title: 'Something is wrong with this conversation',
    text: 'Its messages name more than one address for answers, which no reporter’s device does. So nothing is encrypted to any of them. Write a note, and tell the other handlers in person.',
  },
  'broken-chain': {
    title: 'The handlers’ keys do not add up',
    text: 'What the server says of who let whom in is not signed as it should be, so this desk encrypts nothing. Look at the page of handlers, and tell the others in person.',
  },
  'not-for-this-key': {
    title: 'Your key cannot open this',
    text: 'It was encrypted before your key was let in. A handler who can read it can give you access.',
  },
  damaged: {
    title: 'This is not what was sent',
    text: 'What the server gave does not fit what the message lists, so it is not shown.',
  },
  'not-listed': { title: 'This file is gone', text: 'It was deleted when the concern was closed as rubbish.' },
  full: { title: 'There is no room on this device', text: 'Free some space, or send fewer files. Nothing was sent.' },
  'no-storage': {
    title: 'This browser keeps nothing',
    text: 'Encrypted files have to wait somewhere until they are sent. Use an ordinary window. Nothing was sent.',
  },
  busy: { title: 'The server is busy', text: `${nothingChanged} Try again in a moment.` },
  'unreadable-file': { title: 'A file could not be read', text: 'It was moved or changed meanwhile. Choose it again.' },
};

const unexpected: Refusal = {
  title: 'That did not work',
  text: 'Try again; if it stays, reload the page and open your key again.',
};

/** The words for a code; general ones for a code that is not known. */
export function refusalWords(code: string): Refusal {
  return refusals[code] ?? unexpected;
}
