import { index, text } from 'drizzle-orm/pg-core';
import { classify, type ColumnClassTuple } from './classification';
import { bytea, day } from './columns';
import { person } from './identified';
import { identified } from './wings';

const whileHandler = (purpose: string): ColumnClassTuple => [
  purpose,
  'until the key is retired and its holder has left',
  'the person',
  'administrators',
];
const untilLetIn = (purpose: string): ColumnClassTuple => [
  purpose,
  'until let in, withdrawn, or the role is',
  'the person',
  'administrators',
];

/** Whose handler’s key it is. The anonymous wing knows only the fingerprint. */
export const handlerHolder = identified.table(
  'handler_holder',
  {
    fingerprint: bytea().primaryKey(),
    personNumber: text()
      .notNull()
      .references(() => person.personNumber),
  },
  (t) => [index('handler_holder_person').on(t.personNumber)],
);

export const handlerHolderClasses = classify(handlerHolder, {
  fingerprint: whileHandler('Which key'),
  personNumber: whileHandler('Whose; the name is public, beside the key'),
});

/** A key that waits for an existing handler to let it in. */
export const handlerRequest = identified.table('handler_request', {
  personNumber: text()
    .primaryKey()
    .references(() => person.personNumber),
  signingKey: bytea().notNull(),
  recipient: text().notNull(),
  signature: bytea().notNull(),
  day: day().notNull(),
});

export const handlerRequestClasses = classify(handlerRequest, {
  personNumber: untilLetIn('Who asks'),
  signingKey: untilLetIn('Ed25519 key that the handler’s requests would be signed with'),
  recipient: untilLetIn('age recipient that concerns would be encrypted to'),
  signature: untilLetIn('By that signing key, so that nobody registers somebody else’s'),
  day: untilLetIn('When'),
});

export const handlersClasses = [handlerHolderClasses, handlerRequestClasses];
