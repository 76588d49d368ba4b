import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex, toHex } from '~/crypto/hash';
import { organizerActDigest } from '~/crypto/organizing';
import { isSignedBy } from '~/crypto/signing-key';
import { signRequest } from '~/features/anonymous/concerns/signed-request';
import { encodeMergeAnswer, encodeNewText } from '~/features/anonymous/organizing/organizer-act.schema';
import { settlePetitions } from '~/features/identified/desks/settle-petitions.server';
import { addDays, dayOf } from '~/platform/clock';
import { waitingOrganizerAct } from '~db/schema/anonymous-organizing';
import { moderationAct, petition, petitionUpdate } from '~db/schema/published';
import { mergeProposal, organizerAct, petitionEnding } from '~db/schema/published-organizing';
import { openOrganizingHouse, type OrganizingHouse, type UnknownOrganizer } from '~tests/support/organizing-house';
import { soundText } from '~tests/support/petition-house';
import { refusal } from '~tests/support/question-house';

let house: OrganizingHouse;
let shared: UnknownOrganizer;
beforeAll(async () => {
  house = await openOrganizingHouse();
  shared = await house.opened('shared');
});
afterAll(() => house.close());

const path = '/unseen/organizing/acts';
const today = () => dayOf(house.clock.now());
const news = 'We have been heard: leadership meets us on Thursday.';
const why = 'The recording was switched off, so there is nothing left to ask for.';
const waiting = () => house.database.anonymous.select().from(waitingOrganizerAct);
const state = async ({ id }: UnknownOrganizer) => {
  const [row] = await house.database.published.select().from(petition).where(eq(petition.id, id));
  return row?.state;
};
const entriesOf = async ({ id }: UnknownOrganizer) =>
  (await house.ledger()).filter((entry) => entry['petition'] === id);
/** A petition of somebody unknown that moderators have before them. */
const started = async (person: string) => {
  const organizer = house.organizer();
  expect((await house.start({ organizer, person })).status).toBe(200);
  await house.nextPublication();
  return organizer;
};

describe('news', () => {
  test('wait until the publication, then stand on the page and, signed, in the ledger', async () => {
    const organizer = await house.opened('news');
    expect((await house.actOn(organizer, 1, 'update', news)).json).toEqual({ next: 2 });
    expect(await house.read(organizer)).toMatchObject({
      ...{ next: 2, waiting: [{ number: 1, act: 'update', body: news }] },
    });
    const rows = () =>
      house.database.published.select().from(petitionUpdate).where(eq(petitionUpdate.petitionId, organizer.id));
    expect(await rows()).toEqual([]);
    await house.nextPublication();
    expect(await rows()).toEqual([{ petitionId: organizer.id, number: 1, body: news, day: today() }]);
    const [act, update] = (await entriesOf(organizer)).slice(-2);
    expect(act).toMatchObject({ kind: 'organizer-act', number: 1, act: 'update', day: today() });
    expect(update).toMatchObject({ kind: 'petition-update', number: 1 });
    const said = { petition: organizer.id, number: 1, act: 'update', body: news };
    const digest = organizerActDigest(house.settings.organisation, said);
    expect(act?.['text']).toBe(toHex(digest));
    expect(isSignedBy(organizer.signing.publicKey, digest, fromHex(String(act?.['signature'])))).toBe(true);
    // Once more, and what was said last.
    expect((await house.actOn(organizer, 1, 'update', news)).json).toEqual({ next: 2 });
    expect(refusal(await house.actOn(organizer, 2, 'update', news))).toEqual([409, 'said-already']);
  });

  test('keep their numbers: the same again is the same, another one with a used number is told the next', async () => {
    const organizer = await house.opened('numbers');
    expect((await house.actOn(organizer, 1, 'update', `${news} 1`)).json).toEqual({ next: 2 });
    expect((await house.actOn(organizer, 1, 'update', `${news} 1`)).json).toEqual({ next: 2 });
    const other = await house.actOn(organizer, 1, 'update', `${news} 2`);
    expect([other.status, other.json]).toEqual([409, { error: 'stale-number', next: 2 }]);
    expect((await house.actOn(organizer, 3, 'update', `${news} 2`)).json).toEqual({ error: 'stale-number', next: 2 });
    expect((await house.actOn(organizer, 2, 'update', `${news} 1`)).json).toEqual({ error: 'said-already' });
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, (_, n) => house.actOn(organizer, 2, 'update', `${news} at once ${String(n)}`)),
      house.rewrite(),
    ]);
    expect(answers.slice(0, 12).filter((answer) => answer?.status === 200)).toHaveLength(1);
    expect((await waiting()).filter(({ petitionId }) => petitionId === organizer.id)).toHaveLength(2);
  });

  test('ten wait for one publication and no more; what is published goes on from there', async () => {
    const organizer = await house.opened('many');
    for (let n = 1; n <= 10; n += 1) expect((await house.actOn(organizer, n, 'update', `${news} ${String(n)}`)).status).toBe(200); // prettier-ignore
    expect(refusal(await house.actOn(organizer, 11, 'update', `${news} 11`))).toEqual([429, 'too-many']);
    await house.nextPublication();
    expect((await house.actOn(organizer, 11, 'update', `${news} 11`)).json).toEqual({ next: 12 });
    await house.nextPublication();
    const rows = await house.database.published
      .select({ number: petitionUpdate.number, body: petitionUpdate.body })
      .from(petitionUpdate)
      .where(eq(petitionUpdate.petitionId, organizer.id))
      .orderBy(asc(petitionUpdate.number));
    expect(rows).toEqual(Array.from({ length: 11 }, (_, n) => ({ number: n + 1, body: `${news} ${String(n + 1)}` })));
  });
});

