import type { LoaderFunctionArgs } from '@remix-run/node';
import type { RouteConfigEntry } from '@remix-run/route-config';
import type { Settings } from '~/platform/settings';
import config from '~/routes';
import type { PublishedDatabase } from '~db/published-client';

export interface ApiHouse {
  readonly db: PublishedDatabase;
  readonly settings: Settings;
  readonly now: Date;
}

export interface ApiRoute {
  /** As app/routes.ts has it, with a slash before it. */
  readonly path: string;
  readonly file: string;
}

/** Every address below `/api/v1` that the application has. */
export function apiRoutes(entries: readonly RouteConfigEntry[] = config): ApiRoute[] {
  return entries.flatMap(({ path, file, children }) => [
    ...(path?.startsWith('api/') ? [{ path: `/${path}`, file }] : []),
    ...apiRoutes(children ?? []),
  ]);
}

export const testAddress = 'https://robin.example';

/** What a GET of an address below `/api` answers, by the route that the router would take, without a server. */
export async function askApi(house: ApiHouse, address: string, headers: HeadersInit = {}): Promise<Response> {
  const url = new URL(address, testAddress);
  for (const { path, file } of apiRoutes()) {
    const form = path.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace('*', '.*');
    const found = new RegExp(`^${form}$`).exec(url.pathname);
    if (!found) continue;
    const [, stem = ''] = /^routes\/(.+)\.ts$/.exec(file) ?? [];
    const { loader } = (await import(`../../app/routes/${stem}.ts`)) as {
      loader: (args: LoaderFunctionArgs) => Response | Promise<Response>;
    };
    const { db, settings, now } = house;
    const context = {
      ...{ wing: { name: 'published', db }, settings, publicUrl: testAddress },
      clock: { now: () => now },
    };
    const request = new Request(url, { headers });
    return loader({ request, params: { ...found.groups }, context } as unknown as LoaderFunctionArgs);
  }
  throw new Error(`no route at ${address}`);
}
