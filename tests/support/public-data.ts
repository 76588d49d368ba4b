import type { LoaderFunctionArgs } from '@remix-run/node';
import { publicData } from '~/features/published/public-data/public-data.server';
import type { Settings } from '~/platform/settings';
import { loader as readList } from '~/routes/data';
import { loader as readProofs } from '~/routes/data.proofs';
import type { PublishedDatabase } from '~db/published-client';

export interface PublicHouse {
  readonly db: PublishedDatabase;
  readonly settings: Settings;
}

export interface ListPage {
  readonly v: 1;
  readonly items: Record<string, unknown>[];
  readonly next: string | null;
}

function argsOf({ db, settings }: PublicHouse, path: string, params: Record<string, string>, headers: HeadersInit) {
  const request = new Request(`https://robin.example${path}`, { headers });
  return { request, params, context: { wing: { name: 'published', db }, settings } } as unknown as LoaderFunctionArgs;
}

/** What `/data/<kind>` answers. */
export function askForList(
  house: PublicHouse,
  kind: string,
  { after, headers = {} }: { readonly after?: string; readonly headers?: HeadersInit } = {},
): Promise<Response> {
  const query = after === undefined ? '' : `?${new URLSearchParams({ after }).toString()}`;
  return readList(argsOf(house, `/data/${kind}${query}`, { kind }, headers));
}

/** What `/data/proofs/<path>` answers. */
export function askForProofs(house: PublicHouse, path: string): Promise<Response> {
  return readProofs(argsOf(house, `/data/proofs/${path}`, { '*': path }, {}));
}

/** Everything on all pages of one list. */
export async function wholeList(house: PublicHouse, kind: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (let after: string | undefined, more = true; more;) {
    const answer = await askForList(house, kind, after === undefined ? {} : { after });
    if (answer.status !== 200) throw new Error(`${kind}: ${String(answer.status)}`);
    const page = (await answer.json()) as ListPage;
    items.push(...page.items);
    more = page.next !== null;
    after = page.next ?? undefined;
  }
  return items;
}

/** Everything of all lists, as text: what an attacker reads. */
export async function allPublicData(house: PublicHouse): Promise<string> {
  const lists = Object.keys(publicData).sort();
  const read = await Promise.all(lists.map(async (kind) => [kind, await wholeList(house, kind)]));
  return JSON.stringify(read);
}