describe('after a decision', () => {
  test('a petition that was sent back is sent in anew, with another text under its old name', async () => {
    const organizer = await started('sent back');
    await house.decide(organizer.id, 'send-back');
    expect(await house.read(organizer)).toMatchObject({ state: 'sent-back', possible: ['resubmit'] });
    expect((await house.read(organizer)) as object).toMatchObject({
      moderation: [{ act: 'send-back', words: 'As the rules have it.' }],
    });
    const text = {
      ...soundText,
      demands: [...soundText.demands],
      background: 'Clearer.',
      closesDay: addDays(today(), 7),
    };
    expect((await house.actOn(organizer, 1, 'resubmit', encodeNewText(text))).json).toEqual({ next: 2 });
    expect(refusal(await house.actOn(organizer, 2, 'resubmit', encodeNewText({ ...text, background: 'Twice.' })))).toEqual([409, 'not-now']); // prettier-ignore
    expect(await state(organizer)).toBe('sent-back');
    await house.nextPublication();
    const [row] = await house.database.published.select().from(petition).where(eq(petition.id, organizer.id));
    expect(row).toMatchObject({ state: 'waiting', background: 'Clearer.', actsApplied: 1, submittedDay: today() });
    expect(toHex(row?.organizerKey ?? new Uint8Array())).toBe(organizer.key);
    // A closing day that came closer while it waited is as far away as the least when it opens.
    await house.decide(organizer.id, 'accept');
    await house.nextPublication();
    expect(await state(organizer)).toBe('open');
  });

  test('a rejection is appealed against once, within thirty days; another moderator decides', async () => {
    const organizer = await started('appeal');
    await house.decide(organizer.id, 'reject', 'outside');
    const words = 'Leadership bought the program, so leadership can switch it off.';
    expect(await house.read(organizer)).toMatchObject({
      ...{ state: 'rejected', possible: ['appeal'], appealUntil: addDays(today(), 29) },
    });
    expect((await house.actOn(organizer, 1, 'appeal', words)).json).toEqual({ next: 2 });
    expect(refusal(await house.actOn(organizer, 2, 'appeal', `${words} Again.`))).toEqual([409, 'not-now']);
    await house.nextPublication();
    expect(await state(organizer)).toBe('appealed');
    const acts = await house.database.published
      .select()
      .from(moderationAct)
      .where(and(eq(moderationAct.petitionId, organizer.id), eq(moderationAct.act, 'appeal')));
    expect(acts).toMatchObject([{ number: 2, reasonText: words, moderatorName: '' }]);
    await house.decide(organizer.id, 'uphold');
    expect(await house.read(organizer)).toMatchObject({ state: 'rejected', possible: [], appealUntil: null });
    expect(refusal(await house.actOn(organizer, 2, 'appeal', `${words} Again.`))).toEqual([409, 'not-now']);
  });

  test('an appeal is taken as long as its publication is in time, and not after', async () => {
    const [last, late] = [await started('last'), await started('late')];
    const rejected = today();
    for (const { id } of [last, late]) await house.decide(id, 'reject', 'outside');
    const noon = house.clock.now();
    // After the publication of the 29th day: the next one is the last that may bring it.
    house.clock.set(`${addDays(rejected, 29)}T20:00:00Z`);
    expect((await house.actOn(last, 1, 'appeal', 'Please look at this again.')).status).toBe(200);
    await house.nextPublication();
    expect([today(), await state(last)]).toEqual([addDays(rejected, 30), 'appealed']);
    expect(refusal(await house.actOn(late, 1, 'appeal', 'Please look at this again.'))).toEqual([409, 'not-now']);
    house.clock.set(new Date(Math.max(noon.getTime(), house.clock.now().getTime())).toISOString());
  });

  test('takes effect once, whoever settles and however often, and where it died half-way', async () => {
    const organizer = await started('settled');
    await house.decide(organizer.id, 'reject', 'outside');
    await house.actOn(organizer, 1, 'appeal', 'Please look at this again, all of you.');
    await house.nextPublication();
    const deps = { db: house.database.identified, clock: house.clock, settings: house.settings, publicUrl: '' };
    const written = (await house.ledger()).length;
    await Promise.all(Array.from({ length: 5 }, () => settlePetitions(deps)));
    expect(await house.ledger()).toHaveLength(written);
    // As if it had died before it counted: the appeal is found to stand.
    await expect(
      house.database.identified.update(petition).set({ actsApplied: 0 }).where(eq(petition.id, organizer.id)),
    ).rejects.toThrow();
    expect(await state(organizer)).toBe('appealed');
  });
});

