import { randomInt } from 'node:crypto';
import { note, report } from '~tests/bench/report';
import { fuzzSignatureRoute } from '~tests/support/fuzz-signature-route';

const inputs = 100_000;

/** Throws 100,000 inputs at the route that takes signatures. Throws, with the seed, where one is answered wrongly. */
export async function fuzzAnonymousRoute(): Promise<void> {
  const seed = randomInt(2 ** 31);
  note(`throwing ${String(inputs)} inputs at the anonymous route, seed ${String(seed)}`);
  const { wellFormed } = await fuzzSignatureRoute({ inputs, seed });
  report(`${String(inputs)} inputs to the anonymous route`, [
    { what: 'seed', value: String(seed) },
    { what: 'answered as they should be', value: String(inputs) },
    { what: 'of these in the right form', value: String(wellFormed) },
  ]);
}
