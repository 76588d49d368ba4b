import { asc, desc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry } from '~/crypto/tlog/entry';
import { Frontier, leafHash } from '~/crypto/tlog/merkle';
import { publishUnseen } from '~/features/anonymous/publication/publish-unseen.server';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { petitionFigures, petitionHistory } from '~/features/published/figures/figures.queries.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { waitingAction } from '~db/schema/anonymous';
import { checkpoint, ledgerEntry, publication, signature } from '~db/schema/published';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeEach(async () => {
  house = await openSigningHouse();
});
afterEach(() => house.close());

const db = () => house.database.published;
const waiting = () => house.database.anonymous.select().from(waitingAction);
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const sign = async (petition: string, ...people: string[]) => {
  await Promise.all(people.map((person) => house.act({ petition, person })));
};
const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
const signers = async (petition: string) =>
  (await petitionFigures(db(), house.settings, [petition])).get(petition)?.signers;
const shown = (value: number) => ({ kind: 'shown', value });
const entries = async () =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index))).map(({ bytes }) => decodeEntry(bytes));

describe('the minute’s rewriting', () => {
  test('leaves one order and one transaction, whatever came in which order', async () => {
    const petition = await house.openPetition({ criticalMass: 10 });
    for (const person of crowd(9)) await house.act({ petition, person });
    const look = () =>
      house.database.anonymous.execute<{ key: string; xmin: string }>(
        sql`select encode(nullifier, 'hex') as key, xmin::text from anonymous.waiting_action order by ctid`,
      );
    const before = await look();
    expect(new Set(before.map(({ xmin }) => xmin)).size).toBe(9);
    await rewriteWaiting(house.database.anonymous);
    const after = await look();
    expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key).sort());
    await rewriteWaiting(house.database.anonymous);
    expect((await look()).map(({ key }) => key)).toEqual(after.map(({ key }) => key));
  });

  test('loses nothing that comes in meanwhile', async () => {
    const petition = await house.openPetition({ criticalMass: 500 });
    const bodies = await Promise.all(crowd(60).map((person) => house.body({ petition, person })));
    const rewriting = (async () => {
      for (let i = 0; i < 12; i += 1) await rewriteWaiting(house.database.anonymous);
    })();
    await Promise.all([...bodies.map((body) => house.post(body)), rewriting]);
    await rewriteWaiting(house.database.anonymous);
    expect(await waiting()).toHaveLength(60);
  });

  test('also happens to what goes on waiting when a publication takes its neighbours away', async () => {
    const [quiet, loud] = [await house.openPetition({ criticalMass: 10 }), await house.openPetition()];
    for (const person of crowd(9)) {
      await house.act({ petition: quiet, person });
      await house.act({ petition: loud, person });
    }
    await publishOn('2026-06-10');
    const left = await house.database.anonymous.execute<{ key: string; xmin: string; place: string }>(
      sql`select encode(nullifier, 'hex') as key, xmin::text, ctid::text as place from anonymous.waiting_action order by ctid`,
    );
    expect(new Set(left.map(({ xmin }) => xmin)).size).toBe(1);
    expect(left.map(({ key }) => key)).toEqual(left.map(({ key }) => key).sort());
    expect(left[0]?.place).toBe('(0,1)');
  });
});

describe('the checkpoint', () => {
  test('signs the RFC 6962 root of the whole ledger, from the last one’s frontier', async () => {
    const petition = await house.openPetition();
    for (const [day, size] of [
      ['2026-06-10', 3],
      ['2026-06-11', 8],
      ['2026-06-12', 1],
    ] as const) {
      await sign(petition, ...crowd(size, day));
      await publishOn(day);
      const ledger = await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
      const frontier = new Frontier();
      for (const { bytes } of ledger) frontier.append(leafHash(bytes));
      const [last] = await db().select().from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
      const signed = openCheckpoint(last?.note ?? '', house.checkpointVerifier);
      expect(signed).toMatchObject({ origin: 'acme.example/ledger', size: ledger.length });
      expect(toHex(signed.root)).toBe(toHex(frontier.root()));
    }
  });

  test('stands where nothing new was written', async () => {
    const petition = await house.openPetition();
    await sign(petition, 'ann');
    await publishOn('2026-06-10');
    const before = await db().select().from(checkpoint);
    house.clock.set('2026-06-11T18:00:00Z');
    // The filed concerns have an entry on every day: so on a schedule of days this happens to no second step of ours.
    const nothing = async ({ number }: { number: number }) => {
      await house.database.anonymous
        .update(publication)
        .set({ signaturesDone: true })
        .where(eq(publication.number, number));
    };
    expect(await house.publish({ signatures: nothing })).not.toBeNull();
    expect(await db().select().from(checkpoint)).toEqual(before);
    await publishOn('2026-06-12');
    expect(await db().select().from(checkpoint)).toHaveLength(before.length + 1);
  });
});

