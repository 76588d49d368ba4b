import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { organizes } from '~/features/identified/desks/organizer.queries.server';
import { postOwnUpdate } from '~/features/identified/desks/post-own-update.server';
import { draftOfPetition } from '~/features/identified/drafts/drafts.queries.server';
import { answerInvitation } from '~/features/identified/organizing/answer-invitation.server';
import { inviteOrganizer, takeBackInvitation } from '~/features/identified/organizing/invite-organizer.server';
import { leavePetition } from '~/features/identified/organizing/leave-petition.server';
import { invitationsOf } from '~/features/identified/organizing/organizers.queries.server';
import { organizersPerPetition } from '~/features/identified/organizing/organizing';
import { publishOrganizers } from '~/features/identified/organizing/publish-organizers.server';
import { organizersFrom } from '~/features/published/petitions/organizers';
import { accessLog, mailOutbox, person } from '~db/schema/identified';
import { moderationDecision } from '~db/schema/identified-organizing';
import { organizerChange } from '~db/schema/published-organizing';
import { inTransaction } from '~db/transaction';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.identified, clock: house.clock, publicUrl: house.publicUrl });
async function emailOf({ personNumber }: Actor): Promise<string> {
  const [row] = await house.database.identified.select().from(person).where(eq(person.personNumber, personNumber));
  return row?.email ?? '';
}
const invite = async (actor: Actor, petitionId: string, asked: Actor) =>
  inviteOrganizer(deps(), { actor, petitionId, email: await emailOf(asked) });
const answer = (actor: Actor, petitionId: string, agrees = true) =>
  answerInvitation(deps(), { actor, petitionId, agrees });
const leave = (actor: Actor, petitionId: string) => leavePetition(deps(), { actor, petitionId });
const join = async (organizer: Actor, petitionId: string, colleague: Actor) => {
  await invite(organizer, petitionId, colleague);
  await answer(colleague, petitionId);
};
const isOrganizer = ({ personNumber }: Actor, petitionId: string) =>
  organizes(house.database.identified, { petitionId, personNumber });
const entriesOf = async (petitionId: string) =>
  (await house.ledger()).filter(({ kind, petition }) => kind === 'organizer' && petition === petitionId);
const changesOf = (petitionId: string) =>
  house.database.published.select().from(organizerChange).where(eq(organizerChange.petitionId, petitionId));
async function opened(): Promise<{ id: string; organizer: Actor }> {
  const organizer = await house.person('organizer');
  return { id: await house.open(organizer), organizer };
}

