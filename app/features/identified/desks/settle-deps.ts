import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';

export interface SettleDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  /** As the process was started with them; what administrators changed is looked up. */
  readonly settings: Settings;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}
