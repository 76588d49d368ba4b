import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';

/** What the public interface is answered with. */
export interface Reading {
  readonly db: Database;
  readonly settings: Settings;
  readonly now: Date;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}
