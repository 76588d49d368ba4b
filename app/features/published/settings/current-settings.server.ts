import { changeableSettings, type ChangeableSetting, type Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { setting } from '~db/schema/published';
import { isAllowedSetting } from './setting';

/**
 * The settings in force: those the process was started with, and over them what administrators changed.
 * A stored value that is not allowed is passed over, so that nobody lowers a floor by writing a row.
 */
export async function currentSettings(db: Database, base: Settings): Promise<Settings> {
  const rows = await db.select({ name: setting.name, value: setting.value }).from(setting);
  const changed: Partial<Record<ChangeableSetting, number>> = {};
  for (const name of changeableSettings) {
    const value = rows.find((row) => row.name === name)?.value;
    if (isAllowedSetting(base, name, value)) changed[name] = value;
  }
  return { ...base, ...changed };
}
