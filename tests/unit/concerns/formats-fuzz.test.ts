import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { fuzzConcernFormats } from '~tests/support/fuzz-concern-formats';

const seed = randomInt(2 ** 31);

// `npm run heavy` throws fifty times as many.
test(`2,000 inputs to each reader of a format are refused or read as they are written (seed ${String(seed)})`, async () => {
  const results = await fuzzConcernFormats({ inputs: 2_000, seed });
  expect(results.map(({ target }) => target)).toEqual(['parseManifest', 'openRequest', 'parseMessageContent', 'readPart', 'handlersInForce', 'isHybridRecipient']); // prettier-ignore
  for (const { target, inputs, accepted } of results) {
    expect(inputs, target).toBe(2_000);
    // Neither all refused at the door nor all let in: otherwise nothing was tried.
    expect(accepted, target).toBeGreaterThan(40);
    expect(accepted, target).toBeLessThan(1_800);
  }
}, 120_000);