describe('an ending', () => {
  test('retires an open petition with its reason; nothing else can be done meanwhile, and the next publication closes it', async () => {
    const organizer = await house.opened('retire');
    expect((await house.actOn(organizer, 1, 'retire', why)).json).toEqual({ next: 2 });
    expect(refusal(await house.actOn(organizer, 2, 'propose-merge', shared.id))).toEqual([409, 'not-now']);
    expect((await house.actOn(organizer, 2, 'update', news)).json).toEqual({ next: 3 });
    await house.nextPublication();
    expect(await state(organizer)).toBe('open');
    const [ending] = await house.database.published
      .select()
      .from(petitionEnding)
      .where(eq(petitionEnding.petitionId, organizer.id));
    expect(ending).toMatchObject({ how: 'retired', reason: why, intoId: null });
    expect(refusal(await house.actOn(organizer, 3, 'retire', why))).toEqual([409, 'not-now']);
    await house.nextPublication();
    expect(await state(organizer)).toBe('closed');
    expect(await house.read(organizer)).toMatchObject({
      ...{ state: 'closed', possible: ['update'], ending: { how: 'retired', into: null, reason: why } },
    });
  });

  test('merges where the other’s organizers agree', async () => {
    const [from, into] = [await house.opened('from'), await house.opened('into')];
    expect(refusal(await house.actOn(from, 1, 'propose-merge', from.id))).toEqual([404, 'unknown-other']);
    expect(refusal(await house.actOn(from, 1, 'propose-merge', 'nothing'))).toEqual([404, 'unknown-other']);
    const agreed = encodeMergeAnswer({
      petition: from.id,
      reason: 'Both ask for the same, and together they weigh more.',
    });
    expect(refusal(await house.actOn(into, 1, 'agree-merge', agreed))).toEqual([404, 'unknown-other']);
    expect((await house.actOn(from, 1, 'propose-merge', into.id)).status).toBe(200);
    await house.nextPublication();
    expect(await house.read(from)).toMatchObject({ proposedTo: into.id });
    expect(await house.read(into)).toMatchObject({ proposals: [{ petition: from.id, title: soundText.title }] });
    expect(refusal(await house.actOn(await house.opened('a third'), 1, 'agree-merge', agreed))).toEqual([
      404,
      'unknown-other',
    ]);
    expect((await house.actOn(into, 1, 'agree-merge', agreed)).status).toBe(200);
    await house.nextPublication();
    expect(await house.read(from)).toMatchObject({ ending: { how: 'merged', into: into.id } });
    expect(await house.read(into)).toMatchObject({ proposals: [] });
  });

  test('is declined with no reason, and can be proposed again', async () => {
    const [from, into] = [await house.opened('from2'), await house.opened('into2')];
    await house.actOn(from, 1, 'propose-merge', into.id);
    await house.nextPublication();
    const declined = encodeMergeAnswer({ petition: from.id, reason: '' });
    expect((await house.actOn(into, 1, 'decline-merge', declined)).status).toBe(200);
    await house.nextPublication();
    const steps = await house.database.published
      .select({ act: mergeProposal.act })
      .from(mergeProposal)
      .where(eq(mergeProposal.petitionId, from.id))
      .orderBy(asc(mergeProposal.number));
    expect(steps).toEqual([{ act: 'proposed' }, { act: 'declined' }]);
    expect((await house.actOn(from, 2, 'propose-merge', into.id)).status).toBe(200);
    await house.nextPublication();
  });

  test('an act that can no longer be done stands without effect: its number is signed, and nothing is lost', async () => {
    const [from, into] = [await house.opened('gone'), await house.opened('ends')];
    await house.actOn(into, 1, 'retire', why);
    await house.actOn(from, 1, 'propose-merge', into.id);
    await house.nextPublication();
    // Whichever of the two comes first by name; at any rate both stand, and none stops the publication.
    const acts = await house.database.published.select().from(organizerAct).where(eq(organizerAct.petitionId, from.id));
    expect(acts).toMatchObject([{ number: 1, act: 'propose-merge', body: into.id }]);
    expect(await house.read(from)).toMatchObject({ next: 2, waiting: [] });
  });
});

