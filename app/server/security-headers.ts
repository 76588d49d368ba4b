/** What a response is for: it decides what its policy must allow. */
export type ResponseKind = 'page' | 'worker' | 'other';

const everywhere: Readonly<Record<string, string>> = {
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
};

const twoYears = 2 * 365 * 24 * 60 * 60;

/**
 * The policy of protocol 4. Scripts need this response's nonce or come from this site; only the response of the worker that
 * makes proofs may compile WebAssembly. No `blob:`, no inline style, nothing from another host.
 */
export function contentSecurityPolicy(kind: ResponseKind, nonce: string): string {
  const scripts = { page: ` 'nonce-${nonce}'`, worker: " 'wasm-unsafe-eval'", other: '' }[kind];
  return [
    "default-src 'none'",
    `script-src 'self'${scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * Browsers that know it run no program of a page whose bytes the page did not name (protocol 15). Styles are left out: React
 * writes their links anew where it draws a document again, and knows no digests.
 */
export const integrityPolicy = 'blocked-destinations=(script)';

/** Every header that a response gets, whatever a route says. HSTS only where people reach the site by https. */
export function securityHeaders(kind: ResponseKind, nonce: string, publicUrl: string): Record<string, string> {
  return {
    ...everywhere,
    'Content-Security-Policy': contentSecurityPolicy(kind, nonce),
    ...(publicUrl.startsWith('https:')
      ? { 'Strict-Transport-Security': `max-age=${String(twoYears)}; includeSubDomains` }
      : {}),
  };
}