describe('co-organizers', () => {
  test('join once they agree, can do what organizers can, and stand in public under their name', async () => {
    const { id, organizer } = await opened();
    const colleague = await house.person();
    await invite(organizer, id, colleague);
    expect(await isOrganizer(colleague, id)).toBe(false);
    expect(await entriesOf(id)).toEqual([]);
    expect(await invitationsOf(house.database.identified, colleague.personNumber)).toMatchObject([
      { petitionId: id, invitedBy: organizer.name },
    ]);
    await answer(colleague, id);
    expect(await entriesOf(id)).toEqual([
      { v: 1, kind: 'organizer', petition: id, number: 1, act: 'added', name: colleague.name, day: house.today() },
    ]);
    expect(await postOwnUpdate(deps(), { actor: colleague, petitionId: id, body: 'We are two now.' })).toBe(1);
    expect(organizersFrom(organizer.name, await changesOf(id))).toEqual({
      now: [organizer.name, colleague.name],
      before: [],
    });
    const mails = await house.database.identified.select().from(mailOutbox);
    expect(mails.filter(({ body }) => body.includes(`/in/invitations/${id}`))).toMatchObject([
      { recipient: await emailOf(colleague) },
    ]);
    const looks = await house.database.identified
      .select()
      .from(accessLog)
      .where(eq(accessLog.subject, colleague.personNumber));
    expect(looks).toMatchObject([{ actor: organizer.personNumber }]);
  });

  test('say no, or are asked no longer: nothing of it is public, and there is nothing to agree to', async () => {
    const { id, organizer } = await opened();
    const [one, other] = [await house.person(), await house.person()];
    await invite(organizer, id, one);
    await answer(one, id, false);
    expect(await refusal(answer(one, id))).toBe('no-invitation');
    await invite(organizer, id, other);
    await takeBackInvitation(deps(), { actor: organizer, petitionId: id, personNumber: other.personNumber });
    expect(await refusal(answer(other, id))).toBe('no-invitation');
    const again = { actor: organizer, petitionId: id, personNumber: other.personNumber };
    expect(await refusal(takeBackInvitation(deps(), again))).toBe('no-invitation');
    expect(await entriesOf(id)).toEqual([]);
  });

  test('are asked by an organizer alone, once, and only colleagues are', async () => {
    const { id, organizer } = await opened();
    const [stranger, colleague] = [await house.person('moderator', 'administrator'), await house.person()];
    expect(await refusal(invite(stranger, id, colleague))).toBe('not-organizer');
    expect(await refusal(invite(organizer, id, organizer))).toBe('already-organizes');
    await invite(organizer, id, colleague);
    expect(await refusal(invite(organizer, id, colleague))).toBe('already-invited');
    // Whoever is only asked cannot ask others, nor let somebody else in their place.
    expect(await refusal(invite(colleague, id, stranger))).toBe('not-organizer');
    expect(await refusal(answer(stranger, id))).toBe('no-invitation');
    const unknown = { actor: organizer, petitionId: id, email: 'nobody@example.com' };
    expect(await refusal(inviteOrganizer(deps(), unknown))).toBe('unknown-colleague');
    const gone = await house.person();
    const email = await emailOf(gone);
    await house.database.identified
      .update(person)
      .set({ status: 'left' })
      .where(eq(person.personNumber, gone.personNumber));
    expect(await refusal(inviteOrganizer(deps(), { ...unknown, email }))).toBe('unknown-colleague');
  });

  test('agree once, however often at once; ten are the most, asked at once or not', async () => {
    const { id, organizer } = await opened();
    const colleague = await house.person();
    await invite(organizer, id, colleague);
    const agreed = await Promise.allSettled(Array.from({ length: 5 }, () => answer(colleague, id)));
    expect(agreed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entriesOf(id)).toHaveLength(1);
    const others = await Promise.all(Array.from({ length: organizersPerPetition }, () => house.person()));
    const asked = await Promise.allSettled(others.map((each) => invite(organizer, id, each)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(organizersPerPetition - 2);
  });

  test('are never who decided on it as a moderator, and stay within what one person may have under way', async () => {
    const { id, organizer } = await opened();
    const [decided, later, busy] = [
      await house.person('moderator'),
      await house.person('moderator'),
      await house.person(),
    ];
    const decision = (each: Actor, number: number) =>
      house.database.identified
        .insert(moderationDecision)
        .values({ petitionId: id, number, personNumber: each.personNumber });
    await decision(decided, 101);
    expect(await refusal(invite(organizer, id, decided))).toBe('decided-on-it');
    await invite(organizer, id, later);
    await decision(later, 102);
    expect(await refusal(answer(later, id))).toBe('decided-on-it');
    await house.waiting(busy);
    await house.waiting(busy);
    await invite(organizer, id, busy);
    expect(await refusal(answer(busy, id))).toBe('too-many-petitions');
    expect(await isOrganizer(busy, id)).toBe(false);
    // The invitation stands, for when there is room.
    expect(await invitationsOf(house.database.identified, busy.personNumber)).toHaveLength(1);
  });
});

describe('leaving a petition', () => {
  test('hands it over: the others go on, who left cannot, and both stand in public', async () => {
    const { id, organizer } = await opened();
    const colleague = await house.person();
    expect(await refusal(leave(organizer, id))).toBe('last-organizer');
    await join(organizer, id, colleague);
    await leave(organizer, id);
    expect(await refusal(leave(organizer, id))).toBe('not-organizer');
    expect(await refusal(leave(colleague, id))).toBe('last-organizer');
    expect(await refusal(postOwnUpdate(deps(), { actor: organizer, petitionId: id, body: 'I am still here.' }))).toBe(
      'not-organizer',
    );
    expect(await entriesOf(id)).toMatchObject([
      { number: 1, act: 'added', name: colleague.name },
      { number: 2, act: 'removed', name: organizer.name },
    ]);
    expect(organizersFrom(organizer.name, await changesOf(id))).toEqual({
      now: [colleague.name],
      before: [organizer.name],
    });
  });

  test('leaves somebody behind who still works here, even where all leave at once', async () => {
    const { id, organizer } = await opened();
    const [one, gone] = [await house.person(), await house.person()];
    await join(organizer, id, one);
    await join(organizer, id, gone);
    await house.database.identified
      .update(person)
      .set({ status: 'left' })
      .where(eq(person.personNumber, gone.personNumber));
    const left = await Promise.allSettled([leave(organizer, id), leave(one, id)]);
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('says the name that was said on joining, whatever the roster calls them by then', async () => {
    const { id, organizer } = await opened();
    const colleague = await house.person();
    await join(organizer, id, colleague);
    await house.database.identified
      .update(person)
      .set({ name: 'Another Name' })
      .where(eq(person.personNumber, colleague.personNumber));
    await leave({ ...colleague, name: 'Another Name' }, id);
    expect((await entriesOf(id)).map(({ name }) => name)).toEqual([colleague.name, colleague.name]);
  });

  test('before it is open says nothing in public; what came of it is said when it opens, once', async () => {
    const [organizer, colleague, moderator] = [
      await house.person(),
      await house.person(),
      await house.person('moderator'),
    ];
    const id = await house.waiting(organizer);
    await house.decide(moderator, id, 'send-back');
    await join(organizer, id, colleague);
    await leave(organizer, id);
    expect([await entriesOf(id), await changesOf(id)]).toEqual([[], []]);
    const own = { petitionId: id, author: colleague.personNumber };
    const draft = await draftOfPetition(house.database.identified, own);
    await house.submit(colleague, draft?.id ?? '');
    await house.decide(moderator, id, 'accept');
    await house.openAccepted();
    const publish = () =>
      inTransaction(house.database.identified, (tx) => publishOrganizers(tx, { day: house.today() }));
    await publish();
    await publish();
    expect(await entriesOf(id)).toMatchObject([
      { number: 1, act: 'added', name: colleague.name },
      { number: 2, act: 'removed', name: organizer.name },
    ]);
    // What nobody joined or left says nothing.
    const { id: alone } = await opened();
    await publish();
    expect(await entriesOf(alone)).toEqual([]);
  });

  test('is over with the petition', async () => {
    const { id, organizer } = await opened();
    const colleague = await house.person();
    await join(organizer, id, colleague);
    house.clock.set('2026-06-10T10:00:00Z');
    await house.closeDue();
    house.clock.set('2027-02-10T10:00:00Z');
    await house.closeDue();
    expect(await refusal(leave(colleague, id))).toBe('nothing-to-organize');
    expect(await refusal(invite(organizer, id, await house.person()))).toBe('nothing-to-organize');
  });
});

test('two organizers of one name are two', () => {
  const change = (act: 'added' | 'removed', name: string, number: number) => ({ act, name, number, day: '2026-05-04' });
  expect(
    organizersFrom('Ada', [change('added', 'Ada', 1), change('removed', 'Ada', 2), change('removed', 'Bo', 3)]),
  ).toEqual({ now: ['Ada'], before: ['Ada'] });
  expect(organizersFrom('', [])).toEqual({ now: [], before: [] });
});
