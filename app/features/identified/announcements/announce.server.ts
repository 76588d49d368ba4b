import { sql } from 'drizzle-orm';
import { publishAnnouncement } from '~/features/published/announcements/publish-announcement.server';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { mailOutbox, person } from '~db/schema/identified';
import { statementAuthor } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { announcementMail } from './announcement-mail';

export interface AnnounceInput {
  readonly actor: Actor;
  /** Words already parsed by `announcementSchema`, or written by the house within its lengths. */
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** The petition that it is about, if one. */
  readonly petitionId: string | null;
  /** Whether the same words also go to everybody on the roster. */
  readonly byMail: boolean;
  /** On the company's calendar. */
  readonly day: string;
  /** For the link in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * Says something to all staff, in the caller's transaction. The caller appends the entries last of all (protocol 6).
 *
 * @throws DeskError `not-allowed` unless the actor is in leadership
 * @throws AnnouncementError `about-no-petition`; `mailed-today`: there is one mailing a day of the company, see
 *   `mailedOn` for asking before
 */
export async function announce(
  tx: IdentifiedDatabase,
  { actor, title, body, petitionId, byMail, day, publicUrl }: AnnounceInput,
): Promise<{ id: string; entries: LedgerEntry[] }> {
  requireDesk(actor, 'leadership');
  const { name: authorName, personNumber } = actor;
  const said = { title, body, petitionId, mailed: byMail, authorName, day };
  const { id, entry } = await publishAnnouncement(tx, said);
  await tx.insert(statementAuthor).values({ kind: 'announcement', id, revision: 1, personNumber });
  if (byMail) await queueMailing(tx, announcementMail({ id, title, body, authorName, publicUrl }));
  return { id, entries: [entry] };
}

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly publicUrl: string;
}

/** As {@link announce}, in a transaction of its own, today on the company's calendar. @returns the announcement's name */
export function announceToday(
  { db, clock, settings, publicUrl }: Deps,
  input: Omit<AnnounceInput, 'day' | 'publicUrl'>,
): Promise<string> {
  return inTransaction(db, async (tx) => {
    const day = dayIn(settings.timeZone, clock.now());
    const { id, entries } = await announce(tx, { ...input, day, publicUrl });
    await appendEntries(tx, entries);
    return id;
  });
}

/**
 * The same mail to everybody who is active on the roster, in one statement: so nobody is left out who joins or leaves
 * meanwhile, and no list of recipients is held anywhere else. They wait behind every other mail.
 */
async function queueMailing(tx: IdentifiedDatabase, mail: { subject: string; body: string }): Promise<void> {
  await tx.execute(sql`
    insert into ${mailOutbox} (id, recipient, subject, body, for_all)
    select gen_random_uuid()::text, ${person.email}, ${mail.subject}, ${mail.body}, true
    from ${person} where ${person.status} = 'active'`);
}
