import { createRequestHandler, type RequestHandler, type ServerBuild } from '@remix-run/node';

type Routes = ServerBuild['routes'];

/** A segment that more than one spelling fits: what begins with one belongs to every first segment. */
const isOpen = (segment: string) => /^[:*]|\?$/.test(segment);

/**
 * The application's request handlers, one for each first segment of a path. The router goes through all of its routes, and
 * writes a regular expression for each anew, at every request: with the routes of one segment only it takes a tenth of the
 * time, which was a third of what accepting a signature costs. So a request below `/unseen/` also never meets a handler
 * that has a signed-in page.
 * @returns the handler that answers a path as the whole application would
 */
export function createRouteHandlers(build: ServerBuild): (pathname: string) => RequestHandler {
  const ends = Object.values(build.routes).filter(({ path, index }) => path !== undefined || index === true);
  const firsts = new Map(ends.map(({ id }) => [id, firstSegment(fullPath(build.routes, id))]));
  const handlerFor = (wanted: string | null) => {
    const chosen = ends.filter(({ id }) => isOpen(firsts.get(id) ?? '') || firsts.get(id) === wanted);
    return createRequestHandler(
      withRoutes(build, new Set(chosen.flatMap(({ id }) => lineage(build.routes, id)))),
      'production',
    );
  };
  const segments = new Set([...firsts.values()].filter((segment) => !isOpen(segment)));
  const handlers = new Map([...segments].map((segment) => [segment, handlerFor(segment)]));
  const other = handlerFor(null);
  return (pathname) => handlers.get(firstSegment(pathOfPage(pathname))) ?? other;
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
