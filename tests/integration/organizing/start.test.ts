import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { deleteOpeningSlots } from '~/features/anonymous/organizing/delete-opening-slots.server';
import { addDays } from '~/platform/clock';
import { openingSlot, waitingPetition } from '~db/schema/anonymous-organizing';
import { editionUnit, moderationAct, petition } from '~db/schema/published';
import { refusal } from '~tests/support/question-house';
import { openOrganizingHouse, type OpeningInput, type OrganizingHouse, type UnknownOrganizer } from '~tests/support/organizing-house'; // prettier-ignore
import { soundText } from '~tests/support/petition-house';

let house: OrganizingHouse;
let organizer: UnknownOrganizer;
let person = '';
let people = 0;
beforeAll(async () => {
  house = await openOrganizingHouse();
});
beforeEach(() => {
  person = `person${String((people += 1))}`;
  organizer = house.organizer();
});
afterAll(() => house.close());

const path = '/unseen/petitions';
const waiting = () => house.database.anonymous.select().from(waitingPetition).orderBy(asc(waitingPetition.id));
const slots = () => house.database.anonymous.select().from(openingSlot);
const counts = async () => [(await waiting()).length, (await slots()).length];
const stands = async (id: string) => {
  const [row] = await house.database.published.select().from(petition).where(eq(petition.id, id));
  return row;
};

/** What the house answers, having made sure that nothing was kept. */
async function refused(input: Partial<OpeningInput> = {}, changes: object = {}): Promise<[number, unknown]> {
  const body = await house.openingBody({ organizer, person, ...input });
  const before = await counts();
  const answer = refusal(await house.send(path, { ...body, ...changes }));
  expect(await counts()).toEqual(before);
  return answer;
}

