import { beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '~/crypto/hash';
import { handlerFingerprint, handlerKeys, handlersInForce, handlerStatement, type HandlerKeys } from '~/features/published/handlers/handler-key'; // prettier-ignore
import { handlerRecords, type HandlerRecord } from '~/features/published/handlers/handler-record.schema';

const organisation = 'Acme';
const names = ['Ada', 'Ben', 'Cem', 'Dua'] as const;
type Name = (typeof names)[number];

let keys: Record<Name, HandlerKeys>;
const fingerprint = (name: Name) =>
  handlerFingerprint(organisation, keys[name].signing.publicKey, keys[name].recipient);

beforeAll(async () => {
  const all = await Promise.all(names.map((_, index) => handlerKeys(new Uint8Array(16).fill(index + 1))));
  keys = Object.fromEntries(names.map((name, index) => [name, all[index]])) as Record<Name, HandlerKeys>;
});

const sign = (act: 'added' | 'retired', name: Name, by: Name, day: string) =>
  toHex(
    keys[by].signing.sign(
      handlerStatement({ organisation, act, fingerprint: fingerprint(name), name, by: fingerprint(by), day }),
    ),
  );
const added = (name: Name, by: Name, day: string): HandlerRecord => ({
  fingerprint: fingerprint(name),
  name,
  signingKey: toHex(keys[name].signing.publicKey),
  recipient: keys[name].recipient,
  addedDay: day,
  addedBy: fingerprint(by),
  signature: sign('added', name, by, day),
  retiredDay: null,
  retiredBy: null,
  retiredSignature: null,
});
const retired = (record: HandlerRecord, by: Name, day: string): HandlerRecord => ({
  ...record,
  retiredDay: day,
  retiredBy: fingerprint(by),
  retiredSignature: sign('retired', record.name as Name, by, day),
});
const check = (...records: HandlerRecord[]) => {
  const { active, root, problems } = handlersInForce(handlerRecords.parse(records), organisation);
  return { active: active.map(({ name }) => name), root, problems: problems.length };
};

describe('handlers in force', () => {
  it('are none where nobody was named', () => {
    expect(handlersInForce([], organisation)).toEqual({ active: [], root: null, problems: [] });
  });

  it('are the first, whom it let in, and whom these let in', () => {
    const records = [added('Ada', 'Ada', '2026-01-01'), added('Ben', 'Ada', '2026-01-01'), added('Cem', 'Ben', '2026-02-01')]; // prettier-ignore
    expect(check(...records)).toEqual({ active: ['Ada', 'Ben', 'Cem'], root: fingerprint('Ada'), problems: 0 });
    const { active } = handlersInForce(records, organisation);
    expect(active[1]).toEqual({
      fingerprint: fingerprint('Ben'),
      name: 'Ben',
      signingKey: toHex(keys.Ben.signing.publicKey),
      recipient: keys.Ben.recipient,
    });
  });

  it('are not those who let themselves in, nor whom these let in', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    expect(check(ada, added('Ben', 'Ben', '2026-01-02'), added('Cem', 'Ben', '2026-01-03'))).toMatchObject({ active: ['Ada'], problems: 2 }); // prettier-ignore
    expect(check(ada, added('Ben', 'Cem', '2026-01-02'))).toMatchObject({ active: ['Ada'], problems: 1 });
    expect(check(added('Ben', 'Ada', '2026-01-02'))).toEqual({ active: [], root: null, problems: 1 });
    // In the ledger's order: who was let in later cannot have let in somebody before.
    expect(check(ada, added('Cem', 'Ben', '2026-01-02'), added('Ben', 'Ada', '2026-01-02'))).toMatchObject({ active: ['Ada', 'Ben'], problems: 1 }); // prettier-ignore
  });

  it('are not those about whom anything was changed after it was signed', async () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    const ben = added('Ben', 'Ada', '2026-01-02');
    const other = await handlerKeys(new Uint8Array(16).fill(99));
    const otherSigning = toHex(other.signing.publicKey);
    for (const change of [
      { name: 'Eve' },
      { recipient: other.recipient },
      { signingKey: otherSigning },
      { recipient: other.recipient, signingKey: otherSigning, fingerprint: handlerFingerprint(organisation, other.signing.publicKey, other.recipient) }, // prettier-ignore
      { addedDay: '2026-01-03' },
      { fingerprint: 'f'.repeat(64) },
      { signature: 'f'.repeat(128) },
      { recipient: 'age1pq1' },
    ])
      expect(check(ada, { ...ben, ...change }), JSON.stringify(change).slice(0, 60)).toMatchObject({
        active: ['Ada'],
        problems: 1,
      });
    // A retirement's signature lets nobody in.
    expect(check(ada, { ...ben, signature: sign('retired', 'Ben', 'Ada', '2026-01-02') })).toMatchObject({ active: ['Ada'] }); // prettier-ignore
    expect(handlersInForce([ada, ben], 'Another').active).toEqual([]);
  });

  it('are each there once', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    const ben = added('Ben', 'Ada', '2026-01-02');
    expect(check(ada, ben, ben)).toMatchObject({ active: ['Ada', 'Ben'], problems: 1 });
    // Retired, and let in again by the old signature.
    expect(check(ada, retired(ben, 'Ada', '2026-01-05'), ben)).toMatchObject({ active: ['Ada'], problems: 1 });
  });

  it('do not include who was retired, by another, by itself or with the office', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    const ben = added('Ben', 'Ada', '2026-01-02');
    expect(check(ada, retired(ben, 'Ada', '2026-01-05'))).toMatchObject({ active: ['Ada'], problems: 0 });
    expect(check(ada, retired(ben, 'Ben', '2026-01-05'))).toMatchObject({ active: ['Ada'], problems: 0 });
    expect(check(retired(ada, 'Ben', '2026-01-02'), ben)).toMatchObject({ active: ['Ben'], problems: 0 });
    const left: HandlerRecord = { ...ben, retiredDay: '2026-01-05', retiredBy: 'office' };
    expect(check(ada, left)).toMatchObject({ active: ['Ada'], problems: 0 });
    // Who let others in may leave; they stay.
    expect(check(retired(ada, 'Ada', '2026-02-01'), ben)).toMatchObject({ active: ['Ben'], root: fingerprint('Ada') });
  });

  it('do not include who is said to be retired, but that it is not true is told', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    const ben = added('Ben', 'Ada', '2026-01-02');
    const good = retired(ben, 'Ada', '2026-01-05');
    for (const change of [
      { retiredSignature: 'f'.repeat(128) },
      { retiredSignature: null },
      { retiredDay: '2026-01-06' },
      { retiredDay: '2026-01-01' },
      { retiredDay: null },
      { retiredBy: fingerprint('Cem') },
      { retiredBy: null },
      { retiredBy: 'office' },
      { retiredSignature: sign('added', 'Ben', 'Ada', '2026-01-05') },
    ])
      expect(check(ada, { ...good, ...change }), JSON.stringify(change).slice(0, 60)).toMatchObject({
        active: ['Ada'],
        problems: 1,
      });
  });

  it('were not let in by who had been retired before, whatever day is written', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    const ben = retired(added('Ben', 'Ada', '2026-01-02'), 'Ada', '2026-01-05');
    const cem = added('Cem', 'Ada', '2026-02-01');
    expect(check(ada, ben, added('Dua', 'Ben', '2026-01-06'))).toMatchObject({ active: ['Ada'], problems: 1 });
    expect(check(ada, ben, cem, added('Dua', 'Ben', '2026-01-04'))).toMatchObject({ active: ['Ada', 'Cem'], problems: 1 }); // prettier-ignore
    // On the day itself it still could.
    expect(check(ada, ben, added('Dua', 'Ben', '2026-01-05'))).toMatchObject({ active: ['Ada', 'Dua'], problems: 0 });
  });

  it('are read only where every part has its form', () => {
    const ada = added('Ada', 'Ada', '2026-01-01');
    for (const change of [
      { name: '' },
      { name: 'half \ud800' },
      { name: 'a\u0000' },
      { fingerprint: fingerprint('Ada').toUpperCase() },
      { addedDay: '2026-02-30' },
      { addedBy: 'office' },
      { signature: '' },
      { retiredBy: 'Ben' },
      { more: 1 },
    ])
      expect(handlerRecords.safeParse([{ ...ada, ...change }]).success, JSON.stringify(change)).toBe(false);
    expect(handlerRecords.safeParse([{ ...ada, name: 'Zoë 😀' }]).success).toBe(true);
  });

  it('are told of in words that name the key', () => {
    const { problems } = handlersInForce([added('Ben', 'Ada', '2026-01-02')], organisation);
    expect(problems).toEqual([`The key ${fingerprint('Ben').slice(0, 8)}… was let in by nobody who could let it in.`]);
  });
});
