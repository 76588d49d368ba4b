import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { concernRoutes, fuzzConcernRoute } from '~tests/support/fuzz-concern-routes';

const seed = randomInt(2 ** 31);

// `npm run heavy` throws fifty times as many.
test.each(concernRoutes)(`/unseen/%s answers 2,000 inputs as it should (seed ${String(seed)})`, async (route) => {
  const { inputs, reached } = await fuzzConcernRoute(route, { inputs: 2_000, seed });
  expect(inputs).toBe(2_000);
  // Neither all refused at the door nor all let in: otherwise nothing was tried.
  expect(reached).toBeGreaterThan(100);
  expect(reached).toBeLessThan(1_800);
});