describe('starting a petition', () => {
  test('keeps its text and its key and, elsewhere, that a slot was used; nothing of the proof, no time, no cookie', async () => {
    const body = await house.openingBody({ organizer, person });
    const answer = await house.send(path, body);
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const row = (await waiting()).find(({ id }) => id === organizer.id);
    expect({ ...row, organizerKey: toHex(row?.organizerKey ?? new Uint8Array()) }).toEqual({
      ...{ id: organizer.id, organizerKey: organizer.key, ...soundText, closesDay: '2026-07-10' },
      ...{ criticalMass: 10, askedUnit: null, programmeId: null, programmeField: null },
      ...{ sponsorsWanted: 0, sponsorLink: null },
    });
    expect((await slots()).map(({ nullifier }) => toHex(nullifier))).toContain(
      toHex(house.slotNullifier('2026-06-10', person)),
    );
    expect(await house.read(organizer)).toMatchObject({ state: 'on-its-way', petition: organizer.id, possible: [] });
  });

  test('is possible once a day for one key, and the same again gets the same answer by whatever proof', async () => {
    const body = await house.openingBody({ organizer, person });
    expect((await house.send(path, body)).status).toBe(200);
    const before = await counts();
    expect((await house.send(path, body)).json).toEqual({});
    expect((await house.start({ organizer, person: 'another key' })).json).toEqual({});
    expect(await counts()).toEqual(before);
    expect(await refused({ organizer: house.organizer() })).toEqual([409, 'slot-used']);
    // Other words under the same organizer's key are another petition.
    expect(await refused({ person: 'a third key', opening: { background: 'Another text.' } })).toEqual([
      409,
      'key-used',
    ]);
    expect(await refused({ person: 'a third key', opening: { criticalMass: 11 } })).toEqual([409, 'key-used']);
  });

  test('twenty times at once with one key on the register: one petition', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 20 }, () => house.openingBody({ organizer: house.organizer(), person })),
    );
    const answers = await Promise.all(bodies.map((body) => house.send(path, body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map((each) => refusal(each)[1]))).toEqual(
      new Set(['slot-used']),
    );
  });

  test('ten keys at once with one organizer’s key and two texts: one of them', async () => {
    const bodies = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        house.openingBody({
          ...{ organizer, person: `${person}/${String(n)}` },
          opening: { background: n % 2 ? 'One.' : 'The other.' },
        }),
      ),
    );
    const answers = await Promise.all([...bodies.map((body) => house.send(path, body)), house.rewrite()]);
    expect(answers.slice(0, 10).filter((answer) => answer?.status === 200)).toHaveLength(5);
    expect((await waiting()).filter(({ id }) => id === organizer.id)).toHaveLength(1);
  });

  test('comes to the moderators with the next publication, sorted; nobody’s name is on it; then it opens with its key', async () => {
    const others = [house.organizer(), house.organizer(), house.organizer()];
    for (const [n, each] of others.entries()) await house.start({ organizer: each, person: `${person}/${String(n)}` });
    const body = await house.openingBody({ organizer, person });
    await house.send(path, body);
    await house.nextPublication();
    expect(await counts()).toEqual([0, expect.any(Number)]);
    const row = await stands(organizer.id);
    expect(row).toMatchObject({
      ...{ state: 'waiting', organizerName: '', ...soundText, submittedDay: '2026-06-10', registerId: null },
      ...{ criticalMass: 10, moderationDays: 3, sponsorsWanted: 0 },
    });
    expect((await house.send(path, body)).json).toEqual({});
    expect(await waiting()).toEqual([]);
    await house.decide(organizer.id, 'accept');
    await house.nextPublication();
    expect((await stands(organizer.id))?.state).toBe('open');
    const entries = (await house.ledger()).filter((entry) => entry['petition'] === organizer.id);
    expect(entries.map(({ kind }) => kind)).toEqual(['moderation', 'petition-opened', 'organizer-key']);
    expect(entries[2]).toMatchObject({ key: organizer.key, day: '2026-06-11' });
    expect(await house.read(organizer)).toMatchObject({
      state: 'open',
      possible: ['update', 'retire', 'propose-merge'],
    });
  });

  test('may look for sponsors first, and ask one unit alone', async () => {
    const unit = { registerId: 1, edition: 1, live: 20, groupRoot: new Uint8Array(32).fill(1) };
    await house.database.identified.insert(editionUnit).values([
      { ...unit, unitPath: 'Acme' },
      { ...unit, unitPath: 'Acme / Night shift' },
    ]);
    const sponsorLink = new Uint8Array(32).fill(7);
    const opening = { sponsorsWanted: 12, sponsorLink, askedUnit: 'Acme / Night shift' };
    expect((await house.start({ organizer, person, opening })).status).toBe(200);
    await house.nextPublication();
    expect(await stands(organizer.id)).toMatchObject({
      ...{ state: 'gathering', sponsorsWanted: 12, askedUnit: 'Acme / Night shift' },
    });
    // The one that all others lie in is the company.
    for (const askedUnit of ['Acme / Moon', 'Acme']) {
      const answer = await refused({ organizer: house.organizer(), opening: { askedUnit } });
      expect(answer).toEqual([404, 'unknown-unit']);
    }
  });
});

