import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { announcement } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { randomId } from '../petitions/random-id.server';
import { publishRevision } from '../statements/publish-revision.server';
import { AnnouncementError } from './announcement';

/** Petitions that an announcement can be about: those whose page anybody finds. */
const announcedStates = ['open', 'closed', 'archived'] as const;

export interface AnnouncementInput {
  /** Already parsed by `announcementSchema`, or written by the house within its lengths. */
  readonly title: string;
  readonly body: string;
  readonly petitionId: string | null;
  /** Whether it also goes out by mail: of one company day's announcements, one does. */
  readonly mailed: boolean;
  readonly authorName: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Says something to all staff, for good. Call it in a transaction, and append the entry last of all. NOT checked: who says
 * it; that the mails are queued.
 *
 * @throws AnnouncementError `about-no-petition` unless that is listed; `mailed-today` if one of this day was mailed already
 */
export async function publishAnnouncement(
  tx: Database,
  { title, body, petitionId, mailed, authorName, day }: AnnouncementInput,
): Promise<{ id: string; entry: LedgerEntry }> {
  if (petitionId !== null) {
    const [known] = await tx
      .select({ id: petition.id })
      .from(petition)
      .where(and(eq(petition.id, petitionId), inArray(petition.state, [...announcedStates])));
    if (!known) throw new AnnouncementError('about-no-petition');
  }
  const id = randomId();
  // A second mailing of the day meets the index, however many are made at once.
  const made = await tx
    .insert(announcement)
    .values({ id, petitionId, day, mailed })
    .onConflictDoNothing()
    .returning({ id: announcement.id });
  if (made.length === 0) throw new AnnouncementError('mailed-today');
  const document = { title, body };
  const entry = await publishRevision(tx, {
    ...{ kind: 'announcement', id, base: 0, document },
    ...{ authorName, reason: '', day },
  });
  return { id, entry };
}
