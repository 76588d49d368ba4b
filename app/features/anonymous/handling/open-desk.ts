import type { HandlerRecord } from '~/features/published/handlers/handler-record.schema';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { readHandlers } from '~/features/published/handlers/read-handlers';
import { createDesk, type Desk } from './desk';
import { createOpeningPool } from './opening-pool';

/** What came of bringing a key to the desk. */
export type DeskOpening =
  | { readonly kind: 'open'; readonly desk: Desk; readonly records: readonly HandlerRecord[] }
  /** Nobody let this key in, or not yet. */
  | { readonly kind: 'not-let-in'; readonly fingerprint: string }
  | { readonly kind: 'retired'; readonly fingerprint: string; readonly day: string }
  /** It stands among the handlers, and who let it in does not add up. */
  | { readonly kind: 'not-believed'; readonly problems: readonly string[] };

/**
 * Opens the desk of a handler's key, with nothing on it yet. Who handles concerns is read and checked here (protocol 7).
 * @param today of the server
 * @throws HandlersReadError
 */
export async function openDesk(keys: OpenHandlerKeys, organisation: string, today: () => string): Promise<DeskOpening> {
  const { fingerprint } = keys;
  const { records, active, problems } = await readHandlers(organisation);
  const me = active.find((handler) => handler.fingerprint === fingerprint);
  if (me) {
    const session = { organisation, keys, today };
    const pool = createOpeningPool(keys.identity);
    return { kind: 'open', desk: createDesk({ session, me, checked: { active, problems }, pool }), records };
  }
  const record = records.find((known) => known.fingerprint === fingerprint);
  if (!record) return { kind: 'not-let-in', fingerprint };
  if (record.retiredDay !== null) return { kind: 'retired', fingerprint, day: record.retiredDay };
  return { kind: 'not-believed', problems };
}
