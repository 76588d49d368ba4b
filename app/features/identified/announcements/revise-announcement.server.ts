import { AnnouncementError } from '~/features/published/announcements/announcement';
import { announcementView } from '~/features/published/announcements/announcements.queries.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { publishRevision } from '~/features/published/statements/publish-revision.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { statementAuthor } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';

interface Revision {
  readonly actor: Actor;
  readonly id: string;
  /** The revision that was read. */
  readonly base: number;
  /** Already parsed by `announcementRevisionSchema`. */
  readonly title: string;
  readonly body: string;
  readonly reason: string;
}

/**
 * Revises an announcement in the open: what it said before stands beside it. Any of leadership may. Nobody is mailed.
 *
 * @throws DeskError `not-allowed`
 * @throws AnnouncementError `unknown-announcement`
 * @throws StatementError as `publishRevision`
 */
export async function reviseAnnouncement(
  { db, clock, settings }: { db: IdentifiedDatabase; clock: Clock; settings: Settings },
  { actor, id, base, title, body, reason }: Revision,
): Promise<void> {
  requireDesk(actor, 'leadership');
  await inTransaction(db, async (tx) => {
    if (!(await announcementView(tx, id))) throw new AnnouncementError('unknown-announcement');
    const { name: authorName, personNumber } = actor;
    const entry = await publishRevision(tx, {
      ...{ kind: 'announcement', id, base, document: { title, body } },
      ...{ authorName, reason, day: dayIn(settings.timeZone, clock.now()) },
    });
    await tx.insert(statementAuthor).values({ kind: 'announcement', id, revision: base + 1, personNumber });
    await appendEntry(tx, entry);
  });
}
