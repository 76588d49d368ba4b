import type { IncomingHttpHeaders } from 'node:http';
import { takesNotes } from './limits';
import type { RequestWing } from './load-context';

/** Why a request is turned away before any route sees it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
}

const refusal = (status: number, code: string): Refusal => ({ status, code });

const knownMethods = new Set(['GET', 'HEAD', 'POST']);

/** Where a request goes, after checking what the visitor controls: the Host header, the target and the method. */
export interface Target {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly wing: RequestWing['name'];
}

/**
 * Reads method, Host and target. The router decodes paths and ignores case, so `/%69n/me` and `/IN/me` would reach the same
 * page as `/in/me` with another wing's rights: any spelling but the plain one is refused.
 */
export function readTarget(
  { method, url, headers }: { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders },
  publicUrl: string,
): Target | Refusal {
  if (!isKnownMethod(method)) return refusal(405, 'method-not-allowed');
  if (!isOwnHost(headers.host, publicUrl)) return refusal(400, 'wrong-host');
  if (!url?.startsWith('/') || url.length > 4096) return refusal(400, 'bad-target');
  if (!URL.canParse(publicUrl + url)) return refusal(400, 'bad-target');
  const target = new URL(publicUrl + url);
  const { pathname } = target;
  if (!isPlain(pathname)) return refusal(400, 'bad-path');
  // An older way of Remix to call a loader by name; nothing here uses it.
  if (target.searchParams.has('_data')) return refusal(400, 'bad-target');
  const wing = wingOfPath(pathname);
  return wing === null ? refusal(404, 'not-found') : { method, url: target, wing };
}

/**
 * The wing that a path belongs to; null where it only looks like one of them (another case, `/in` itself, `/in.data`).
 * Data requests (`/in/me.data`) belong where their page belongs.
 */
export function wingOfPath(pathname: string): RequestWing['name'] | null {
  const [, first = ''] = pathname.split('/', 2);
  if (first === 'in' && pathname.length > '/in/'.length) return 'identified';
  if (first === 'unseen' && pathname.length > '/unseen/'.length && !pathname.endsWith('.data')) return 'anonymous';
  return /^(?:in|unseen)(?:\.data)?$/i.test(first) ? null : 'published';
}

/**
 * Rules of the wing that a request is for: nothing is written in the courtyard, but what witnesses signed; no cookie comes to
 * the anonymous wing; what changes something in the identified wing comes from a page of this site.
 */
export function checkWing(
  { method, wing, url }: Target,
  headers: IncomingHttpHeaders,
  publicUrl: string,
): Refusal | null {
  const reads = method !== 'POST';
  if (wing === 'published') return reads || takesNotes(url.pathname) ? null : refusal(405, 'method-not-allowed');
  if (wing === 'anonymous') return headers.cookie === undefined ? null : refusal(400, 'cookie-sent');
  return reads || isFromOwnPage(headers, publicUrl) ? null : refusal(403, 'other-site');
}

/**
 * Whether a page of this site sent the request. Browsers set both headers and scripts cannot. A plain form on our pages, whose
 * policy is `no-referrer`, sends `Origin: null`; then Sec-Fetch-Site must say that it came from here.
 */
function isFromOwnPage(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  if (origin !== undefined && origin !== 'null') return origin === publicUrl;
  return site === 'same-origin' || (site === 'none' && origin === undefined);
}

/** A place on this site: one slash, then neither a slash nor a backslash, which browsers take for another host. */
export function isOwnLocation(location: string): boolean {
  return /^\/(?![/\\])/.test(location) && !/[\t\r\n]/.test(location);
}

function isKnownMethod(method: string | undefined): method is Target['method'] {
  return method !== undefined && knownMethods.has(method);
}

function isOwnHost(host: string | undefined, publicUrl: string): boolean {
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return false;
  const own = new URL(publicUrl);
  const asked = `${own.protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === own.host;
}

/** No empty segments, no backslash, no encoding that hides a slash, a dot segment or a letter. */
function isPlain(pathname: string): boolean {
  if (/\/\/|\\|%(?:2[ef]|5c|00)/i.test(pathname)) return false;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return false;
  }
  const [, first = ''] = pathname.split('/', 2);
  const [, decodedFirst = ''] = decoded.split('/', 2);
  return first === decodedFirst;
}
