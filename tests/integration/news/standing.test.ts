import type { AppLoadContext } from '@remix-run/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standingPetitions } from '~/features/published/following/standing-petition';
import { postUpdate } from '~/features/published/petitions/post-update.server';
import { retirePetition } from '~/features/published/petitions/end-petition.server';
import { loader } from '~/routes/petitions.standing';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

async function asked(query = ''): Promise<string> {
  const { settings, clock, publicUrl } = house;
  const context = { settings, clock, publicUrl, wing: { name: 'published', db: house.database.published } };
  const request = new Request(`https://robin.example/petitions/standing${query}`, { headers: { cookie: 'session=x' } });
  return (await loader({ request, params: {}, context: context as unknown as AppLoadContext })).text();
}
const list = async () => standingPetitions.parse(JSON.parse(await asked())).petitions;

test('the list of all has every current petition, what is new of it by the day, and no count that is withheld', async () => {
  const organizer = await house.person('organizer');
  const [one, other] = [await house.open(organizer), await house.open(organizer, { title: 'Tell us who reads it' })];
  await house.waiting(organizer, { title: 'Not for the public yet' });
  await house.count(one, house.settings.minimum);
  const before = await asked();
  await house.count(other, house.settings.minimum - 1);
  expect(await asked()).toBe(before);
  // It takes no names: whoever asks for some gets all.
  expect(await asked(`?petition=${one}`)).toBe(before);
  expect(before).not.toContain('Not for the public');
  const found = new Map((await list()).map((each) => [each.id, each]));
  expect(found.get(one)).toMatchObject({ count: house.settings.minimum, newsDay: '2026-05-04', tone: 'on' });
  expect(found.get(other)).toMatchObject({ count: null, newsDay: '2026-05-04' });

  house.clock.set('2026-05-08T10:00:00Z');
  await house.count(one, house.settings.minimum + 5);
  expect((await list()).find(({ id }) => id === one)).toMatchObject({ newsDay: '2026-05-04' });
  await inTransaction(house.database.identified, async (tx) => {
    await postUpdate(tx, { petitionId: one, body: 'Something new to tell.', day: house.today() });
    await retirePetition(tx, { petitionId: other, reason: 'It was answered elsewhere.', day: house.today() });
  });
  expect(await list()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: one, newsDay: '2026-05-08' }),
      expect.objectContaining({
        id: other,
        newsDay: '2026-05-08',
        words: 'Retired by its organizers: closes with the next publication',
      }),
    ]),
  );
});
