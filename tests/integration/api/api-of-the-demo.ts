import { beforeAll, describe, expect, test } from 'vitest';
import { choiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { petition } from '~db/schema/published';
import type { TestDatabase } from '~tests/support/database';
import { schemaProblems } from '~tests/support/json-schema';
import { apiRoutes, askApi, testAddress, type ApiHouse } from '~tests/support/public-api';

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Json }[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}
interface Description extends Json {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

const settings = demoSettings(demoCompany);
const base = '/api/v1';

/** Holds the description of the public interface against what a house with some of everything answers. Changes nothing. */
export function describeApi(open: () => TestDatabase, day: string): void {
  let house: ApiHouse;
  let description: Description;
  beforeAll(async () => {
    house = { db: open().published, settings, now: new Date(`${day}T12:00:00Z`) };
    description = (await (await askApi(house, `${base}/openapi.json`)).json()) as Description;
  });

  const operations = () =>
    Object.entries(description.paths).map(([path, methods]) => {
      expect(Object.keys(methods)).toEqual(['get']);
      return { path, operation: methods['get'] as Operation };
    });
  const answer = async (path: string): Promise<Json> => {
    const response = await askApi(house, base + path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as Json;
  };
  const held = async (path: string, { responses }: Operation): Promise<Json> => {
    const body = await answer(path);
    const schema = responses['200']?.content['application/json']?.schema ?? {};
    expect([path, schemaProblems(body, schema, description)]).toEqual([path, []]);
    return body;
  };
  const itemsOf = (body: Json) => body['items'] as Json[];
  /** Everything of a list, in pages of three. */
  async function whole(path: string, operation: Operation): Promise<Json[]> {
    const pages = operation.parameters.some(({ name }) => name === 'size')
      ? `${path.includes('?') ? '&' : '?'}size=3`
      : '';
    const items: Json[] = [];
    for (let on = ''; ;) {
      const body = await held(`${path}${pages}${on}`, operation);
      items.push(...itemsOf(body));
      const { next, nextPage } = body;
      if (typeof next === 'string') on = `&at=${encodeURIComponent(next)}`;
      else if (typeof nextPage === 'number') on = `&page=${String(nextPage)}`;
      else return items;
    }
  }
  const named = (id: string) => {
    const found = operations().find(({ operation }) => operation.operationId === id);
    if (!found) throw new Error(id);
    return found.operation;
  };

  test('is OpenAPI 3.1, of this house, and describes every address that there is, and no other', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d$/);
    expect(description.servers).toEqual([{ url: testAddress + base }]);
    const routes = apiRoutes().map(({ path }) => path.replace(/:(\w+)/g, '{$1}'));
    const described = Object.keys(description.paths).map((path) => base + path);
    expect(routes.sort()).toEqual([...described, `${base}/openapi.json`, '/api/*'].sort());
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const inPath = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(operation.responses).toHaveProperty('400');
    }
    expect(JSON.stringify(description)).not.toContain('$defs');
  });

  test('every address answers in the form that is described, for everything that there is', async () => {
    const kinds = [
      ['listPetitions', '/petitions?show=all', 'petition', ['', '/history', '/units']],
      ['listResponses', '/responses', 'petition', ['']],
      ['listPledges', '/pledges', 'pledge', ['']],
      ['listProgrammes', '/programmes', 'programme', ['']],
    ] as const;
    const asked = new Set<string>();
    for (const [id, path, part, below] of kinds) {
      const items = await whole(path, named(id));
      asked.add(id);
      expect(items.length, id).toBeGreaterThan(0);
      const [stem = ''] = path.split('?');
      for (const item of items) {
        for (const end of below) {
          const name = `${stem}/{${part}}${end}`;
          const operation = description.paths[name]?.['get'];
          if (!operation) throw new Error(name);
          await held(`${stem}/${String(item['id'] ?? item['petition'])}${end}`, operation);
          asked.add(operation.operationId);
        }
      }
    }
    for (const id of ['listDue', 'getStatistics'] as const) {
      const { path, operation } =
        operations().find((each) => each.operation.operationId === id) ?? operations()[0] ?? {};
      if (!path || !operation) throw new Error(id);
      await held(path, operation);
      asked.add(id);
    }
    expect([...asked].sort()).toEqual(operations().map(({ operation }) => operation.operationId).sort()); // prettier-ignore
  });

  test('says of each petition what its page says, number by number, and of others that there are none', async () => {
    const rows = await house.db.select({ id: petition.id }).from(petition);
    let counted = 0;
    for (const { id } of rows) {
      const view = await petitionView(house, id);
      const response = await askApi(house, `${base}/petitions/${id}`);
      expect(response.status).toBe(view ? 200 : 404);
      if (!view) continue;
      const body = (await response.json()) as Json;
      const signers = view.figures?.signers;
      if (signers?.kind === 'shown') counted += 1;
      expect(body).toMatchObject({
        ...{ id, state: view.state, title: view.text?.title ?? null, demands: view.text?.demands ?? null },
        ...{ opened: view.openedDay, closes: view.closesDay, textDigest: view.textDigest },
        signers: signers?.kind === 'shown' ? signers.value : null,
        threshold: view.openedDay === null ? null : view.threshold,
        due: view.figures?.dueDay ?? null,
      });
      expect((body['updates'] as Json[]).length).toBe(view.updates.length);
      const { history } = (await answer(`/petitions/${id}/history`)) as { history: Json[] };
      expect(history.map((each) => each['signers'])).toEqual(
        view.history.flatMap((each) => (each.signers.kind === 'shown' ? [each.signers.value] : [])),
      );
    }
    expect(counted).toBeGreaterThan(2);
    const list = { filter: 'open', sort: 'newest', search: '', cursor: null, size: 20 } as const;
    const page = await listPetitions(house, list);
    expect(itemsOf(await answer('/petitions')).map(({ id }) => id)).toEqual(page.items.map(({ id }) => id));
    for (const { id } of await whole('/pledges', named('listPledges'))) {
      const total = (await choiceFigures(house.db, settings, 'witness', [id as string])).get(id as string)?.total;
      const { witnesses } = (await answer(`/pledges/${id as string}`)) as { witnesses: Json };
      expect(witnesses['total']).toBe(total?.kind === 'shown' ? total.value : null);
    }
  });

  describe('an address', () => {
    const fixed = () => operations().filter(({ path }) => !path.includes('{'));
    const paths = () => operations().map(({ path }) => base + path.replace(/\{\w+\}/, 'nothing'));

    test('is refused for a parameter that there is not, whatever it names, and for one that stands twice', async () => {
      for (const path of paths()) {
        for (const [query, parameter] of [
          ['secret=1', 'secret'],
          ['constructor=1', 'constructor'],
          ['__proto__=1', '__proto__'],
          ['Q=1', 'Q'],
          ['=1', ''],
        ]) {
          // prettier-ignore
          const response = await askApi(house, `${path}?${query ?? ''}`);
          expect([path, response.status, await response.json()]).toEqual([path, 400, { error: 'unknown-parameter', parameter }]); // prettier-ignore
        }
      }
      const twice = await askApi(house, `${base}/petitions?show=open&show=all`);
      expect(await twice.json()).toEqual({ error: 'repeated-parameter', parameter: 'show' });
    });

    test('is refused for a value that it cannot have, and never in error', async () => {
      const wrong = {
        show: ['', 'secret', 'OPEN'],
        sort: ['longest', 'relevance', 'signers', ''],
        size: ['0', '101', '-1', '1e1', '1.5', '0x10', ' 5', '', '99999999999'],
        at: ['', 'x', 'after_2026-02-30_x', "after_2026-05-04_a'b", 'after_0.5_x'],
        unit: ['', '\0', 'x'.repeat(1001)],
        programme: ['', '../x', "'"],
        q: ['', ' keys', '\0', 'x'.repeat(201)],
        page: ['0', '1.5', '10001', ''],
        owner: ['me', ''],
      } as Readonly<Record<string, readonly string[]>>;
      for (const { path, operation } of fixed()) {
        for (const { name } of operation.parameters) {
          // A response’s place is any name; a pledge’s `sort` is none.
          for (const value of wrong[name] ?? []) {
            if (path === '/responses' && name === 'at' && value === 'x') continue;
            const response = await askApi(house, `${base}${path}?${new URLSearchParams({ [name]: value }).toString()}`);
            expect([path, name, value, response.status]).toEqual([path, name, value, 400]);
            expect(await response.json()).toEqual({ error: 'invalid-parameter', parameter: name });
            expect(response.headers.get('cache-control')).toBe('no-store');
          }
        }
      }
    });

    test('of nothing is not found, in JSON', async () => {
      for (const path of [
        ...paths().filter((path) => path.includes('nothing')),
        '/api/v2/petitions',
        '/api/v1/accounts',
      ]) {
        const response = await askApi(house, path);
        expect([path, response.status]).toEqual([path, 404]);
        expect((await response.json()) as unknown).toHaveProperty('error');
      }
    });

    test('gives its answer a tag, for anybody’s page, and no cookie', async () => {
      for (const { path } of fixed()) {
        const first = await askApi(house, base + path);
        const etag = first.headers.get('etag') ?? '';
        expect(etag).toMatch(/^"[\w-]{43}"$/);
        expect(first.headers.get('cache-control')).toBe('public, max-age=60');
        expect(first.headers.get('access-control-allow-origin')).toBe('*');
        expect(first.headers.get('set-cookie')).toBeNull();
        for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
          const again = await askApi(house, base + path, { 'if-none-match': known });
          expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
        }
        expect((await askApi(house, base + path, { 'if-none-match': '"other"' })).status).toBe(200);
      }
    });
  });
}