describe('running', () => {
  test('two processes at once run one publication, once', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(20));
    house.clock.set('2026-06-10T18:00:00Z');
    const before = await db().select().from(publication);
    const results = await Promise.all(Array.from({ length: 6 }, () => house.publish()));
    expect(results.filter((number) => number !== null)).toHaveLength(1);
    expect(await db().select().from(publication)).toHaveLength(before.length + 1);
    expect(await db().select().from(signature)).toHaveLength(20);
    expect((await entries()).filter(({ kind }) => kind === 'signature')).toHaveLength(20);
    expect(await signers(petition)).toEqual(shown(20));
  });

  test('a step that is run twice, even at once, is done once', async () => {
    const petition = await house.openPetition();
    await sign(petition, ...crowd(12));
    house.clock.set('2026-06-10T18:00:00Z');
    const twice =
      (step: (run: { number: number; slot: Date; day: string }) => Promise<void>) =>
      async (run: { number: number; slot: Date; day: string }) => {
        await Promise.all([step(run), step(run)]);
        await step(run);
      };
    await house.publish({
      editions: twice(house.steps.editions),
      signatures: twice(house.steps.signatures),
      checkpoint: twice(house.steps.checkpoint),
    });
    expect((await entries()).filter(({ kind }) => kind === 'signature')).toHaveLength(12);
    expect(await signers(petition)).toEqual(shown(12));
  });

  test('steps refuse to run out of order or for a publication that there is not', async () => {
    const { anonymous, identified, published } = house.database;
    const deps = { db: published, checkpointSigner: house.checkpointSigner, settings: house.settings };
    await expect(publishUnseen({ db: anonymous, settings: house.settings }, { publication: 99 })).rejects.toMatchObject(
      {
        code: 'unknown-publication',
      },
    );
    await expect(signCheckpoint(deps, { publication: 99 })).rejects.toMatchObject({ code: 'unknown-publication' });
    await identified
      .insert(publication)
      .values({ number: 50, slot: new Date('2026-06-10T18:00:00Z'), day: '2026-06-10' });
    await expect(publishUnseen({ db: anonymous, settings: house.settings }, { publication: 50 })).rejects.toMatchObject(
      {
        code: 'out-of-order',
      },
    );
    await expect(signCheckpoint(deps, { publication: 50 })).rejects.toMatchObject({ code: 'out-of-order' });
  });

  test('a daily slot is run once, late if it must be, and missed ones are not made up for', async () => {
    expect(await publishOn('2026-06-10')).not.toBeNull();
    house.clock.set('2026-06-10T23:00:00Z');
    expect(await house.publish()).toBeNull();
    house.clock.set('2026-06-14T09:00:00Z');
    expect(await house.publish()).not.toBeNull();
    const [last] = await db().select().from(publication).orderBy(desc(publication.number)).limit(1);
    expect(last?.slot.toISOString()).toBe('2026-06-13T18:00:00.000Z');
    expect(await house.publish()).toBeNull();
  });

  test('acts that come in while a publication runs are in it or in the next, never in both or in none', async () => {
    const petition = await house.openPetition();
    const bodies = await Promise.all(crowd(80).map((person) => house.body({ petition, person })));
    house.clock.set('2026-06-10T18:00:00Z');
    const publishing = Promise.all([house.publish(), rewriteWaiting(house.database.anonymous)]);
    await Promise.all([...bodies, ...bodies].map((body) => house.post(body)));
    await publishing;
    await publishOn('2026-06-11');
    expect(await waiting()).toHaveLength(0);
    expect(await db().select().from(signature)).toHaveLength(80);
    expect(await signers(petition)).toEqual(shown(80));
  });
});

describe('a crash', () => {
  test.each(['editions', 'signatures', 'checkpoint'] as const)(
    'between steps, before %s, is made good',
    async (step) => {
      const petition = await house.openPetition();
      await sign(petition, ...crowd(12));
      house.clock.set('2026-06-10T18:00:00Z');
      const crash = () => Promise.reject(new Error('crash'));
      await expect(house.publish({ [step]: crash })).rejects.toThrow('crash');
      await expect(house.publish({ [step]: crash })).rejects.toThrow('crash');
      // Days later, the unfinished one first, as the day it was; then the one that is due.
      house.clock.set('2026-06-12T20:00:00Z');
      await house.publish();
      expect(await petitionHistory(db(), house.settings, petition)).toEqual([
        { day: '2026-06-10', signers: shown(12) },
      ]);
      const runs = await db().select().from(publication).orderBy(desc(publication.number)).limit(2);
      expect(runs.map(({ day, checkpointDone }) => [day, checkpointDone])).toEqual([
        ['2026-06-12', true],
        ['2026-06-10', true],
      ]);
    },
  );
});