describe('what is refused', () => {
  const sound = (change: object) => ({ ...house.actBody(shared, 1, 'update', news), ...change });
  const refused = async (change: object) => {
    const before = await waiting();
    const answer = refusal(await house.send(path, sound(change)));
    expect(await waiting()).toEqual(before);
    return answer;
  };

  test('another form', async () => {
    for (const change of [
      { v: 2 },
      { extra: 1 },
      { number: 0 },
      { number: 201 },
      { number: 1.5 },
      { act: 'close' },
      { body: 'Short.' },
      { body: ` ${news}` },
      { body: `${news}\u202e` },
      { body: 'x'.repeat(5001) },
      { signature: 'ab' },
      { petition: '../x' },
      { act: 'propose-merge', body: '../x' },
      { act: 'agree-merge', body: '{}' },
      { act: 'agree-merge', body: `{"reason":"","petition":"${'a'.repeat(26)}"}` },
      { act: 'agree-merge', body: `{"petition":"${'a'.repeat(26)}","reason":""}` },
      { act: 'decline-merge', body: `{"petition":"${'a'.repeat(26)}","reason":"Because we say so."}` },
      { act: 'resubmit', body: '{' },
      { act: 'resubmit', body: encodeNewText({ ...soundText, demands: ['No.'], closesDay: addDays(today(), 30) }) },
      { act: 'resubmit', body: encodeNewText({ ...soundText, demands: [...soundText.demands], closesDay: today() }) },
    ]) {
      expect([change, await refused(change)]).toEqual([change, [400, 'malformed']]);
    }
  });

  test('what this petition’s key has not signed: another key, petition, number, act, words or house', async () => {
    const other = house.organizer();
    const signedBy = (organizer: UnknownOrganizer, organisation: string, said: object) => {
      const whole = { petition: shared.id, number: 1, act: 'update', body: news, ...said };
      return { signature: toHex(organizer.signing.sign(organizerActDigest(organisation, whole))) };
    };
    const { organisation } = house.settings;
    for (const change of [
      signedBy(other, organisation, {}),
      signedBy(shared, 'other', {}),
      signedBy(shared, organisation, { number: 2 }),
      signedBy(shared, organisation, { act: 'retire' }),
      signedBy(shared, organisation, { body: why }),
      signedBy(shared, organisation, { petition: other.id }),
      { signature: '00'.repeat(64) },
    ]) {
      expect(await refused(change)).toEqual([403, 'bad-signature']);
    }
  });

  test('a petition that there is not, or whose organizer has a name', async () => {
    const named = await house.openPetition();
    expect(await refused({ petition: named })).toEqual([404, 'unknown-petition']);
    expect(await refused({ petition: 'a'.repeat(26) })).toEqual([404, 'unknown-petition']);
    // One that waits is known to nobody yet.
    const waits = house.organizer();
    await house.start({ organizer: waits, person: 'waits' });
    const act = await house.actOn(waits, 1, 'update', news);
    expect(refusal(act)).toEqual([404, 'unknown-petition']);
  });

  test('what does not fit the state, whatever it is', async () => {
    const text = encodeNewText({ ...soundText, demands: [...soundText.demands], closesDay: addDays(today(), 30) });
    expect(refusal(await house.actOn(shared, 1, 'resubmit', text))).toEqual([409, 'not-now']);
    expect(refusal(await house.actOn(shared, 1, 'appeal', 'Please look at this again.'))).toEqual([409, 'not-now']);
    const organizer = await started('waits for moderators');
    for (const [act, body] of [
      ['update', news],
      ['retire', why],
      ['propose-merge', shared.id],
      ['resubmit', text],
    ] as const) {
      expect(refusal(await house.actOn(organizer, 1, act, body))).toEqual([409, 'not-now']);
    }
  });

  test('a cookie, another type, too much, another act', async () => {
    const send = async (headers: Record<string, string>, sent: unknown = sound({}), at = path) =>
      refusal(await house.send(at, sent, headers));
    expect(await send({ cookie: 'a=b' })).toEqual([400, 'cookie-sent']);
    expect(await send({ 'content-type': 'text/plain' })).toEqual([415, 'not-json']);
    expect(await send({}, 'x'.repeat(131_073))).toEqual([413, 'too-large']);
    expect(await send({}, sound({}), '/unseen/organizing/other')).toEqual([404, 'not-found']);
    expect(await send({}, sound({}), '/unseen/organizing/constructor')).toEqual([404, 'not-found']);
  });
});

