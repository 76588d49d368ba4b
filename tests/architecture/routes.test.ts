import type { RouteConfigEntry } from '@remix-run/route-config';
import { beforeAll, expect, test } from 'vitest';
import config from '~/routes';
import { wingOfPath } from '~/server/refusals';
import { importGraph, reachable } from './import-graph';

interface Route {
  readonly path: string;
  readonly file: string;
  /** Its own file and those of the routes around it. */
  readonly chain: readonly string[];
}

let routes: Route[];

beforeAll(() => {
  routes = flatten(config);
});

function flatten(entries: readonly RouteConfigEntry[], path = '', chain: readonly string[] = []): Route[] {
  return entries.flatMap((entry) => {
    const here = [path, entry.path ?? ''].filter(Boolean).join('/');
    const files = [...chain, `app/${entry.file}`];
    const isPage = entry.path !== undefined || entry.index === true;
    return [
      ...(isPage ? [{ path: `/${here}`, file: `app/${entry.file}`, chain: files }] : []),
      ...flatten(entry.children ?? [], here, files),
    ];
  });
}

const graph = importGraph();

/** Server modules of the wings that loading the routes of this page loads. */
function serverModules({ chain }: Route): Set<string> {
  const loaded = chain.flatMap((file) => [...reachable(graph, file, { withTypes: false }).keys()]);
  const wings = loaded.flatMap((file) => /^app\/features\/(\w+)\/.*\.server\.tsx?$/.exec(file)?.[1] ?? []);
  return new Set(wings);
}

test('every page belongs to a wing, and none lies at the edge of one', () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const { path } of routes) expect(wingOfPath(path), path).not.toBeNull();
});

test('the files of signed-in pages are named so, and only theirs', () => {
  const wrong = routes.filter(({ path, file }) => path.startsWith('/in/') !== file.startsWith('app/routes/in.'));
  expect(wrong.map(({ path, file }) => `${path} ${file}`)).toEqual([]);
  const unseen = routes.filter(
    ({ path, file }) => path.startsWith('/unseen/') !== file.startsWith('app/routes/unseen.'),
  );
  expect(unseen.map(({ path, file }) => `${path} ${file}`)).toEqual([]);
});

test('no request loads the server modules of another wing', () => {
  const allowed = {
    identified: ['identified', 'published'],
    published: ['published'],
    anonymous: ['anonymous', 'published'],
  };
  const found = routes.flatMap((route) => {
    const wing = wingOfPath(route.path);
    if (wing === null) return [];
    const foreign = [...serverModules(route)].filter((other) => !allowed[wing].includes(other));
    return foreign.map((other) => `${route.path} loads server modules of ${other}`);
  });
  expect(found).toEqual([]);
});

test('only signed-in pages load what knows sessions', () => {
  const knowing = routes.filter(({ chain }) =>
    chain.some((file) => reachable(graph, file, { withTypes: false }).has('app/platform/session.ts')),
  );
  expect(knowing.filter(({ path }) => !path.startsWith('/in/')).map(({ path }) => path)).toEqual([]);
  expect(knowing.length).toBeGreaterThan(0);
});

test('what is said unseen is a resource, never a page with an action of Remix', () => {
  const pages = routes.filter(({ path, file }) => path.startsWith('/unseen/') && file.endsWith('.tsx'));
  expect(pages).toEqual([]);
});
