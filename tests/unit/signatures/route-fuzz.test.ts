import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectedAnswer, fuzzSignatureRoute } from '~tests/support/fuzz-signature-route';

const seed = randomInt(2 ** 31);

// `npm run heavy` throws a hundred times as many.
test(`1,000 inputs are answered as they should be (seed ${String(seed)})`, async () => {
  const { inputs, wellFormed } = await fuzzSignatureRoute({ inputs: 1_000, seed });
  expect(inputs).toBe(1_000);
  // Neither all refused at the door nor all let in: otherwise nothing was tried.
  expect(wellFormed).toBeGreaterThan(50);
  expect(wellFormed).toBeLessThan(900);
});

test('what is expected is known without asking the route', () => {
  const point = '1';
  const body = { v: 1, petition: 'p', register: 1, edition: 1, action: 'sign', n: 0, depth: 17, root: '0', nullifier: '0', points: Array.from({ length: 8 }, () => point) }; // prettier-ignore
  const answer = (change: object) => expectedAnswer(Buffer.from(JSON.stringify({ ...body, ...change }))).status;
  expect(answer({})).toBe(404);
  expect(answer({ root: '00' })).toBe(400);
  expect(answer({ points: [] })).toBe(400);
  expect(answer({ more: 1 })).toBe(400);
  expect(expectedAnswer(new Uint8Array(4097)).status).toBe(413);
});
