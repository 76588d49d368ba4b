import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { decodeEntry } from '~/crypto/tlog/entry';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { encodeManifest } from '~/features/anonymous/concerns/manifest';
import { unseenPending } from '~/features/anonymous/publication/publish-unseen.server';
import { concernFigures } from '~/features/published/figures/concern-figures.queries.server';
import { addDays } from '~/platform/clock';
import { demoSettings } from '~/platform/settings';
import { deletedConcerns, waitingFiling } from '~db/schema/anonymous-concerns';
import { ledgerEntry } from '~db/schema/published';
import { concernFigure } from '~db/schema/published-concerns';
import { accepted, openConcernHouse, type ConcernHouse, type RaisedInHouse } from '~tests/support/concern-house';

let house: ConcernHouse;
let today = '2026-06-10';
beforeAll(async () => {
  house = await openConcernHouse();
});
afterAll(() => house.close());

type Entry = Readonly<Record<string, unknown>>;
const entries = async (kind: string): Promise<Entry[]> => {
  const rows = await house.database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
  return rows.map(({ bytes }) => decodeEntry(bytes) as Entry).filter((entry) => entry['kind'] === kind);
};
const publishToday = async () => {
  house.clock.set(`${today}T18:00:00Z`);
  await house.publish();
  today = addDays(today, 1);
  house.clock.set(`${today}T12:00:00Z`);
};
const filingOf = ({ receipt, manifest }: RaisedInHouse) =>
  toHex(filingDigest(receipt.salt, manifestDigest(house.settings.organisation, encodeManifest(manifest))));
const raise = (name: string, count: number, programme = house.programme) =>
  Promise.all(
    Array.from({ length: count }, (_, i) => house.raise({ person: `${name}${String(i)}`, day: today, programme })),
  );
const answer = async ({ concern, manifest }: RaisedInHouse) => {
  await house.write(house.hana, concern, { number: 1, programme: manifest.programme });
  const request = { concern, from: 'received', to: 'answered', reason: null };
  accepted(await house.askAsHandler(house.hana, 'state', request));
};
const figures = async (programme = house.programme) => {
  const all = await concernFigures(house.database.published, house.settings, [programme, 'nothing']);
  expect(all.get('nothing')?.received).toEqual({ kind: 'withheld', minimum: 10 });
  return all.get(programme);
};
const shown = (value: number) => ({ kind: 'shown', value });
const withheld = { kind: 'withheld', minimum: 10 };

describe('what was filed', () => {
  test('stands in the ledger once, sorted, among random digests, on a day with none as on any other', async () => {
    await publishToday();
    const [none] = await entries('concerns-filed');
    expect(none).toEqual({ v: 1, kind: 'concerns-filed', day: '2026-06-10', digests: expect.any(Array) as unknown });
    expect(none?.['digests']).toHaveLength(16);
    const raised = await raise('filed', 3);
    const unfinished = await house.raisingBody({ person: 'unfinished' });
    accepted(await house.send('/unseen/concerns', unfinished.body));
    await publishToday();
    const [, filed] = await entries('concerns-filed');
    const digests = filed?.['digests'] as string[];
    expect(digests).toHaveLength(16);
    expect(digests).toEqual([...new Set(digests)].sort());
    for (const each of raised) expect(digests).toContain(filingOf(each));
    expect(digests).not.toContain(filingOf(unfinished));
    expect(await house.database.anonymous.select().from(waitingFiling)).toEqual([]);
    await publishToday();
    const all = (await entries('concerns-filed')).flatMap((entry) => entry['digests'] as string[]);
    expect(all.filter((digest) => digest === filingOf(raised[0] as RaisedInHouse))).toHaveLength(1);
  });

  test('fills up to the next 16, and the next entry from 512 on', async () => {
    const { anonymous } = house.database;
    const digest = (i: number) => Uint8Array.from(Buffer.from(i.toString(16).padStart(64, '0'), 'hex'));
    const put = (count: number) =>
      anonymous.insert(waitingFiling).values(Array.from({ length: count }, (_, i) => ({ digest: digest(i + 1) })));
    for (const [count, sizes] of [
      [16, [16]],
      [17, [32]],
      [512, [512]],
      [513, [512, 16]],
    ] as const) {
      const before = (await entries('concerns-filed')).length;
      await put(count);
      await publishToday();
      const added = (await entries('concerns-filed')).slice(before).map((entry) => entry['digests'] as string[]);
      expect(added.map((digests) => digests.length)).toEqual(sizes);
      for (let i = 1; i <= count; i += 1) expect(added.flat()).toContain(toHex(digest(i)));
    }
  });

  test('on another schedule only where something waits', async () => {
    const demo = { ...demoSettings({ organisation: 'acme', organisationName: 'Acme' }), minimum: 10 };
    const { anonymous } = house.database;
    expect(await unseenPending(anonymous, demo, today)).toBe(false);
    await raise('demo', 1);
    expect(await unseenPending(anonymous, demo, today)).toBe(true);
    await publishToday();
    expect(await unseenPending(anonymous, demo, today)).toBe(false);
  });
});

describe('figures', () => {
  test('are told from the minimum up, parts only with what they are part of, and never by difference', async () => {
    const programme = await house.addProgramme('figures');
    const raised = await raise('nine', 9, programme);
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: withheld, day: null });
    raised.push(...(await raise('tenth', 1, programme)));
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: shown(10), answered: withheld, medianDays: withheld });
    const [first] = (await entries('concern-figures')).filter((entry) => entry['programme'] === programme);
    expect(first).toMatchObject({ received: 10, answered: 'withheld', inTime: 'withheld', medianDays: 'withheld' });
    // Nine answers are neither told nor to be had from what is left.
    for (const each of raised.slice(0, 9)) await answer(each);
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: shown(10), answered: withheld });
    await answer(raised[9] as RaisedInHouse);
    await publishToday();
    expect(await figures(programme)).toMatchObject({
      ...{ received: shown(10), answered: shown(10), inTime: shown(10) },
      medianDays: { kind: 'shown' },
    });
    const before = (await entries('concern-figures')).length;
    await raise('few', 9, programme);
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: shown(10) });
    expect((await entries('concern-figures')).length).toBe(before);
    await raise('enough', 1, programme);
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: shown(20), answered: shown(10) });
    const rows = await house.database.published.select().from(concernFigure);
    expect(rows.filter(({ programmeId }) => programmeId === programme)).toHaveLength(3);
  });

  test('are not shown before their checkpoint', async () => {
    const programme = await house.addProgramme('covered');
    await raise('covered', 10, programme);
    house.clock.set(`${today}T18:00:00Z`);
    await expect(house.publish({ checkpoint: () => Promise.reject(new Error('crash')) })).rejects.toThrow('crash');
    expect(await figures(programme)).toMatchObject({ received: withheld, day: null });
    await publishToday();
    expect(await figures(programme)).toMatchObject({ received: shown(10) });
  });
});

test('deletions are noted once there are enough of them, and then all of them', async () => {
  const { anonymous } = house.database;
  await anonymous.insert(deletedConcerns).values({ one: true, concerns: 9 });
  await publishToday();
  expect(await entries('concerns-deleted')).toEqual([]);
  await anonymous.update(deletedConcerns).set({ concerns: 11 });
  const day = today;
  await publishToday();
  expect(await entries('concerns-deleted')).toEqual([{ v: 1, kind: 'concerns-deleted', concerns: 11, day }]);
  await publishToday();
  expect(await entries('concerns-deleted')).toHaveLength(1);
});
