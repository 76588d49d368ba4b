import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fuzzCleaning, fuzzTargets } from '~tests/support/fuzz-cleaning';

const inputs = 2000;

describe('files and texts made to break what reads them (npm run heavy throws 100,000 at each)', () => {
  const seed = randomInt(2 ** 31);

  test.each(fuzzTargets)(`%s, seed ${String(seed)}`, async (target) => {
    const { taken } = await fuzzCleaning({ target, inputs, seed });
    // Neither is everything refused, nor everything taken.
    expect(taken).toBeGreaterThan(20);
    expect(taken).toBeLessThan(inputs);
  });
});
