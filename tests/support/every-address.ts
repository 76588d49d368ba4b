import type { RouteConfigEntry } from '@remix-run/route-config';
import { listFilters, sortsOf, type ListFilter } from '~/features/published/petitions/petition-list';
import { publicData } from '~/features/published/public-data/public-data.server';
import config from '~/routes';

/* Every address of the application, made from its routes: a route that nobody gave an example for is an error. */

/** What stands in addresses: of the petition that is looked at, and of other things that the house has. */
export interface Examples {
  readonly petition: string;
  /** Values of parameters by their name, of whatever else there is; what there is not answers 404 to everybody. */
  readonly others: Readonly<Record<string, string>>;
  /** Paths below a route that ends in a star. */
  readonly below: Readonly<Record<string, readonly string[]>>;
}

/** Names under which routes have a petition in their path. */
const petitionParameters = ['petitionId', 'petition'];

/** A list in each of its orders, and as a search that finds it. */
const lists = (path: string, show: ListFilter): readonly string[] => [
  ...sortsOf(show, '').map((sort) => `${path}?show=${show}&sort=${sort}`),
  ...sortsOf(show, 'weigh').map((sort) => `${path}?q=weigh&show=${show}&sort=${sort}`),
];

/** Addresses of a route that are more than its parameters filled in: each list, each order, each search. */
const more: Readonly<Record<string, (examples: Examples) => readonly string[]>> = {
  petitions: () => listFilters.flatMap((show) => lists('petitions', show)),
  'api/v1/petitions': () => listFilters.flatMap((show) => lists('api/v1/petitions', show)),
  'petitions/similar': () => ['petitions/similar?text=weigh'],
  'data/:kind': () => Object.keys(publicData).map((kind) => `data/${kind}`),
  'petitions/:id/nullifiers': ({ petition }) => [`petitions/${petition}/nullifiers`],
  'petitions/:id/entries': ({ petition }) => [`petitions/${petition}/entries`],
  'choices/:kind/:id/nullifiers': ({ petition }) =>
    ['verdict', 'witness', 'support', 'sponsor'].map((kind) => `choices/${kind}/${petition}/nullifiers`),
  'statements/:kind/:id': ({ petition }) => [`statements/response/${petition}`],
  'in/desk/leadership/who/:subject/:id': ({ petition }) => [`in/desk/leadership/who/petition/${petition}`],
  'registers/:id/editions/:number': () => ['registers/1/editions/1', 'registers/1/editions/latest'],
};

/** What can be asked for with GET, each once, without the slash before it. */
export function everyAddress(examples: Examples): string[] {
  return [...new Set(pathsOf(config).flatMap((path) => addressesOf(path, examples)))].sort();
}

function pathsOf(entries: readonly RouteConfigEntry[], around = ''): string[] {
  return entries.flatMap((entry) => {
    const here = [around, entry.path ?? ''].filter(Boolean).join('/');
    const isPage = entry.path !== undefined || entry.index === true;
    return [...(isPage ? [here] : []), ...pathsOf(entry.children ?? [], here)];
  });
}

function addressesOf(path: string, examples: Examples): readonly string[] {
  const given = more[path]?.(examples);
  // A list without parameters is itself an address beside those that narrow it down.
  if (given) return path.includes(':') ? given : [path, ...given];
  if (path.endsWith('*')) {
    const below = examples.below[path];
    if (!below) throw new Error(`no example of an address for ${path}`);
    return below;
  }
  const filled = path.split('/').map((part) => {
    if (!part.startsWith(':')) return part;
    const name = part.slice(1).replace(/\?$/, '');
    const value = petitionParameters.includes(name) ? examples.petition : examples.others[name];
    if (value === undefined) throw new Error(`no example of :${name} in ${path}`);
    return value;
  });
  return [filled.join('/')];
}
