import { createRequestHandler, type AppLoadContext, type RequestHandler, type ServerBuild } from '@remix-run/node';

type Routes = ServerBuild['routes'];

/** Answers a request with the context of its wing. */
export type RouteHandler = (request: Request, context: AppLoadContext) => Promise<Response>;

/** A segment that more than one spelling fits: what begins with one belongs to every first segment. */
const isOpen = (segment: string) => /^[:*]|\?$/.test(segment);

/**
 * The application's request handlers, one for each first segment of a path. The router goes through all of its routes, and
 * writes a regular expression for each anew, at every request: with the routes of one segment only it takes a tenth of the
 * time, which was a third of what accepting a signature costs. So a request below `/unseen/` also never meets a handler
 * that has a signed-in page.
 * @returns the handler that answers a path as the whole application would
 */
export function createRouteHandlers(build: ServerBuild): (method: string, pathname: string) => RouteHandler {
  const ends = Object.values(build.routes).filter(({ path, index }) => path !== undefined || index === true);
  const firsts = new Map(ends.map(({ id }) => [id, firstSegment(fullPath(build.routes, id))]));
  const handlerFor = (wanted: string | null): RequestHandler => {
    const chosen = ends.filter(({ id }) => isOpen(firsts.get(id) ?? '') || firsts.get(id) === wanted);
    return createRequestHandler(
      withRoutes(build, new Set(chosen.flatMap(({ id }) => lineage(build.routes, id)))),
      'production',
    );
  };
  const segments = new Set([...firsts.values()].filter((segment) => !isOpen(segment)));
  const handlers = new Map([...segments].map((segment) => [segment, handlerFor(segment)]));
  const other = handlerFor(null);
  const actions = resourceActions(build, ends);
  return (method, pathname) => {
    const action = method === 'POST' ? actions.get(pathname) : undefined;
    return action ?? handlers.get(firstSegment(pathOfPage(pathname))) ?? other;
  };
}

/**
 * Actions of routes without a page at a fixed path, called as the router would call them: its own part, which copies the
 * request twice, costs as much as all the rest of accepting a signature that is not verifying.
 */
function resourceActions(build: ServerBuild, ends: readonly Routes[string][]): Map<string, RouteHandler> {
  const actions = new Map<string, RouteHandler>();
  for (const { id, module } of ends) {
    const path = fullPath(build.routes, id);
    const { action } = module;
    if (!action || module.default || module.ErrorBoundary || path.split('/').some(isOpen)) continue;
    actions.set(`/${path}`, async (request, context) => {
      try {
        const answer = await action({ request, context, params: {} });
        if (answer instanceof Response) return answer;
        throw new TypeError(`${id} answers with no Response`);
      } catch (thrown) {
        if (thrown instanceof Response) return thrown;
        build.entry.module.handleError?.(thrown, { request, context, params: {} });
        return new Response('Unexpected Server Error', { status: 500, headers: { 'Content-Type': 'text/plain' } });
      }
    });
  }
  return actions;
}

/** The page that a data request belongs to: `/help.data` to `/help`, `/_root.data` to `/`. */
function pathOfPage(pathname: string): string {
  return pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/');
}

/** As the router reads it: decoded, and without regard to case. */
function firstSegment(path: string): string {
  const [first = ''] = path.replace(/^\//, '').split('/', 1);
  return (first.includes('%') ? decode(first) : first).toLowerCase();
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function fullPath(routes: Routes, id: string): string {
  return lineage(routes, id)
    .flatMap((each) => routes[each]?.path ?? [])
    .filter((part) => part !== '')
    .join('/');
}

/** A route and those that it lies in, outermost first. */
function lineage(routes: Routes, id: string): string[] {
  const parent = routes[id]?.parentId;
  return [...(parent === undefined ? [] : lineage(routes, parent)), id];
}

/** The browser loads the whole manifest by its address; here only what can be drawn with these routes is needed. */
function withRoutes(build: ServerBuild, ids: ReadonlySet<string>): ServerBuild {
  const only = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  return {
    ...build,
    routes: only(build.routes),
    assets: { ...build.assets, routes: only(build.assets.routes) },
  };
}
