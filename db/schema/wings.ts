import { pgSchema } from 'drizzle-orm/pg-core';

/** Facts about people. Nothing here may say what somebody signed, raised or judged. */
export const identified = pgSchema('identified');

/** The courtyard: what anybody may read without being anybody. Every row is an entry, or a leaf, of the ledger. */
export const published = pgSchema('published');

/** What is said unseen, until a publication makes a public fact of it. No fine time, no serial number, no person. */
export const anonymous = pgSchema('anonymous');
