import type { DeskConcern, DeskMessage } from './desk-concern';
import { stateNames } from './handling-words';

/** Who wrote a message, in words. */
export function senderName({ sender }: DeskMessage, nameOf: (fingerprint: string) => string): string {
  return sender === 'reporter' ? 'Reporter' : nameOf(sender);
}

/**
 * A concern as a file for the record: everything of it that this key can open, in the clear. Files are named, not held.
 * @param nameOf a handler’s name by fingerprint
 */
export function exportConcern(
  concern: DeskConcern,
  nameOf: (fingerprint: string) => string,
  programmeName: string | null,
): string {
  const { key, state, day, lastDay, acknowledgedDay, answeredDay, closedFor, deletedOn, labels, assignedTo } = concern;
  const value = {
    concern: key,
    programme: programmeName,
    state: stateNames[state],
    days: { received: day, lastWord: lastDay, read: acknowledgedDay, answered: answeredDay, deleted: deletedOn },
    closedFor,
    lookedAfterBy: assignedTo === null ? null : nameOf(assignedTo),
    labels,
    messages: concern.messages.map((message) => ({
      number: message.number,
      from: senderName(message, nameOf),
      noteAmongHandlers: message.audience === 'handlers',
      day: message.day,
      ...(message.text.kind === 'open'
        ? {
            kind: message.text.content.kind,
            text: message.text.content.text,
            answers: message.text.content.answers,
            files: message.text.content.files.map(({ name, mediaType, size }) => ({ name, mediaType, size })),
          }
        : { notOpened: true }),
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
