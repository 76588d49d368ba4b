import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectedOfAsking, fuzzAsking } from '~tests/support/fuzz-asking';

const seed = randomInt(2 ** 31);

// `npm run heavy` throws fifty times as many.
test(`/unseen/questions answers 2,000 inputs as it should (seed ${String(seed)})`, async () => {
  const { reached } = await fuzzAsking({ inputs: 2_000, seed });
  // Neither all refused at the door nor all let in: otherwise nothing was tried.
  expect(reached).toBeGreaterThan(100);
  expect(reached).toBeLessThan(1_800);
});

test('what is expected is known without asking the route', () => {
  const body = {
    ...{ v: 1, petition: 'p1', about: 'petition', body: 'Who could read it?', day: '2026-06-10', slot: 0 },
    ...{ register: 1, edition: 1, depth: 17, root: '0', nullifier: '0', points: Array.from({ length: 8 }, () => '1') },
  };
  const status = (change: object) => expectedOfAsking(Buffer.from(JSON.stringify({ ...body, ...change }))).status;
  expect(status({})).toBe(404);
  expect(status({ day: '2026-06-11' })).toBe(409);
  for (const change of [
    { body: 'Too short' },
    { body: ' Who could read it?' },
    { slot: 3 },
    { more: 1 },
    { root: '00' },
  ]) {
    expect(status(change)).toBe(400);
  }
  expect(expectedOfAsking(new Uint8Array(8193)).status).toBe(413);
});
