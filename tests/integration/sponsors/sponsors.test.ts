import type { ActionFunctionArgs } from '@remix-run/node';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { decodeEntry } from '~/crypto/tlog/entry';
import { readSponsoredText } from '~/features/anonymous/sponsoring/sponsored-text.queries.server';
import { ownSponsors, stopLookingForSponsors } from '~/features/identified/desks/own-sponsors.server';
import { choiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { newSponsorSecret, sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { action, loader } from '~/routes/unseen.sponsoring.text';
import { waitingChoice } from '~db/schema/anonymous-choices';
import { draft } from '~db/schema/identified';
import { ledgerEntry, publication } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { wholeList } from '~tests/support/public-data';
import { refusal, soundText } from '~tests/support/petition-house';
import { openSponsorHouse, type SponsorHouse } from '~tests/support/sponsor-house';

let house: SponsorHouse;
beforeAll(async () => {
  house = await openSponsorHouse();
});
afterAll(() => house.close());

const read = (petition: string, secret: string) => readSponsoredText(house.database.anonymous, { petition, secret });
const sponsors = async (id: string) =>
  (await choiceFigures(house.database.published, house.settings, 'sponsor', [id])).get(id)?.total;
const entriesOf = async (id: string) =>
  (await house.database.published.select().from(ledgerEntry))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter((entry) => JSON.stringify(entry).includes(id));
const publicly = () => ({ db: house.database.published, settings: house.settings });
const waiting = (id: string) =>
  house.database.anonymous.select().from(waitingChoice).where(eq(waitingChoice.subjectId, id));
const deps = () => ({ db: house.database.identified, clock: house.clock });

describe('a petition that looks for sponsors', () => {
  test('is read with its link alone, and told to nobody else', async () => {
    const { id, secret, author } = await house.gathering(12);
    const other = await house.gathering(12);
    expect(await house.stateOf(id)).toMatchObject({ state: 'gathering', sponsorsWanted: 12, registerId: null });
    expect(await read(id, secret)).toEqual({
      ...soundText,
      organizerName: author.name,
      closesDay: '2026-09-08',
      criticalMass: house.settings.criticalMass,
      askedUnit: null,
      sponsorsWanted: 12,
    });
    for (const wrong of [other.secret, newSponsorSecret()])
      expect(await refusal(read(id, wrong))).toBe('unknown-petition');
    expect(await refusal(read(other.id, secret))).toBe('unknown-petition');
    for (const wrong of ['', secret.slice(1), `${secret}=`, toHex(sponsorLinkOf(secret))]) {
      expect(await refusal(read(id, wrong))).toBe('malformed');
    }
    for (const input of [null, {}, { petition: id }, { petition: id, secret, more: 1 }, { petition: [id], secret }]) {
      expect(await refusal(readSponsoredText(house.database.anonymous, input))).toBe('malformed');
    }
    // Nothing of it is public, not even its name; its secret is in the author's draft and nowhere else.
    expect(await petitionView(publicly(), id)).toBeNull();
    for (const kind of ['petitions', 'choices', 'questions', 'attachments']) {
      expect(JSON.stringify(await wholeList(publicly(), kind))).not.toContain(id);
    }
    expect(await entriesOf(id)).toEqual([]);
    expect(JSON.stringify(await house.stateOf(id))).not.toContain(secret);
    const drafts = await house.database.identified.select().from(draft).where(eq(draft.sponsorSecret, secret));
    expect(drafts).toMatchObject([{ author: author.personNumber, petitionId: id }]);
  });

  test('shows its link to its organizer alone, and how many have come to nobody', async () => {
    const { id, secret, author } = await house.gathering(12);
    const before = await ownSponsors(deps(), { actor: author, petitionId: id });
    expect(before).toMatchObject({ secret, sponsorsWanted: 12, untilDay: '2026-08-09', stopped: false });
    await house.sponsor(id, 11);
    expect(await ownSponsors(deps(), { actor: author, petitionId: id })).toEqual(before);
    const stranger = await house.author();
    expect(await ownSponsors(deps(), { actor: stranger, petitionId: id })).toBeNull();
    expect(await refusal(stopLookingForSponsors(deps(), { actor: stranger, petitionId: id }))).toBe('not-organizer');
  });

  test('goes to the moderators at the first publication with as many as it wants, and not before', async () => {
    const { id, secret, author } = await house.gathering(12);
    await house.sponsor(id, 11);
    await house.publishOn('2026-06-11');
    await house.settle();
    // Eleven are more than the minimum, and still nothing moves.
    expect((await house.stateOf(id)).state).toBe('gathering');
    expect(await waiting(id)).toHaveLength(11);
    expect(await sponsors(id)).toEqual({ kind: 'withheld', minimum: 10 });
    expect(await entriesOf(id)).toEqual([]);
    await house.sponsor(id, 1, 'twelfth');
    await house.choose({ kind: 'sponsor', id, person: 'person3', choice: 'none', n: 1 });
    await house.publishOn('2026-06-12');
    await house.settle();
    expect((await house.stateOf(id)).state).toBe('gathering');
    await house.choose({ kind: 'sponsor', id, person: 'person3', choice: 'sponsor', n: 2 });
    await house.settle();
    expect((await house.stateOf(id)).state).toBe('gathering');
    await house.publishOn('2026-06-13');
    expect(await sponsors(id)).toEqual({ kind: 'shown', value: 12 });
    const entries = await entriesOf(id);
    expect(entries).toHaveLength(12);
    for (const entry of entries) expect(entry).toMatchObject({ kind: 'sponsor', choice: 'sponsor', day: '2026-06-13' });
    expect((await wholeList(publicly(), 'choices')).find((item) => item['id'] === id)).toMatchObject({
      ...{ kind: 'sponsor', total: 12, choices: { sponsor: 12 }, text: toHex((await house.stateOf(id)).textDigest) },
    });
    // Two at once: it is handed over once, and its organizer told once.
    await Promise.all([house.settle(), house.settle()]);
    await house.settle();
    expect(await house.stateOf(id)).toMatchObject({ state: 'waiting', submittedDay: '2026-06-13' });
    expect(await house.mails(author)).toEqual(['Your petition has its sponsors']);
    expect(await refusal(read(id, secret))).toBe('sponsoring-over');
    const kept = await house.database.identified.select().from(draft).where(eq(draft.petitionId, id));
    expect(kept).toMatchObject([{ sponsorSecret: null }]);
    house.clock.set('2026-06-14T00:00:01Z');
    const late = house.choose({ kind: 'sponsor', id, person: 'late', choice: 'sponsor' });
    expect(await refusal(late)).toBe('choice-closed');
  });

  test('once they were enough, who takes it back changes nothing', async () => {
    house.clock.set('2026-06-14T12:00:00Z');
    const { id } = await house.gathering(10);
    await house.sponsor(id, 10);
    await house.publishOn('2026-06-14');
    await house.choose({ kind: 'sponsor', id, person: 'person0', choice: 'none', n: 1 });
    await house.publishOn('2026-06-15');
    expect(await sponsors(id)).toEqual({ kind: 'withheld', minimum: 10 });
    await house.settle();
    expect((await house.stateOf(id)).state).toBe('waiting');
  });

  test('lapses after the publication that follows its last day, with nothing left of who came', async () => {
    house.clock.set('2026-06-15T12:00:00Z');
    const { id, secret, author } = await house.gathering(10);
    const onTime = await house.gathering(10);
    await house.sponsor(id, 9);
    await house.sponsor(onTime.id, 9);
    await house.publishOn('2026-08-14');
    // Its last day, after that day's publication.
    house.clock.set('2026-08-14T23:59:59Z');
    await house.sponsor(onTime.id, 1, 'last');
    house.clock.set('2026-08-15T00:00:01Z');
    await house.settle();
    expect((await house.stateOf(id)).state).toBe('gathering');
    await house.publishOn('2026-08-15');
    await house.settle();
    expect((await house.stateOf(onTime.id)).state).toBe('waiting');
    expect((await house.stateOf(id)).state).toBe('lapsed');
    expect(await waiting(id)).toEqual([]);
    expect(await entriesOf(id)).toEqual([]);
    expect(JSON.stringify(await wholeList(publicly(), 'choices'))).not.toContain(id);
    expect(await house.mails(author)).toEqual(['Your petition did not find its sponsors']);
    expect(await refusal(read(id, secret))).toBe('sponsoring-over');
    // The text is its author's again, without the link that led to it.
    const [own] = await house.database.identified.select().from(draft).where(eq(draft.author, author.personNumber));
    expect(own).toMatchObject({ petitionId: null, sponsorSecret: null, title: soundText.title });
  });

  test.each([9, 10])('that is stopped with %i sponsors waits for the next publication as any other', async (size) => {
    house.clock.set(`2026-09-0${String(size - 8)}T12:00:00Z`);
    const { id, author } = await house.gathering(10);
    await house.sponsor(id, size);
    const stop = () => refusal(stopLookingForSponsors(deps(), { actor: author, petitionId: id }));
    await stopLookingForSponsors(deps(), { actor: author, petitionId: id });
    expect(await stop()).toBe('wrong-state');
    expect(await ownSponsors(deps(), { actor: author, petitionId: id })).toMatchObject({ stopped: true });
    await house.settle();
    // Stopping looks the same whether or not there were enough.
    expect((await house.stateOf(id)).state).toBe('gathering');
    expect(await refusal(house.choose({ kind: 'sponsor', id, person: 'late', choice: 'sponsor' }))).toBe(
      'choice-closed',
    );
    await house.publishOn(`2026-09-0${String(size - 8)}`);
    await house.settle();
    expect((await house.stateOf(id)).state).toBe(size === 10 ? 'waiting' : 'lapsed');
    expect(await stop()).toBe('wrong-state');
  });

  test('of somebody unknown is started by the anonymous role, which can start no other', async () => {
    house.clock.set('2026-09-10T12:00:00Z');
    const submission = (organizer: { name: string } | { key: Uint8Array }) => ({
      ...{ id: randomId(), organizer, criticalMass: 10, askedUnit: null, moderationDays: 3, day: '2026-09-10' },
      text: { ...soundText, demands: [...soundText.demands], closesDay: '2026-10-10' },
      sponsors: { wanted: 10, link: sponsorLinkOf(newSponsorSecret()) },
    });
    const unknown = submission({ key: new Uint8Array(32).fill(7) });
    await submitPetition(house.database.anonymous, unknown);
    expect(await house.stateOf(unknown.id)).toMatchObject({ state: 'gathering', organizerName: '' });
    await expect(submitPetition(house.database.anonymous, submission({ name: 'Olga Organizer' }))).rejects.toThrow();
    await house.sponsor(unknown.id, 10);
    await house.publishOn('2026-09-10');
    await house.settle();
    expect((await house.stateOf(unknown.id)).state).toBe('waiting');
  });

  test('in a house without a register is offered once there is one', async () => {
    const empty = await openSponsorHouse();
    try {
      const { database } = empty;
      const subjects = () => database.published.select().from(choiceSubject).where(eq(choiceSubject.kind, 'sponsor'));
      const covered = (checkpointDone: boolean) => database.published.update(publication).set({ checkpointDone });
      // As before the first checkpoint: no edition counts.
      await covered(false);
      const { id } = await empty.gathering(10);
      expect(await subjects()).toEqual([]);
      await empty.settle();
      expect(await subjects()).toEqual([]);
      await covered(true);
      await empty.settle();
      await empty.settle();
      expect(await subjects()).toMatchObject([{ id, registerId: 1, untilDay: '2026-08-09' }]);
      await empty.sponsor(id, 10);
    } finally {
      await empty.close();
    }
  });
});

test('no two petitions share a scope: who sponsors both does so under two names', async () => {
  const [one, other] = [await house.gathering(10), await house.gathering(10)];
  for (const { id } of [one, other]) await house.sponsor(id, 1);
  const [a] = await waiting(one.id);
  const [b] = await waiting(other.id);
  expect(toHex(a?.nullifier ?? new Uint8Array())).not.toBe(toHex(b?.nullifier ?? new Uint8Array()));
  // The proof of one says nothing on the other, nor of a question by the same name.
  const proves = { id: one.id };
  const wrong = await house.choiceBody({ kind: 'sponsor', id: other.id, person: 'x', choice: 'sponsor', proves });
  expect(await refusal(house.postChoice(wrong))).toBe('invalid-proof');
  const asSupport = await house.choiceBody({
    ...{ kind: 'sponsor', id: other.id, person: 'x', choice: 'sponsor', proves: { kind: 'support' } },
  });
  expect(await refusal(house.postChoice(asSupport))).toBe('invalid-proof');
  const rows = await house.database.anonymous
    .select()
    .from(waitingChoice)
    .where(and(eq(waitingChoice.kind, 'sponsor'), eq(waitingChoice.subjectId, other.id)));
  expect(rows).toHaveLength(1);
});

describe('the way to the text', () => {
  const post = (init: RequestInit) => {
    const request = new Request('https://robin.example/unseen/sponsoring/text', { method: 'POST', ...init });
    const wing = { name: 'anonymous', db: house.database.anonymous };
    return action({ request, params: {}, context: { wing } } as unknown as ActionFunctionArgs);
  };
  const json = { 'content-type': 'application/json' };

  test('takes JSON without a cookie, of a secret’s size, and tells nobody else anything', async () => {
    const { id, secret } = await house.gathering(10);
    const body = JSON.stringify({ petition: id, secret });
    const answer = await post({ headers: json, body });
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('set-cookie')]).toEqual([
      ...[200, 'no-store', null],
    ]);
    expect(await answer.json()).toMatchObject({ title: soundText.title, sponsorsWanted: 10 });
    for (const [init, status, error] of [
      [{ headers: { ...json, cookie: 'session=1' }, body }, 400, 'cookie-sent'],
      [{ headers: { 'content-type': 'text/plain' }, body }, 415, 'not-json'],
      [{ headers: json, body: `${body}${' '.repeat(512)}` }, 413, 'too-large'],
      [{ headers: json, body: body.slice(1) }, 400, 'malformed'],
      [{ headers: json, body: JSON.stringify({ petition: id, secret: newSponsorSecret() }) }, 404, 'unknown-petition'],
    ] as const) {
      const refused = await post(init);
      expect([refused.status, await refused.json()]).toEqual([status, { error }]);
    }
    expect(loader().status).toBe(405);
  });
});
