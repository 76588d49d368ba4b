import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';

/** What the lists of public data are read with. */
export interface Reading {
  readonly db: Database;
  readonly settings: Settings;
}
