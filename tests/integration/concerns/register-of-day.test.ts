import type { AppLoadContext } from '@remix-run/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerOfDay } from '~/features/published/registers/register-of-day.server';
import { loader } from '~/routes/concern-register';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeAll(async () => {
  house = await openSigningHouse();
});
afterAll(() => house.close());

const of = (day: string) => registerOfDay(house.database.published, day);

test('a day is pinned to the newest register whose first edition counted before it began', async () => {
  // Register 1 has its first edition from the evening of the 9th.
  expect(await of('2026-06-10')).toEqual({ register: 1, edition: 1 });
  // Where there was none before, the first one, for ever.
  expect(await of('2026-06-09')).toEqual({ register: 1, edition: 1 });
  house.clock.set('2026-06-10T18:00:00Z');
  expect(await house.openRegister()).toBe(2);
  expect(await of('2026-06-09')).toEqual({ register: 1, edition: 1 });
  expect(await of('2026-06-10')).toEqual({ register: 1, edition: 1 });
  expect(await of('2026-06-11')).toEqual({ register: 2, edition: 1 });
  // A later edition of an older register does not make it newer.
  house.clock.set('2026-06-11T18:00:00Z');
  await house.publishEdition(1);
  await house.publishEdition(2);
  expect(await of('2026-06-11')).toEqual({ register: 2, edition: 2 });
  expect(await of('2026-06-10')).toEqual({ register: 1, edition: 2 });
});

test('an edition that no checkpoint covers counts for no day', async () => {
  house.clock.set('2026-06-12T17:59:00Z');
  await house.publishEdition(2, { covered: false });
  expect(await of('2026-06-12')).toEqual({ register: 2, edition: 2 });
});

test('the edge of a day is midnight UTC: an edition of that moment comes too late', async () => {
  house.clock.set('2026-06-15T00:00:00Z');
  const id = await house.openRegister();
  expect(await of('2026-06-15')).toMatchObject({ register: 2 });
  expect(await of('2026-06-16')).toMatchObject({ register: id });
});

test('the address gives the same to everybody, and refuses what is no day', async () => {
  const get = async (query: string) => {
    const request = new Request(`https://petitions.example/concerns/register${query}`);
    const context = { wing: { name: 'published', db: house.database.published } } as unknown as AppLoadContext;
    const response = await loader({ request, context, params: {} });
    return [response.status, (await response.json()) as unknown];
  };
  expect(await get('?day=2026-06-10')).toEqual([200, { register: 1, edition: 2 }]);
  for (const query of ['', '?day=', '?day=2026-02-30', '?day=0000-01-01', '?day=today', '?day=2026-06-10T00:00']) {
    expect(await get(query)).toEqual([400, { error: 'malformed' }]);
  }
});
