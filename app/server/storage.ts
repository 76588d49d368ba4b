import { minute, type Clock } from '~/platform/clock';
import { actualRights } from '~db/actual-rights';
import { grantDifferences } from '~db/check-grants';
import { openSql, type Connection } from '~db/database';
import { liveColumns, type LiveColumn } from '~db/live-columns';
import { allClasses } from '~db/schema/all-classes';
import type { ClassifiedTable } from '~db/schema/classification';

/** What the database says of itself: no row of anything, only what there is and who may do what with it. */
export interface LiveStorage {
  readonly columns: readonly LiveColumn[];
  /** In words, such as `anonymous has SELECT on published.petition`. */
  readonly rights: readonly string[];
  /** How the rights, and what they rest on, differ from what the source declares. */
  readonly differences: readonly string[];
}

/** What is stored, as the source explains it and as the database has it. */
export interface Storage {
  readonly classes: readonly ClassifiedTable[];
  /** Looked up in the database, at most once a minute. Throws whatever the database says. */
  readonly live: () => Promise<LiveStorage>;
}

/** Describes the database that this role reaches. Connects at the first question; `close` ends that. */
export function describeStorage(connection: Connection, clock: Clock): Storage & { close(): Promise<void> } {
  const sql = openSql({ ...connection, max: 1 }, { idle_timeout: 60 });
  let asked: { readonly minute: number; readonly answer: Promise<LiveStorage> } | null = null;
  return {
    classes: allClasses,
    live() {
      const now = Math.floor(clock.now().getTime() / minute);
      if (asked?.minute !== now) {
        const answer = look(sql);
        asked = { minute: now, answer };
        // What failed is asked again at once.
        answer.catch(() => {
          asked = null;
        });
      }
      return asked.answer;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

async function look(sql: ReturnType<typeof openSql>): Promise<LiveStorage> {
  const [columns, rights, differences] = await Promise.all([
    liveColumns(sql),
    actualRights(sql),
    grantDifferences(sql),
  ]);
  return { columns, rights: [...rights], differences: differences.map(({ what }) => what) };
}
