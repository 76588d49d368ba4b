import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { announceToday } from '~/features/identified/announcements/announce.server';
import { reviseAnnouncement } from '~/features/identified/announcements/revise-announcement.server';
import { sendWaitingMail } from '~/features/identified/accounts/send-waiting-mail.server';
import { queueMail } from '~/features/identified/accounts/queue-mail.server';
import type { Actor } from '~/features/identified/desks/desk';
import {
  announcementView,
  listAnnouncements,
  mailedOn,
  newestAnnouncement,
} from '~/features/published/announcements/announcements.queries.server';
import { statementDigest } from '~/features/published/statements/statement';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { addDays, dayLength } from '~/platform/clock';
import type { Mail } from '~/platform/mail';
import { mailOutbox, person } from '~db/schema/identified';
import { statementAuthor } from '~db/schema/identified-answers';
import { announcement } from '~db/schema/published-statements';
import { addPerson } from '~tests/support/people';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let leader: Actor;
let petitionId: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  leader = await house.person('leadership');
  petitionId = await house.open(await house.person('organizer'));
});
afterAll(() => house.close());
// Each test has a day of its own: there is one mailing a day.
beforeEach(async () => {
  house.clock.advance(dayLength);
  await house.database.identified.delete(mailOutbox);
});

const words = { title: 'The recording stops on Monday', body: 'It is **switched off** on every laptop.' };
const deps = () => ({
  db: house.database.identified,
  clock: house.clock,
  settings: house.settings,
  publicUrl: house.publicUrl,
});
const say = (given: Partial<Parameters<typeof announceToday>[1]> = {}) =>
  announceToday(deps(), { actor: leader, ...words, petitionId: null, byMail: false, ...given });
const outbox = () => house.database.identified.select().from(mailOutbox);

