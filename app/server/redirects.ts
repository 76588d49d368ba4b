import type { ServerBuild } from '@remix-run/node';
import { isOwnLocation } from './refusals';

/** A route tried to send somebody to another site. */
export class ForeignRedirectError extends Error {
  override readonly name = 'ForeignRedirectError';
}

type ServerRoute = ServerBuild['routes'][string];
type Handler = NonNullable<ServerRoute['module']['loader']>;

/**
 * The same application, in which no loader and no action can redirect to another site, whatever a query or a form made it
 * believe. Checked here and not on the response: in data requests the redirect is inside the body.
 */
export function withOwnRedirectsOnly(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => [id, guarded(route)] as const);
  return { ...build, routes: Object.fromEntries(routes) };
}

function guarded(route: ServerRoute): ServerRoute {
  const { loader, action } = route.module;
  return {
    ...route,
    module: {
      ...route.module,
      ...(loader ? { loader: guard(loader) } : {}),
      ...(action ? { action: guard(action) } : {}),
    },
  };
}

function guard(handler: Handler): Handler {
  return async (args) => {
    try {
      const result = await handler(args);
      refuseForeign(result);
      return result;
    } catch (thrown) {
      refuseForeign(thrown);
      throw thrown;
    }
  };
}

function refuseForeign(result: unknown): void {
  if (!(result instanceof Response)) return;
  const location = result.headers.get('Location');
  if (location !== null && !isOwnLocation(location)) throw new ForeignRedirectError('a redirect leads to another site');
}
