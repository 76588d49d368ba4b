import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { action as endingAction, loader as ending } from '~/routes/in.desk.organizer.ending';
import { action as organizersAction, loader as organizers } from '~/routes/in.desk.organizer.organizers';
import { action as invitationAction, loader as invitation } from '~/routes/in.invitation';
import { action as meAction, loader as me } from '~/routes/in.me';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { petition } from '~db/schema/published';
import { petitionEnding } from '~db/schema/published-organizing';
import { identifiedHouse, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, '2026-05-04T10:00:00Z');
});
afterAll(() => house.close());

type Args = LoaderFunctionArgs & ActionFunctionArgs;
interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly data: unknown;
}

/** What a page answers, thrown or not. */
async function ask(
  route: (args: Args) => unknown,
  who: Actor,
  petitionId: string,
  form?: Record<string, string>,
): Promise<Answer> {
  const request = new Request('https://petitions.example.com/in/somewhere', {
    headers: { cookie: await inside.signIn(who) },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const answer: unknown = await Promise.resolve(
    route({ request, params: { petitionId }, context: inside.context }),
  ).catch((thrown: unknown) => thrown);
  if (answer instanceof Response) {
    return { status: answer.status, location: answer.headers.get('location'), data: null };
  }
  if (answer instanceof Error) throw answer;
  const { data = answer, init } = answer as { data?: unknown; init?: { status?: number } };
  return { status: init?.status ?? 200, location: null, data };
}
const endings = (id: string) =>
  house.database.published.select().from(petitionEnding).where(eq(petitionEnding.petitionId, id));

describe('the pages on which a petition is shared and ended', () => {
  test('are there for its organizers alone; to anybody else it is as if it were not there', async () => {
    const [organizer, stranger] = [await house.person(), await house.person('moderator', 'administrator', 'organizer')];
    const id = await house.open(organizer);
    for (const page of [ending, organizers]) {
      expect((await ask(page, organizer, id)).status).toBe(200);
      expect((await ask(page, stranger, id)).status).toBe(404);
      expect((await ask(page, organizer, 'nothing')).status).toBe(404);
    }
    const reason = 'A stranger would like it gone.';
    for (const form of [
      { act: 'retire', reason },
      { act: 'propose', address: id },
      { act: 'agree', petition: id, reason },
    ]) {
      expect((await ask(endingAction, stranger, id, form)).status).toBe(404);
    }
    expect((await ask(organizersAction, stranger, id, { act: 'leave' })).status).toBe(404);
    expect(await endings(id)).toEqual([]);
  });

  test('retire it only after its reason was looked at, and with one', async () => {
    const organizer = await house.person();
    const id = await house.open(organizer);
    expect(await ask(endingAction, organizer, id, { act: 'retire', reason: 'short' })).toMatchObject({ status: 400 });
    const reason = 'The pause that it asked for has begun.';
    expect(await ask(endingAction, organizer, id, { act: 'look', reason })).toMatchObject({
      status: 200,
      data: { looked: true, words: reason },
    });
    expect(await endings(id)).toEqual([]);
    expect(await ask(endingAction, organizer, id, { act: 'retire', reason })).toMatchObject({ status: 302 });
    expect(await endings(id)).toMatchObject([{ how: 'retired', reason }]);
    expect(await ask(endingAction, organizer, id, { act: 'retire', reason })).toMatchObject({ status: 409 });
  });

  test('merge it where the other side agrees, by its address or its name', async () => {
    const [one, other] = [await house.person(), await house.person()];
    const [from, into] = [await house.open(one), await house.open(other, { title: 'Say who can read all of it' })];
    const address = `https://robin.example/petitions/${into}#response`;
    expect((await ask(endingAction, one, from, { act: 'propose', address: 'that other one' })).status).toBe(400);
    expect((await ask(endingAction, one, from, { act: 'propose', address })).status).toBe(302);
    // Who proposed it cannot agree for the others.
    const agree = { act: 'agree', petition: from, reason: 'Both ask for the same.' };
    expect((await ask(endingAction, one, from, agree)).status).toBe(409);
    const page = await ask(ending, other, into);
    expect(page.data).toMatchObject({ proposals: [{ id: from, by: one.name }] });
    expect((await ask(endingAction, other, into, { ...agree, reason: '' })).status).toBe(400);
    expect((await ask(endingAction, other, into, agree)).status).toBe(302);
    expect(await endings(from)).toMatchObject([{ how: 'merged', intoId: into }]);
  });
});

describe('an invitation', () => {
  test('shows a text that waits for moderators to who is asked, as long as they are', async () => {
    const [organizer, colleague, stranger] = [await house.person(), await house.person(), await house.person()];
    const id = await house.waiting(organizer);
    const email = `${colleague.name.toLowerCase().replace(' ', '.')}@example.com`;
    expect((await ask(invitation, colleague, id)).status).toBe(404);
    expect((await ask(organizersAction, organizer, id, { act: 'invite', email: 'not an address' })).status).toBe(400);
    expect((await ask(organizersAction, organizer, id, { act: 'invite', email: 'x@example.com' })).status).toBe(404);
    expect((await ask(organizersAction, organizer, id, { act: 'invite', email: email.toUpperCase() })).status).toBe(
      302,
    );
    expect((await ask(invitation, colleague, id)).data).toMatchObject({ invitedBy: organizer.name });
    expect((await ask(invitation, stranger, id)).status).toBe(404);
    expect((await ask(invitationAction, stranger, id, { act: 'agree' })).status).toBe(404);
    expect((await ask(invitationAction, colleague, id, { act: 'perhaps' })).status).toBe(400);
    expect((await ask(organizersAction, colleague, id, { act: 'leave' })).status).toBe(404);

    const back = { act: 'take-back', personNumber: colleague.personNumber };
    expect((await ask(organizersAction, organizer, id, back)).status).toBe(302);
    expect((await ask(invitation, colleague, id)).status).toBe(404);
    expect((await ask(invitationAction, colleague, id, { act: 'agree' })).status).toBe(404);

    await ask(organizersAction, organizer, id, { act: 'invite', email });
    expect((await ask(invitationAction, colleague, id, { act: 'agree' })).status).toBe(302);
    expect((await ask(organizersAction, organizer, id, { act: 'look-at-leaving' })).data).toMatchObject({
      looked: true,
    });
    const own = (who: Actor) =>
      organizes(house.database.identified, { petitionId: id, personNumber: who.personNumber });
    expect([await own(organizer), await own(colleague)]).toEqual([true, true]);
    expect((await ask(organizersAction, organizer, id, { act: 'leave' })).location).toBe('/in/desk/organizer');
    expect([await own(organizer), await own(colleague)]).toEqual([false, true]);
    const [row] = await house.database.published.select().from(petition).where(eq(petition.id, id));
    expect(row?.organizerName).toBe(organizer.name);
  });
});

test('the weekly letter is taken and stopped on one’s own page', async () => {
  const person = await house.person();
  const letter = async () => ((await ask(me, person, '')).data as { letter: boolean }).letter;
  expect(await letter()).toBe(false);
  for (const [intent, takes] of [
    ['take-letter', true],
    ['stop-letter', false],
  ] as const) {
    expect((await ask(meAction, person, '', { intent })).location).toBe('/in/me#letter');
    expect(await letter()).toBe(takes);
  }
});
