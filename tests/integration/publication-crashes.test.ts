import { asc, desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeEntry } from '~/crypto/tlog/entry';
import { petitionFigures } from '~/features/published/figures/figures.queries.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { waitingAction } from '~db/schema/anonymous';
import { deletion, ledgerEntry, publication, signature, thresholdReached } from '~db/schema/published';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeAll(async () => {
  house = await openSigningHouse();
});
afterAll(() => house.close());

const points: [string, string][] = [
  ['at the first signature', 'before insert on published.signature for each row'],
  ['after the signatures', 'after insert on published.signature for each statement'],
  ['at the count', 'before insert on published.tally for each row'],
  ['in the ledger', 'before insert on published.ledger_entry for each row when (new.index % 7 = 5)'],
  ['at the deletion of what was moved', 'after delete on anonymous.waiting_action for each statement'],
  ['at the rewriting', 'before truncate on anonymous.waiting_action for each statement'],
  ['after the rewriting', 'after insert on anonymous.waiting_action for each statement'],
  ['at a deletion under the critical mass', 'before insert on published.deletion for each row'],
  ['at the close', 'before update on published.petition for each row'],
  ['at the checkpoint', 'before insert on published.checkpoint for each row'],
  ['at a figure', 'before insert on published.figure for each row'],
  ['at a threshold', 'before insert on published.threshold_reached for each row'],
  ['at the end of a step', 'before update on published.publication for each row'],
  ['at the end of the second step', 'before update on published.publication for each row when (new.signatures_done)'],
  ['at the end of the last step', 'after update on published.publication for each row when (new.checkpoint_done)'],
];

const crowd = (size: number) => Array.from({ length: size }, (_, i) => `person${String(i)}`);

test.each(points.map(([where, trigger], index) => [where, trigger, index] as const))(
  'a crash %s neither loses nor doubles anything',
  async (_, trigger, index) => {
    const day = addDays('2026-07-01', 3 * index);
    const [reached, waits, fails] = ['reached', 'waits', 'fails'].map((name) => `${name}-${String(index)}`) as [
      string,
      string,
      string,
    ];
    house.clock.set(`${addDays(day, -1)}T20:00:00Z`);
    await house.publish();
    await house.openPetition({ id: reached, threshold: 12 });
    await house.openPetition({ id: waits, criticalMass: 10 });
    await house.openPetition({ id: fails, criticalMass: 10, closesDay: addDays(day, -1) });
    await sign(reached, ...crowd(13));
    await house.act({ petition: reached, person: 'person0', action: 'withdraw', n: 1 });
    await sign(waits, ...crowd(4));
    await sign(fails, ...crowd(5));

    house.clock.set(`${day}T18:00:00Z`);
    await whileDeadly(trigger, () => expect(house.publish()).rejects.toThrow());
    // People go on signing in between.
    await sign(reached, 'late');
    await house.publish();
    expect(await house.publish()).toBeNull();
    const { published, anonymous } = house.database;
    const [run] = await published.select().from(publication).orderBy(desc(publication.number)).limit(1);
    expect(run).toMatchObject({ editionsDone: true, signaturesDone: true, checkpointDone: true, day });
    // Whether the late one was still in time depends on the step that the crash came in.
    house.clock.set(`${addDays(day, 1)}T18:00:00Z`);
    await house.publish();

    expect(await signers(reached)).toEqual({ kind: 'shown', value: 13 });
    expect(await signers(waits)).toEqual({ kind: 'withheld', minimum: 10 });
    const waiting = (id: string) => anonymous.select().from(waitingAction).where(eq(waitingAction.petitionId, id));
    expect((await Promise.all([reached, waits, fails].map(waiting))).map((rows) => rows.length)).toEqual([0, 4, 0]);
    const signatures = await published.select().from(signature).where(eq(signature.petitionId, reached));
    expect(signatures).toHaveLength(15);
    expect(await entriesOf(reached)).toEqual({ signature: 14, withdrawal: 1 });
    expect(await entriesOf(waits)).toEqual({});
    expect(await entriesOf(fails)).toEqual({ deletion: 1, 'petition-closed': 1 });
    expect(await published.select().from(deletion).where(eq(deletion.petitionId, fails))).toHaveLength(1);
    expect(
      await published.select().from(thresholdReached).where(eq(thresholdReached.petitionId, reached)),
    ).toHaveLength(1);
  },
);

test('a publication whose lock is lost is waited for, so that its process does not begin another beside it', async () => {
  house.clock.set('2026-09-30T20:00:00Z');
  await house.publish();
  await house.openPetition({ id: 'under-way', criticalMass: 10 });
  await sign('under-way', ...crowd(11));
  house.clock.set('2026-10-01T18:00:00Z');
  const admin = openSql({ ...house.database.admin, max: 1 });
  const endings: string[] = [];
  const checkpoint = async () => {
    await admin`
      select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 7020191 and objid = 4
        and database = (select oid from pg_database where datname = current_database())`;
    // Long after the loss is known: whoever else asks gets the lock.
    await house.publish();
    endings.push('the work');
  };
  await house.publish({ checkpoint }).catch(() => endings.push('the publication'));
  await admin.end();
  expect(endings).toEqual(['the work', 'the publication']);
});

async function sign(petition: string, ...people: string[]): Promise<void> {
  await Promise.all(people.map((person) => house.act({ petition, person })));
}

async function signers(petition: string) {
  return (await petitionFigures(house.database.published, house.settings, [petition])).get(petition)?.signers;
}

/** How many entries of each kind name a petition. */
async function entriesOf(petition: string): Promise<Record<string, number>> {
  const rows = await house.database.published.select().from(ledgerEntry).orderBy(asc(ledgerEntry.index));
  const counts: Record<string, number> = {};
  for (const { bytes } of rows) {
    const entry = decodeEntry(bytes);
    if (entry['petition'] === petition) counts[entry.kind] = (counts[entry.kind] ?? 0) + 1;
  }
  return counts;
}

/** Runs work while the connection dies in the middle of a statement at that place, as when the server is killed. */
async function whileDeadly(trigger: string, work: () => Promise<unknown>): Promise<void> {
  const admin = openSql({ ...house.database.admin, max: 1 });
  try {
    await admin.unsafe(`
      create function public.crash() returns trigger language plpgsql security definer as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$;
      grant usage on schema public to public;
      create trigger crash ${trigger} execute function public.crash()`);
    await work();
  } finally {
    await admin.unsafe('drop function public.crash() cascade');
    await admin.end();
  }
}
