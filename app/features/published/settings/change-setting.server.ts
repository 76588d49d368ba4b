import { sql } from 'drizzle-orm';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { ChangeableSetting, Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { setting } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { currentSettings } from './current-settings.server';
import { isAllowedSetting } from './setting';
import { SettingError } from './setting-error';

export interface ChangeSettingDeps {
  /** Logged in as `identified`, the only role that may write settings. */
  readonly db: Database<'identified'>;
  readonly clock: Clock;
  /** The settings that the process was started with. */
  readonly base: Settings;
}

export interface SettingChange {
  readonly name: ChangeableSetting;
  readonly value: number;
}

/**
 * Changes one setting, as a ledger entry. It holds for later petitions only: what is open keeps what it was opened with.
 * Does NOT check who asks.
 *
 * @throws SettingError `out-of-bounds`, `unchanged`
 */
export function changeSetting({ db, clock, base }: ChangeSettingDeps, change: SettingChange): Promise<void> {
  const { name, value } = change;
  if (!isAllowedSetting(base, name, value)) return Promise.reject(new SettingError('out-of-bounds'));
  const day = dayOf(clock.now());
  return inTransaction(db, async (tx) => {
    const before = await currentSettings(tx, base);
    if (before[name] === value) throw new SettingError('unchanged');
    const changed = await tx
      .insert(setting)
      .values({ name, value, sinceDay: day })
      .onConflictDoUpdate({
        target: setting.name,
        set: { value, sinceDay: day },
        // Whoever saves the same value at the same moment waits here, and then changes nothing.
        setWhere: sql`${setting.value} is distinct from excluded.value`,
      })
      .returning({ name: setting.name });
    if (changed.length === 0) throw new SettingError('unchanged');
    await appendEntry(tx, { v: 1, kind: 'setting', name, value, day });
  });
}