describe('what is refused', () => {
  test('another form', async () => {
    for (const changes of [
      { v: 2 },
      { extra: 1 },
      { slot: 1 },
      { slot: -1 },
      { day: '2026-02-30' },
      { key: organizer.key.toUpperCase() },
      { key: organizer.key.slice(2) },
      { title: undefined },
      { title: 'Too short' },
      { title: ` ${soundText.title}` },
      { title: `${soundText.title}\u200b` },
      { demands: [] },
      { demands: ['Stop it now, please.', 'Stop it now, please.'] },
      { demands: ['Stop it now, please.', ''] },
      { demands: 'Stop it now, please.' },
      { background: '<b>Read this</b>' },
      { background: 'x'.repeat(10_001) },
      { closesDay: addDays('2026-06-10', 1) },
      { criticalMass: 9 },
      { criticalMass: -1 },
      { criticalMass: 10.5 },
      { sponsorsWanted: 12 },
      { sponsorsWanted: 9, sponsorLink: '07'.repeat(32) },
      { sponsorLink: '07'.repeat(32) },
      { programme: 'x' },
      { field: 'purpose' },
      { askedUnit: '' },
      { points: [] },
    ]) {
      expect([changes, await refused({}, changes)]).toEqual([changes, [400, 'malformed']]);
    }
  });

  test('a day that is not taken, a programme that there is not, an edition that is not the newest', async () => {
    const today = house.clock.now().toISOString().slice(0, 10);
    expect(await refused({ day: addDays(today, -1) })).toEqual([409, 'wrong-day']);
    expect(await refused({ day: addDays(today, 1) })).toEqual([409, 'wrong-day']);
    expect(await refused({ opening: { programme: 'a'.repeat(26) } })).toEqual([404, 'unknown-programme']);
    expect(await refused({}, { edition: 99 })).toEqual([409, 'stale-edition']);
    expect(await refused({}, { register: 2 })).toEqual([422, 'wrong-register']);
    expect(await refused({}, { depth: 16 })).toEqual([422, 'wrong-depth']);
    expect(await refused({}, { root: '0' })).toEqual([422, 'zero-root']);
    expect(await refused({}, { root: '1' })).toEqual([422, 'wrong-root']);
  });

  test('a proof of anything else: another house, day, key, or one word changed on the way', async () => {
    const today = house.clock.now().toISOString().slice(0, 10);
    const other = house.organizer().signing.publicKey;
    for (const proves of [
      { organisation: 'other' },
      { day: addDays(today, -1) },
      { opening: { key: other } },
      { opening: { background: 'Another word.' } },
      { opening: { criticalMass: 0 } },
      { opening: { closesDay: addDays(today, 31) } },
      { opening: { demands: ['Stop it now, please.'] } },
      { opening: { askedUnit: 'Acme' } },
      { opening: { sponsorsWanted: 10, sponsorLink: new Uint8Array(32) } },
    ]) {
      expect([proves, await refused({ proves })]).toEqual([proves, [422, 'invalid-proof']]);
    }
  });

  test('a cookie, another type, too much, what is no JSON', async () => {
    const body = await house.openingBody({ organizer, person });
    const with_ = async (headers: Record<string, string>, sent: unknown = body) =>
      refusal(await house.send(path, sent, headers));
    expect(await with_({ cookie: 'theme=dark' })).toEqual([400, 'cookie-sent']);
    expect(await with_({ 'content-type': 'text/plain' })).toEqual([415, 'not-json']);
    expect(await with_({}, JSON.stringify(body).padEnd(131_073))).toEqual([413, 'too-large']);
    expect(await with_({}, '{')).toEqual([400, 'malformed']);
    expect((await house.send(path, JSON.stringify(body).padEnd(131_072))).status).toBe(200);
  });
});

test('slots go once their day is over, and not before', async () => {
  await house.start({ organizer, person });
  const today = house.clock.now().toISOString().slice(0, 10);
  const { anonymous } = house.database;
  await deleteOpeningSlots(anonymous, new Date(`${addDays(today, 1)}T00:59:59Z`));
  expect((await slots()).some(({ day }) => day === today)).toBe(true);
  await deleteOpeningSlots(anonymous, new Date(`${addDays(today, 1)}T01:00:00Z`));
  expect((await slots()).some(({ day }) => day === today)).toBe(false);
});

test('the anonymous role can hand over nothing but a petition of somebody unknown that waits', async () => {
  const { anonymous } = house.database;
  const values = (change: string) =>
    `insert into published.petition (id, state, title, demands, background, text_digest, organizer_name, organizer_key,
      critical_mass, submitted_day, closes_day, threshold, register_id, opened_day)
     select 'x', ${change}, 10, '2026-06-10', '2026-07-10', null, null, null`;
  const text = `'T', '[]', '', decode(repeat('00', 32), 'hex')`;
  await expect(anonymous.execute(values(`'waiting', ${text}, 'Olga', null`))).rejects.toThrow();
  await expect(anonymous.execute(values(`'accepted', ${text}, '', decode(repeat('01', 32), 'hex')`))).rejects.toThrow();
  for (const statement of [
    `update published.petition set state = 'accepted'`,
    `delete from published.petition`,
    `update published.organizer_act set body = ''`,
    `insert into published.moderation_act select * from published.moderation_act`,
  ]) {
    await expect(anonymous.execute(statement), statement).rejects.toThrow();
  }
  expect(await house.database.published.select().from(moderationAct)).not.toEqual([]);
});