describe('reading', () => {
  test('by words that open nothing gives the same bytes; by a wrong day, path or house nothing', async () => {
    const stranger = house.organizer();
    expect(await house.read(stranger)).toEqual({ state: 'nothing' });
    const { organisation } = house.settings;
    const at = async (place: { organisation: string; path: string }, day: string) =>
      refusal(await house.send('/unseen/organizing/read', signRequest(shared.signing, { ...place, request: { day } })));
    const own = '/unseen/organizing/read';
    expect(await at({ organisation, path: own }, addDays(today(), -2))).toEqual([409, 'wrong-day']);
    expect(await at({ organisation, path: '/unseen/concerns/conversation' }, today())).toEqual([403, 'bad-signature']);
    expect(await at({ organisation: 'other', path: own }, today())).toEqual([403, 'bad-signature']);
    expect(refusal(await house.send(own, {}))).toEqual([400, 'malformed']);
  });

  test('has no number about people in it', async () => {
    expect(Object.keys(await house.read(shared)).sort()).toEqual(
      [
        ...['appealUntil', 'askedUnit', 'background', 'closedDay', 'closesDay', 'criticalMass', 'demands', 'ending'],
        ...['moderation', 'next', 'openedDay', 'petition', 'possible', 'proposals', 'proposedTo', 'sponsorsWanted'],
        ...['state', 'submittedDay', 'title', 'waiting'],
      ].sort(),
    );
  });
});
