import { sql } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { unitSeparator } from '../registers/units-file';
import { currentSettings } from '../settings/current-settings.server';
import type { TermsBounds } from './petition-terms';

/**
 * Units whose leadership a petition can ask: those that the newest edition names, so none that is too small to be shown, and
 * not the one that all others lie in, which is the company. All of it is public.
 */
export async function unitsToAsk(db: Database): Promise<readonly string[]> {
  const rows = await db.execute<{ path: string }>(sql`
    select u.unit_path as path from published.edition_unit u
    join (
      select e.register_id, e.number from published.edition e
      join published.publication p on p.number = e.publication and p.checkpoint_done
      order by e.register_id desc, e.number desc limit 1
    ) newest on newest.register_id = u.register_id and newest.number = u.edition
    order by u.unit_path collate "C"`);
  const paths = rows.map(({ path }) => path);
  const holdsAll = (unit: string) => paths.every((path) => path === unit || path.startsWith(unit + unitSeparator));
  return paths.filter((unit) => !holdsAll(unit));
}

/** What the terms of a petition are measured by, as the house stands now. @param settings as the process was started with them */
export async function termsBounds(db: Database, settings: Settings): Promise<TermsBounds> {
  const { minimum, criticalMass } = await currentSettings(db, settings);
  return { minimum, houseCriticalMass: criticalMass, units: await unitsToAsk(db) };
}
