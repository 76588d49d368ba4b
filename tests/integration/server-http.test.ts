import { readdir } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { startTestServer, type TestServer } from '~tests/support/server';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ database });
});

afterAll(async () => {
  await server.stop();
  await database.close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as it is written, unlike `fetch`, which would mend it. */
function ask(path: string, options: RequestOptions & { body?: string | Buffer } = {}): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const req = request({ host: 'localhost', port, path, agent: false, ...options }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    req.on('error', reject);
    req.end(options.body);
  });
}

const fromOwnPage = () => ({ origin: server.url, 'sec-fetch-site': 'same-origin' });

describe('every response', () => {
  test('carries the policy, with a nonce of its own, and no cookie', async () => {
    const [first, second] = await Promise.all([ask('/'), ask('/')]);
    const nonceOf = ({ headers }: Answer) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(nonceOf(first)).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(nonceOf(first)).not.toBe(nonceOf(second));
    expect(first.body).toContain(`nonce="${String(nonceOf(first))}"`);
    expect(first.headers['set-cookie']).toBeUndefined();
    expect(first.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self' 'nonce-${String(nonceOf(first))}'; style-src 'self'; img-src 'self' data:; ` +
        `font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
    );
    expect(first.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(first.headers['permissions-policy']).toContain('geolocation=()');
    expect(first.headers['strict-transport-security']).toBeUndefined();
    expect(first.headers['x-powered-by']).toBeUndefined();
  });

  test('from a file, a refusal and a missing page too', async () => {
    for (const path of ['/favicon.svg', '/IN/me', '/no-such-page', '/unseen/signatures']) {
      const { headers } = await ask(path);
      expect(headers['content-security-policy'], path).toContain("default-src 'none'");
      expect(headers['content-security-policy'], path).not.toMatch(/unsafe|blob:|\*/);
      expect(headers['x-content-type-options'], path).toBe('nosniff');
    }
  });
});

describe('the Host header', () => {
  test.each(['evil.example', 'localhost', 'localhost:1', 'a b', 'localhost@evil.example', '[', '%00'])(
    '%j is refused',
    async (host) => {
      const { status } = await ask('/', { headers: { host } });
      expect(status).toBe(400);
    },
  );

  test('is needed', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), 'localhost', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => resolve(chunk.toString().split('\r\n')[0] ?? ''));
      socket.on('error', reject);
    });
    expect(status).toContain('400');
  });

  test('does not matter to a health check', async () => {
    const { status, body } = await ask('/healthz', { headers: { host: '10.0.0.1' } });
    expect([status, body]).toEqual([200, 'ok\n']);
  });
});

describe('a path belongs to one wing, in one spelling', () => {
  test.each([
    ['/IN/sign-in', 404],
    ['/In/sign-in', 404],
    ['/in', 404],
    ['/in/', 404],
    ['/in.data', 404],
    ['/UNSEEN/signatures', 404],
    ['/unseen', 404],
    ['/%69n/sign-in', 400],
    ['/i%6E/sign-in', 400],
    ['/%75nseen/signatures', 400],
    ['//in/sign-in', 400],
    ['/in%2Fsign-in', 400],
    ['/in%5Csign-in', 400],
    ['/x/..%2fin/sign-in', 400],
    ['/%00', 400],
    ['/%ff', 400],
    ['/?_data=routes/in.me', 400],
    ['http://evil.example/', 400],
  ])('%s is %i', async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('dot segments are resolved before the wing is chosen', async () => {
    const { status, headers } = await ask('/petitions/../in/me');
    expect([status, headers.location]).toEqual([302, '/in/sign-in?to=%2Fin%2Fme']);
    const sent = await ask('/in/../unseen/signatures', { method: 'POST', headers: { cookie: 'rr_session=x' } });
    expect(sent.body).toBe('{"error":"cookie-sent"}');
  });

  test('the endpoint of lazy route discovery is off', async () => {
    expect((await ask('/__manifest?p=%2F&version=1')).status).toBe(404);
  });
});

describe('below /unseen/', () => {
  const signature = { method: 'POST', headers: { 'content-type': 'application/json' } };

  test.each(['rr_session=abc', 'theme=dark', ''])('a request with the cookie header %j is refused', async (cookie) => {
    const { status, body } = await ask('/unseen/signatures', {
      ...signature,
      headers: { ...signature.headers, cookie },
      body: '{}',
    });
    expect([status, body]).toEqual([400, '{"error":"cookie-sent"}']);
  });

  test('no answer sets a cookie or may be kept', async () => {
    const { headers } = await ask('/unseen/signatures', { ...signature, body: '{}' });
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
  });

  test('a body of 8 KB may come, one byte more may not, declared or not', async () => {
    const body = Buffer.alloc(8192, ' ');
    const fits = await ask('/unseen/signatures', { ...signature, body });
    expect(fits.status).toBe(400);
    const declared = await ask('/unseen/signatures', { ...signature, body: Buffer.alloc(8193, ' ') });
    expect([declared.status, declared.body]).toEqual([413, '{"error":"too-large"}']);
    const chunked = { ...signature.headers, 'transfer-encoding': 'chunked' };
    const undeclared = await ask('/unseen/signatures', {
      ...signature,
      headers: chunked,
      body: Buffer.alloc(8193, ' '),
    });
    expect([undeclared.status, undeclared.body]).toEqual([413, '{"error":"too-large"}']);
  });

  test('a Remix data request does not reach it', async () => {
    expect((await ask('/unseen/signatures.data', { ...signature, body: '{}' })).status).toBe(404);
  });
});

describe('below /in/', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const signIn = (headers: Record<string, string>) =>
    ask('/in/sign-in', { method: 'POST', headers: { ...form, ...headers }, body: 'email=nobody%40company.example' });

  test('a form of our own pages is taken, with or without the browser’s Origin', async () => {
    expect((await signIn(fromOwnPage())).status).toBeLessThan(400);
    expect((await signIn({ origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBeLessThan(400);
    expect((await signIn({ origin: server.url })).status).toBeLessThan(400);
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site that hides its origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a sibling of our host', { origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['somebody who says nothing', {}],
    ['a liar about one of the two', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  ])('a form of %s is refused', async (_who, headers) => {
    const { status } = await signIn(headers);
    expect(status).toBe(403);
  });

  test('a form of 64 KB may come, one byte more may not', async () => {
    const post = (size: number) =>
      ask('/in/sign-in', {
        method: 'POST',
        headers: { ...form, ...fromOwnPage() },
        body: `email=${'a'.repeat(size - 6)}`,
      });
    expect((await post(64 * 1024)).status).toBeLessThan(413);
    expect((await post(64 * 1024 + 1)).status).toBe(413);
  });

  test.each(['/in/admin/roster', '/in/admin/roster/upload'])('a roster sent to %s may be larger', async (path) => {
    const body = Buffer.alloc(200 * 1024, 'x');
    const { status } = await ask(path, { method: 'POST', headers: { ...form, ...fromOwnPage() }, body });
    expect(status).toBe(302);
  });
});

describe('in the courtyard', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'there is nothing to be done by %s',
    async (method) => {
      expect((await ask('/petitions', { method, headers: fromOwnPage() })).status).toBe(405);
    },
  );

  test('a cookie is not even seen', async () => {
    const plain = await ask('/');
    const sent = await ask('/', { headers: { cookie: 'rr_session=whatever' } });
    const withoutNonce = ({ body }: Answer) => body.replace(/nonce="[^"]*"/g, '');
    expect(withoutNonce(sent)).toBe(withoutNonce(plain));
  });
});

describe('public files', () => {
  const asset = async (pattern: RegExp) => {
    const { body } = await ask('/');
    const found = pattern.exec(body)?.[0];
    if (found === undefined) throw new Error(`the page names no ${String(pattern)}`);
    return found;
  };

  test('come compressed, for ever, and with what changes when they do', async () => {
    const path = await asset(/\/assets\/[\w.-]+\.css/);
    const brotli = await ask(path, { headers: { 'accept-encoding': 'gzip, br' } });
    const gzip = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
    const plain = await ask(path);
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(Number(brotli.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 2);
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    const again = await ask(path, { headers: { 'if-none-match': String(plain.headers.etag) } });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  test('one that is refused by quality is not sent', async () => {
    const path = await asset(/\/assets\/[\w.-]+\.css/);
    const { headers } = await ask(path, { headers: { 'accept-encoding': 'br;q=0, gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
  });

  test.each(['/assets/', '/assets/../../package.json', '/.vite/manifest.json', '/server/start.js', '/favicon.svg.br'])(
    '%s is none',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test('compile WebAssembly only in the workers that make and verify proofs', async () => {
    const names = (await readdir('build/client/assets')).filter((name) => name.endsWith('.js'));
    const policies = await Promise.all(
      names.map(
        async (name) => [name, String((await ask(`/assets/${name}`)).headers['content-security-policy'])] as const,
      ),
    );
    const allowed = policies.filter(([, policy]) => policy.includes("'wasm-unsafe-eval'")).map(([name]) => name);
    expect(allowed).toEqual(names.filter((name) => /^(?:prover|verifier)-worker-/.test(name)));
    expect(allowed).toHaveLength(2);
    for (const [name, policy] of policies) expect(policy, name).not.toMatch(/'unsafe-eval'|unsafe-inline|blob:/);
  });

  test('pages are compressed too', async () => {
    const { headers } = await ask('/', { headers: { 'accept-encoding': 'br' } });
    expect(headers['content-encoding']).toBe('br');
    expect(headers['cache-control']).toBe('no-cache');
  });

  test('HEAD says the same and sends nothing', async () => {
    const { status, headers, body } = await ask('/', { method: 'HEAD' });
    expect([status, body]).toEqual([200, '']);
    expect(headers['content-type']).toContain('text/html');
  });
});

describe('what cannot be understood', () => {
  test('ends a connection with 400', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), 'localhost', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => resolve(chunk.toString().split('\r\n')[0] ?? ''));
      socket.on('error', reject);
    });
    expect(status).toBe('HTTP/1.1 400 Bad Request');
  });

  test('headers larger than 16 KB are refused', async () => {
    const answer = ask('/', { headers: { 'x-filler': 'a'.repeat(17 * 1024) } }).then(
      ({ status }) => status,
      () => 'closed',
    );
    expect([400, 431, 'closed']).toContain(await answer);
  });
});

test('the log of all this has no address, no path, no browser and no cookie', async () => {
  await ask('/unseen/signatures', {
    method: 'POST',
    headers: {
      'user-agent': 'tell-tale-browser',
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.9',
    },
    body: '{"tell":"tale"}',
  });
  const log = server.log();
  expect(log.trim().split('\n')).toHaveLength(1);
  expect(log).not.toMatch(/127\.0\.0\.1|203\.0\.113|tell|unseen|sign-in|cookie/);
});
