import { randomBytes } from 'node:crypto';
import type { AppLoadContext } from '@remix-run/node';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '~/platform/clock';
import type { DayLog, Log } from '~/platform/logger';
import type { Settings } from '~/platform/settings';
import type { AnonymousWing, IdentifiedWing, PublishedWing, RequestWing } from './load-context';

/** The wings that this process serves; null: another process does. */
export interface ServedWings {
  readonly identified: IdentifiedWing | null;
  readonly published: PublishedWing | null;
  readonly anonymous: AnonymousWing | null;
}

export interface ContextSources {
  readonly wings: ServedWings;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly publicKeys: AppLoadContext['publicKeys'];
  readonly client: AppLoadContext['client'];
  readonly storage: AppLoadContext['storage'];
  readonly press: AppLoadContext['press'];
  readonly frameAncestors: AppLoadContext['frameAncestors'];
  readonly log: Log;
  readonly dayLog: DayLog;
}

/** What a route gets with one request: one wing, and a fresh nonce. Null if another process serves this wing. */
export function loadContext(sources: ContextSources, name: RequestWing['name']): AppLoadContext | null {
  const wing = sources.wings[name];
  if (!wing) return null;
  const { clock, settings, publicUrl, publicKeys, client, storage, press, frameAncestors, log, dayLog } = sources;
  return {
    nonce: randomBytes(16).toString('base64'),
    clock,
    settings,
    publicUrl,
    publicKeys,
    client,
    storage,
    press,
    frameAncestors,
    log: name === 'anonymous' ? dayLog : log,
    wing,
  };
}

/** Headers that routes may see. No address, no browser's name, no referrer can be logged by a route that never gets it. */
const passedOn = ['accept', 'content-type', 'content-length', 'if-none-match'] as const;

/** The request's headers as routes of this wing get them; only the identified wing sees cookies. */
export function passHeaders(headers: IncomingHttpHeaders, wing: RequestWing['name']): Headers {
  const passed = new Headers();
  for (const name of passedOn) {
    const value = headers[name];
    if (value !== undefined) passed.set(name, value);
  }
  if (wing === 'identified' && headers.cookie !== undefined) passed.set('cookie', headers.cookie);
  return passed;
}
