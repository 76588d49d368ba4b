import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpeningError } from '~/features/anonymous/organizing/opening-error';
import { parseOpening } from '~/features/anonymous/organizing/opening.schema';
import { isSoundBody, parseAct } from '~/features/anonymous/organizing/organizer-act.schema';
import { organizerActs } from '~/features/anonymous/organizing/organizer-acts';

/* Anything whatever at what reads petitions and acts of unknown organizers: refused in one way, or taken as it stands. */

const seed = randomInt(2 ** 31);
const inputs = 1_500;
const day = '2026-06-10';

const sound = {
  ...{ v: 1, key: 'ab'.repeat(32), title: 'Stop recording our screens', demands: ['Switch the recording off.'] },
  ...{ background: '', closesDay: '2026-07-10', criticalMass: 10, askedUnit: null, programme: null, field: null },
  ...{ sponsorsWanted: 0, sponsorLink: null, day, slot: 0, register: 1, edition: 1, depth: 17, root: '1' },
  ...{ nullifier: '1', points: Array.from({ length: 8 }, () => '1') },
};

/** Words of every kind: hidden characters, other spellings, Markdown that is not shown, and plain ones. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    'Switch the recording off.',
    ' Switch it off, please. ',
    'cafe\u0301 is not a spelling',
    '<b>bold words</b>',
  ),
  fc.string({ minLength: 10, maxLength: 160 }),
);
const anything = fc.oneof(fc.jsonValue(), words, fc.array(words, { maxLength: 12 }), fc.integer(), fc.double());
const field = fc.constantFrom(...Object.keys(sound), 'more', '__proto__');

test(`a petition is refused in one way, or taken letter by letter as it was sent (seed ${String(seed)})`, () => {
  let taken = 0;
  const property = fc.property(field, fc.oneof(anything, words), (name, value) => {
    const body = { ...sound, [name]: value };
    try {
      const { opening, claim } = parseOpening(body, { minimum: 10 });
      const { title, demands, background } = opening;
      expect({ title, demands, background }).toEqual({ title: body.title, demands: body.demands, background: body.background }); // prettier-ignore
      expect(JSON.stringify([title, demands, background])).toBe(JSON.stringify([title, demands, background]).normalize('NFC')); // prettier-ignore
      expect(claim.depth).toBe(body.depth);
      taken += 1;
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      expect(error.code).toBe('malformed');
    }
  });
  fc.assert(property, { numRuns: inputs, seed });
  // The sound body is sound, and what was tried was not all like it.
  expect(parseOpening(sound, { minimum: 10 }).day).toBe(day);
  expect(taken).toBeLessThan(inputs / 2);
});

test(`an act is read or it is not: nothing else happens, whatever its words are (seed ${String(seed)})`, () => {
  const act = { v: 1, petition: 'a'.repeat(26), number: 1, act: 'update', body: '', signature: '00'.repeat(64) };
  const name = fc.constantFrom(...Object.keys(act), 'more');
  fc.assert(
    fc.property(name, anything, (changed, value) => {
      const read = parseAct({ ...act, [changed]: value });
      if (read) expect(read).toEqual({ ...act, [changed]: value });
    }),
    { numRuns: inputs, seed },
  );
  const body = fc.oneof(
    words,
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...organizerActs), body, (kind, text) => {
      if (isSoundBody(kind, text, day) && kind !== 'propose-merge') expect(text).toBe(text.normalize('NFC').trim());
    }),
    { numRuns: inputs, seed },
  );
  for (const kind of organizerActs) expect(isSoundBody(kind, '', day), kind).toBe(false);
});
