import { eq } from 'drizzle-orm';
import type { Database } from '~db/database';
import { leader } from '~db/schema/published-answers';

/** Somebody who has a public record, with the day on which it began; null where there is none of this name. */
export async function leaderNamed(
  db: Database,
  leaderId: string,
): Promise<{ readonly id: string; readonly name: string; readonly day: string } | null> {
  const [row] = await db.select().from(leader).where(eq(leader.id, leaderId));
  return row ?? null;
}