describe('an announcement', () => {
  test('stands for everybody to read, newest first, and in the ledger word by word', async () => {
    const earlier = await say({ petitionId });
    house.clock.advance(dayLength);
    const id = await say({ body: 'Something newer than that.' });
    const { items } = await listAnnouncements(house.database.published, { after: null, size: 10 });
    expect(items.map((each) => each.id)).toEqual([id, earlier]);
    expect(items[1]).toEqual({
      ...words,
      ...{ id: earlier, revision: 1, authorName: leader.name, mailed: false },
      ...{ day: addDays(house.today(), -1), revisedDay: addDays(house.today(), -1) },
      petition: { id: petitionId, title: 'Stop recording our keystrokes and screens' },
    });
    expect((await house.ledger()).at(-2)).toEqual({
      ...{ v: 1, kind: 'announcement', id: earlier, revision: 1 },
      text: toHex(statementDigest('announcement', earlier, 1, words)),
      ...{ author: leader.name, reason: '', day: addDays(house.today(), -1) },
    });
    expect(await newestAnnouncement(house.database.published, house.today())).toMatchObject({ id });
    expect(await newestAnnouncement(house.database.published, addDays(house.today(), 1))).toBeNull();
    const [author] = await house.database.identified.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(author).toEqual({ kind: 'announcement', id, revision: 1, personNumber: leader.personNumber });
    expect(await outbox()).toEqual([]);
  });

  test('is leadership’s to make and to revise, whatever else somebody is', async () => {
    const id = await say();
    const somebody = await house.person('moderator', 'administrator', 'organizer', 'handler');
    await expect(say({ actor: somebody })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(
      reviseAnnouncement(deps(), { actor: somebody, id, base: 1, ...words, reason: 'Because I can.' }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('is about a petition that anybody finds, or about none', async () => {
    const waiting = await house.waiting(await house.person('organizer'));
    for (const unlisted of [waiting, 'a'.repeat(26)]) {
      expect(await refusal(say({ petitionId: unlisted, byMail: true }))).toBe('about-no-petition');
    }
    expect(await outbox()).toEqual([]);
  });

  test('lists go on where they ended, also within a day', async () => {
    const made = [await say(), await say(), await say()];
    const first = await listAnnouncements(house.database.published, { after: null, size: 2 });
    const second = await listAnnouncements(house.database.published, { after: first.next, size: 1 });
    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(seen).toEqual([...made].sort().reverse());
  });
});

describe('a mailing', () => {
  test('says the same to everybody on the roster, with one link for all, and to nobody who left', async () => {
    await addPerson(house.database.identified, { email: 'gone@example.com', status: 'left' });
    const id = await say({ byMail: true });
    const rows = await outbox();
    const active = await house.database.identified.select().from(person).where(eq(person.status, 'active'));
    expect(rows.map(({ recipient }) => recipient).sort()).toEqual(active.map(({ email }) => email).sort());
    expect(rows.map(({ recipient }) => recipient)).not.toContain('gone@example.com');
    expect(new Set(rows.map(({ subject, body }) => `${subject}\n${body}`)).size).toBe(1);
    expect(rows[0]?.subject).toBe(words.title);
    expect(rows[0]?.body).toContain(words.body);
    expect(rows[0]?.body.match(/https?:\S+/g)).toEqual([`${house.publicUrl}/announcements/${id}`]);
    expect(await announcementView(house.database.published, id)).toMatchObject({ mailed: true });
  });

  test('goes out once a day, of ten at once too; what is not mailed is not limited', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 10 }, () => say({ byMail: true })));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const active = await house.database.identified.select().from(person).where(eq(person.status, 'active'));
    expect(await outbox()).toHaveLength(active.length);
    expect(await refusal(say({ byMail: true }))).toBe('mailed-today');
    expect(await mailedOn(house.database.published, house.today())).toBe(true);
    await say();
    house.clock.advance(dayLength);
    expect(await mailedOn(house.database.published, house.today())).toBe(false);
    await say({ byMail: true });
  });

  test('its day is the company’s: two evenings of one UTC day are two', async () => {
    const auckland = { ...deps(), settings: { ...house.settings, timeZone: 'Pacific/Auckland' } };
    const input = { actor: leader, ...words, petitionId: null, byMail: true };
    house.clock.set(`${addDays(house.today(), 1)}T01:00:00Z`);
    const first = await announceToday(auckland, input);
    house.clock.set(`${house.today()}T20:00:00Z`);
    const second = await announceToday(auckland, input);
    const days = await Promise.all([first, second].map((id) => announcementView(house.database.published, id)));
    expect(days.map((each) => each?.day)).toEqual([house.today(), addDays(house.today(), 1)]);
    house.clock.advance(dayLength);
  });

  test('waits behind every other mail', async () => {
    await say({ byMail: true });
    await queueMail(house.database.identified, { recipient: 'code@example.com', subject: 'Your code', body: '123' });
    const sent: Mail[] = [];
    const send = (mail: Mail) => {
      sent.push(mail);
      return Promise.resolve();
    };
    await sendWaitingMail({ ...deps(), mailer: { send } });
    expect(sent.slice(0, 4).map(({ to }) => to)).toContain('code@example.com');
    expect(sent.length).toBeGreaterThan(4);
    expect(await outbox()).toEqual([]);
  });

  test('that is rolled back mails nobody and leaves the day free', async () => {
    const before = await house.database.published.select().from(announcement);
    await expect(say({ byMail: true, petitionId: 'a'.repeat(26) })).rejects.toThrow('about-no-petition');
    expect(await outbox()).toEqual([]);
    expect(await house.database.published.select().from(announcement)).toEqual(before);
    expect(await mailedOn(house.database.published, house.today())).toBe(false);
  });
});

describe('a revision', () => {
  const changed = { title: words.title, body: 'It is switched off on **Tuesday**.' };
  const revise = (id: string, base: number, given: Partial<Parameters<typeof reviseAnnouncement>[1]> = {}) =>
    reviseAnnouncement(deps(), { actor: leader, id, base, ...changed, reason: 'Monday is a holiday.', ...given });

  test('stands beside what was said before, with its reason, and is mailed to nobody', async () => {
    const id = await say();
    house.clock.advance(dayLength);
    const other = await house.person('leadership');
    await revise(id, 1, { actor: other });
    expect(await announcementView(house.database.published, id)).toMatchObject({
      ...changed,
      ...{ revision: 2, authorName: other.name, day: addDays(house.today(), -1), revisedDay: house.today() },
    });
    expect(await revisionsOf(house.database.published, 'announcement', id)).toMatchObject([
      { revision: 1, document: words, reason: '' },
      { revision: 2, document: changed, reason: 'Monday is a holiday.' },
    ]);
    expect((await house.ledger()).at(-1)).toMatchObject({ kind: 'announcement', id, revision: 2 });
    expect(await outbox()).toEqual([]);
  });

  test('is refused without a reason, without a change, from an old base, and of nothing', async () => {
    const id = await say();
    expect(await refusal(revise(id, 1, { reason: '' }))).toBe('no-reason');
    expect(await refusal(revise(id, 1, words))).toBe('unchanged');
    expect(await refusal(revise(id, 2))).toBe('stale-revision');
    expect(await refusal(revise('b'.repeat(26), 1))).toBe('unknown-announcement');
    expect(await refusal(revise(petitionId, 0))).toBe('unknown-announcement');
    expect(await revisionsOf(house.database.published, 'announcement', id)).toHaveLength(1);
  });

  test('of ten at once one stands', async () => {
    const id = await say();
    const tried = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => revise(id, 1, { body: `It is off on day ${String(n)}.` })),
    );
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await revisionsOf(house.database.published, 'announcement', id)).toHaveLength(2);
  });
});
