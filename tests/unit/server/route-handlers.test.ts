import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouteHandlers } from '~/server/route-handlers';

/** Each route answers with its own name and parameters: no page, so that nothing has to be drawn. */
function buildOf(paths: readonly { id: string; parentId?: string; path?: string; index?: boolean }[]): ServerBuild {
  const routes = Object.fromEntries(
    paths.map((route) => [
      route.id,
      {
        ...route,
        module: { loader: ({ params }: { params: object }) => Response.json({ id: route.id, params }) },
      },
    ]),
  );
  const assets = { entry: { imports: [], module: '' }, routes: {}, url: '/manifest.js', version: '1' };
  const future = { v3_singleFetch: true, v3_relativeSplatPath: true, v3_throwAbortReason: true };
  const entry = { module: { default: () => new Response('a page') } };
  return { routes, assets, future, entry, publicPath: '/', assetsBuildDirectory: '', isSpaMode: false } as never;
}

const build = buildOf([
  { id: 'root', path: '' },
  { id: 'site', parentId: 'root' },
  { id: 'signed-in', parentId: 'site' },
  { id: 'home', parentId: 'site', index: true },
  { id: 'me', parentId: 'signed-in', path: 'in/me' },
  { id: 'draft', parentId: 'signed-in', path: 'in/petitions/:draft/:step?' },
  { id: 'petitions', parentId: 'site', path: 'petitions' },
  { id: 'petition', parentId: 'site', path: 'petitions/:id' },
  { id: 'similar', parentId: 'root', path: 'petitions/similar' },
  { id: 'section', parentId: 'root', path: 'docs' },
  { id: 'chapter', parentId: 'section', path: ':chapter' },
  { id: 'language', parentId: 'root', path: ':language/about' },
  { id: 'signatures', parentId: 'root', path: 'unseen/signatures' },
  { id: 'nothing', parentId: 'site', path: '*' },
]);

const whole = createRequestHandler(build, 'production');
const handlerOf = createRouteHandlers(build);

async function answers(path: string): Promise<[unknown, unknown]> {
  const url = new URL(path, 'http://localhost');
  const [one, other] = await Promise.all([
    whole(new Request(url)),
    handlerOf('GET', url.pathname)(new Request(url), {} as never),
  ]);
  return [
    { status: one.status, body: await one.text() },
    { status: other.status, body: await other.text() },
  ];
}

describe('a handler for each first segment', () => {
  it.each([
    ['/', 'home'],
    ['/?q=1', 'home'],
    ['/in/me', 'me'],
    ['/in/petitions/7', 'draft'],
    ['/in/petitions/7/ask', 'draft'],
    ['/petitions', 'petitions'],
    ['/petitions/', 'petitions'],
    ['/PETITIONS/similar', 'similar'],
    ['/petitions/x', 'petition'],
    ['/docs/one', 'chapter'],
    ['/en/about', 'language'],
    ['/petitions/about', 'petition'],
    ['/unseen/signatures', 'signatures'],
    ['/unseen/else', 'nothing'],
    ['/nowhere', 'nothing'],
    ['/in', 'nothing'],
  ])('answers %s as the route "%s"', async (path, id) => {
    const [one, other] = await answers(path);
    expect(other).toEqual(one);
    expect(JSON.parse((other as { body: string }).body)).toMatchObject({ id });
  });

  it('answers any path as the whole application does', async () => {
    const segment = fc.constantFrom('', 'in', 'me', 'petitions', 'similar', 'docs', 'about', 'unseen', 'signatures', 'x.data', '_root.data', 'IN', '%69n', 'a b'); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 4 }), async (segments) => {
        // The server refuses empty segments before any handler sees them.
        const path = `/${segments.filter((each, place) => each !== '' || place === 0).join('/')}`;
        if (path.startsWith('//')) return;
        const [one, other] = await answers(path);
        expect(other).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an action without a page at a fixed path', () => {
  const refusal = () => Response.json({ error: 'no' }, { status: 409 }) as unknown as Error;
  const failures: unknown[] = [];
  const withActions = {
    ...build,
    routes: {
      ...build.routes,
      signatures: routeOf('unseen/signatures', async (request) => Response.json({ got: await request.text() })),
      refusing: routeOf('unseen/refusing', () => Promise.reject(refusal())),
      failing: routeOf('unseen/failing', () => Promise.reject(new Error('secret'))),
    },
    entry: { module: { ...build.entry.module, handleError: (error: unknown) => failures.push(error) } },
  } as unknown as ServerBuild;

  function routeOf(path: string, answer: (request: Request) => Promise<Response>) {
    const id = path.split('/')[1] ?? '';
    const action = ({ request }: { request: Request }) => answer(request);
    return { id, parentId: 'root', path, module: { action, loader: () => new Response(null, { status: 405 }) } };
  }

  async function post(path: string): Promise<{ status: number; body: string }> {
    const request = new Request(`http://localhost${path}`, { method: 'POST', body: 'x' });
    const response = await createRouteHandlers(withActions)('POST', path)(request, {} as never);
    return { status: response.status, body: await response.text() };
  }

  it.each(['/unseen/signatures', '/unseen/SIGNATURES', '/unseen/refusing', '/unseen/failing', '/unseen/else'])(
    'answers a post to %s as the router would',
    async (path) => {
      const request = new Request(`http://localhost${path}`, { method: 'POST', body: 'x' });
      const routed = await createRequestHandler(withActions, 'production')(request);
      const told = failures.splice(0);
      const answer = await post(path);
      expect(answer.status).toBe(routed.status);
      if (path !== '/unseen/failing') expect(answer.body).toBe(await routed.text());
      expect(answer.body).not.toContain('secret');
      expect(failures.splice(0)).toEqual(told);
    },
  );
});
