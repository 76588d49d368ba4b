import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asGroupRoot, asNullifier, BASE_FIELD_ORDER, FIELD_ORDER, type GroupRoot } from '~/crypto/semaphore/field';
import { checkStatement, parseProof, toWireProof, type WireProof } from '~/crypto/semaphore/proof';
import { petitionScope, reduce, signMessage } from '~/crypto/semaphore/statement';

const scope = petitionScope('Acme', 'p1');
const message = signMessage(new Uint8Array(32), 'sign', 0);
const wire: WireProof = {
  depth: 17,
  root: '5',
  nullifier: '7',
  scope: reduce(scope).toString(),
  message: reduce(message).toString(),
  points: ['1', '2', '3', '4', '5', '6', '7', '8'],
};
const refused = (input: unknown, code: string) => {
  expect(() => parseProof(input, 17), JSON.stringify(input)).toThrow(expect.objectContaining({ code }));
};
const withPoint = (index: number, text: string) => ({ ...wire, points: wire.points.map((each, at) => (at === index ? text : each)) }); // prettier-ignore

describe('the form of a proof', () => {
  it('is read, and written back the same', () => {
    expect(toWireProof(parseProof(JSON.parse(JSON.stringify(wire)), 17))).toEqual(wire);
  });

  it.each([null, undefined, 'proof', 7, [], [wire], {}])('is not %j', (input) => refused(input, 'malformed'));

  it('has these fields and no other', () => {
    for (const field of Object.keys(wire)) {
      const { [field as keyof WireProof]: _, ...rest } = wire;
      refused(rest, 'malformed');
      refused({ ...wire, [field]: null }, 'malformed');
      refused({ ...wire, [field]: { toString: () => '1' } }, 'malformed');
    }
    refused({ ...wire, extra: '1' }, 'malformed');
    refused({ ...wire, root: 5 }, 'malformed');
    refused({ ...wire, depth: '17' }, 'malformed');
    refused({ ...wire, depth: 17.5 }, 'malformed');
    refused({ ...wire, points: wire.points.slice(1) }, 'malformed');
    refused({ ...wire, points: [...wire.points, '9'] }, 'malformed');
    refused({ ...wire, points: withPoint(3, '1').points.map(Number) }, 'malformed');
  });

  it('has one spelling for each number: others verify too, and would count twice (B)', () => {
    for (const field of ['root', 'nullifier', 'scope', 'message'] as const) {
      const value = BigInt(wire[field]);
      for (const spelling of [`0${value}`, ` ${value}`, `+${value}`, `0x${value.toString(16)}`, `-${value}`, '']) {
        refused({ ...wire, [field]: spelling }, 'not-canonical');
      }
      // The same residue again: the stock library reduces it silently.
      const again = value + FIELD_ORDER;
      refused({ ...wire, [field]: again.toString() }, 'out-of-field');
      refused({ ...wire, [field]: FIELD_ORDER.toString() }, 'out-of-field');
    }
    for (let index = 0; index < 8; index += 1) {
      refused(withPoint(index, '01'), 'not-canonical');
      refused(withPoint(index, (BASE_FIELD_ORDER + 1n).toString()), 'out-of-field');
      // Coordinates live in the larger field.
      expect(parseProof(withPoint(index, FIELD_ORDER.toString()), 17).points[index]).toBe(FIELD_ORDER);
    }
  });

  it('has the depth of the register and a root that is not 0', () => {
    for (const depth of [16, 18, 1, 0, -17, 20]) refused({ ...wire, depth }, 'wrong-depth');
    refused({ ...wire, root: '0' }, 'zero-root');
    refused({ ...wire, depth: 16, root: '0' }, 'wrong-depth');
    refused({ ...wire, depth: 16, root: '00' }, 'not-canonical');
  });

  it('is never anything but read or refused, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(() => parseProof(input, 17)).toThrow(expect.objectContaining({ name: 'ProofError' }));
      }),
    );
  });
});

describe('the statement of a proof', () => {
  const roots = [asGroupRoot(4n), asGroupRoot(5n)];
  const check = (proof: WireProof, expected: Partial<Parameters<typeof checkStatement>[1]> = {}) =>
    checkStatement(parseProof(proof, 17), { roots, scope, message, ...expected });

  it('is accepted for each live edition', () => {
    expect(() => check(wire)).not.toThrow();
    expect(() => check({ ...wire, root: '4' })).not.toThrow();
    expect(() => check(wire, { roots: new Set(roots).values() })).not.toThrow();
  });

  it('is refused for an edition that is not live or of another register', () => {
    expect(() => check({ ...wire, root: '6' })).toThrow(expect.objectContaining({ code: 'unknown-root' }));
    expect(() => check(wire, { roots: [] as GroupRoot[] })).toThrow(expect.objectContaining({ code: 'unknown-root' }));
  });

  it('is refused for another petition, another action, another n, another text', () => {
    expect(() => check(wire, { scope: petitionScope('Acme', 'p2') })).toThrow(
      expect.objectContaining({ code: 'wrong-scope' }),
    );
    const others = [
      signMessage(new Uint8Array(32), 'withdraw', 0),
      signMessage(new Uint8Array(32), 'sign', 1),
      signMessage(new Uint8Array(32).fill(1), 'sign', 0),
    ];
    for (const other of others) {
      expect(() => check(wire, { message: other })).toThrow(expect.objectContaining({ code: 'wrong-message' }));
    }
  });

  it('is compared reduced, as the circuit sees it', () => {
    expect(() => check({ ...wire, scope: (scope % FIELD_ORDER).toString() })).toThrow(
      expect.objectContaining({ code: 'wrong-scope' }),
    );
    expect(asNullifier(7n)).toBe(parseProof(wire, 17).nullifier);
  });
});
