import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { actRoutes } from '~tests/support/act-routes';
import { expectedAnswer, fuzzActRoute } from '~tests/support/fuzz-membership-routes';

const seed = randomInt(2 ** 31);
const routes = Object.keys(actRoutes) as (keyof typeof actRoutes)[];

// `npm run heavy` throws fifty times as many.
test.each(routes)(`/unseen/%s answers 2,000 inputs as it should (seed ${String(seed)})`, async (route) => {
  const { inputs, wellFormed } = await fuzzActRoute(route, { inputs: 2_000, seed });
  expect(inputs).toBe(2_000);
  // Neither all refused at the door nor all let in: otherwise nothing was tried.
  expect(wellFormed).toBeGreaterThan(100);
  expect(wellFormed).toBeLessThan(1_800);
});

test.each(routes)('what is expected of /unseen/%s is known without asking it', (name) => {
  const route = actRoutes[name];
  const point = '1';
  const points = Array.from({ length: 8 }, () => point);
  const id = name === 'choices?verdict' ? `${'a'.repeat(26)}.1` : 'a'.repeat(26);
  const more = { kind: name.split('?')[1], revision: 1, unit: { path: 'Works', root: '0', points } };
  const body = {
    ...{ v: 1, [route.subject]: id, register: 1, edition: 1, [route.act]: route.acts[0], n: 0, depth: 17 },
    ...{ root: '0', nullifier: '0', points },
    ...Object.fromEntries(Object.entries(more).filter(([field]) => route.more.some((each) => each.name === field))),
  };
  const answer = (change: object) => expectedAnswer(route, Buffer.from(JSON.stringify({ ...body, ...change }))).status;
  expect(answer({})).toBe(404);
  expect(answer({ root: '00' })).toBe(400);
  expect(answer({ points: [] })).toBe(400);
  expect(answer({ more: 1 })).toBe(400);
  expect(answer({ [route.act]: 'other' })).toBe(400);
  expect(answer({ [route.subject]: '' })).toBe(400);
  expect(expectedAnswer(route, new Uint8Array(route.mostBytes + 1)).status).toBe(413);
});
