import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settlePetitions } from '~/features/identified/desks/settle-petitions.server';
import { openSql } from '~db/database';
import { waitingOrganizerAct, waitingPetition } from '~db/schema/anonymous-organizing';
import { moderationAct, petition, petitionUpdate } from '~db/schema/published';
import { openOrganizingHouse, type OrganizingHouse } from '~tests/support/organizing-house';

/* The process dies in the middle of what becomes of petitions of unknown organizers; the next run makes up for it, once. */

let house: OrganizingHouse;
beforeAll(async () => {
  house = await openOrganizingHouse();
});
afterAll(() => house.close());

const news = 'We have been heard: leadership meets us on Thursday.';

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

test.each([
  ['as the petition is handed over', 'after insert on published.petition for each row'],
  ['after the act', 'after insert on published.organizer_act for each row'],
  ['at its effect', 'after insert on published.petition_update for each row'],
  ['at the rewriting', 'before truncate on anonymous.opening_slot for each statement'],
])('a publication that dies %s has published nothing; the next one does, once', async (where, trigger) => {
  const running = await house.opened(`running ${where}`);
  const begun = house.organizer();
  expect((await house.start({ organizer: begun, person: `begun ${where}` })).status).toBe(200);
  expect((await house.actOn(running, 1, 'update', news)).status).toBe(200);
  const entries = async () => (await house.ledger()).filter(({ petition: id }) => id === running.id).length;
  const before = await entries();

  await whileDeadly(trigger, () => expect(house.nextPublication()).rejects.toThrow());
  expect(await entries()).toBe(before);
  expect(await house.read(begun)).toMatchObject({ state: 'on-its-way' });
  expect(await house.read(running)).toMatchObject({ waiting: [{ number: 1, body: news }] });

  await house.nextPublication();
  expect(await house.read(begun)).toMatchObject({ state: 'waiting' });
  expect(await house.read(running)).toMatchObject({ waiting: [], next: 2 });
  const { anonymous, published } = house.database;
  const posted = await published.select().from(petitionUpdate).where(eq(petitionUpdate.petitionId, running.id));
  expect(posted.map(({ number, body }) => [number, body])).toEqual([[1, news]]);
  // The act and the news that it is.
  expect(await entries()).toBe(before + 2);
  expect(await anonymous.select().from(waitingPetition)).toEqual([]);
  expect(await anonymous.select().from(waitingOrganizerAct)).toEqual([]);
});

test('an appeal whose effect dies half-way takes effect with the next minute, once', async () => {
  const organizer = house.organizer();
  await house.start({ organizer, person: 'appealing' });
  await house.nextPublication();
  await house.decide(organizer.id, 'reject', 'outside');
  await house.actOn(organizer, 1, 'appeal', 'Leadership bought it, so leadership can switch it off.');
  await whileDeadly('after insert on published.moderation_act for each row', () =>
    expect(house.nextPublication()).rejects.toThrow(),
  );
  const { identified, published } = house.database;
  const stands = async () => {
    const [row] = await published.select().from(petition).where(eq(petition.id, organizer.id));
    const acts = await published.select().from(moderationAct).where(eq(moderationAct.petitionId, organizer.id));
    return [row?.state, row?.actsApplied, acts.map(({ act }) => act)];
  };
  expect(await stands()).toEqual(['rejected', 0, ['reject']]);
  const deps = { db: identified, clock: house.clock, settings: house.settings, publicUrl: '' };
  await settlePetitions(deps);
  await settlePetitions(deps);
  expect(await stands()).toEqual(['appealed', 1, ['reject', 'appeal']]);
});
