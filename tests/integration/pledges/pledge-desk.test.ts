import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { enterProgramme } from '~/features/identified/programmes/write-programme.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { pledgeView } from '~/features/published/pledges/pledges.queries.server';
import { loader as deskLoader } from '~/routes/in.desk.pledges';
import { action as makeAction, loader as makeLoader } from '~/routes/in.desk.pledges.new';
import { action as changeAction, loader as changeLoader } from '~/routes/in.desk.pledges.pledge';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPledgeHouse, soundPledge } from '~tests/support/pledge-house';
import { bareProgramme } from '~tests/support/programme-documents';

let house: Awaited<ReturnType<typeof openPledgeHouse>>;
let inside: IdentifiedHouse;
let petitionId: string;
beforeAll(async () => {
  house = await openPledgeHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  petitionId = await house.answered();
});
afterAll(() => house.close());

type Form = Readonly<Record<string, string>>;

async function argsOf(who: Actor, path: string, params: Record<string, string> = {}, form?: Form) {
  return { request: requestTo(path, await inside.signIn(who), form), params, context: inside.context };
}

interface Outcome {
  readonly status: number;
  readonly location: string | null;
  readonly data: unknown;
}

/** How a route answered, whichever way it did. */
async function outcome(run: Promise<unknown>): Promise<Outcome> {
  const answer = await run.catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  });
  if (answer instanceof Response) {
    return { status: answer.status, location: answer.headers.get('Location'), data: null };
  }
  const { init, data = answer } = answer as { init?: ResponseInit | null; data?: unknown };
  return { status: init?.status ?? 200, location: null, data };
}

const newPath = () => `/in/desk/pledges/new?petition=${petitionId}`;
const words = (): Form => ({
  ...{ id: randomId(), base: '0', owner: house.leader.personNumber },
  ...{ text: soundPledge.text, howSeen: soundPledge.howSeen, witnessed: 'stops' },
  ...{ dueDay: soundPledge.dueDay, status: 'not-started' },
  'milestones[0].text': 'Pilot in Sales',
  'milestones[0].day': '2026-05-18',
});
const make = async (change: Form = {}, who = house.leader) =>
  outcome(makeAction(await argsOf(who, newPath(), {}, { ...words(), act: 'publish', ...change })));
const change = async (pledgeId: string, form: Form, who = house.leader) => {
  const given = { base: '1', reason: 'The vendor was late with it.', act: 'publish', ...form };
  const { id: _, owner: __, ...kept } = words();
  const path = `/in/desk/pledges/${pledgeId}`;
  return outcome(changeAction(await argsOf(who, path, { pledgeId }, { ...kept, ...given })));
};
const view = (id: string) => pledgeView(house.database.published, id);
const pledgeCount = async () => (await house.ledger()).filter((entry) => entry['kind'] === 'pledge').length;

/** What the page says is wrong. */
function problems({ data }: Outcome): unknown {
  return (data as { result?: { error?: unknown } } | null)?.result?.error;
}

describe('making a pledge', () => {
  test('is looked at first, which publishes nothing, and leads to its page once it is published', async () => {
    const before = await pledgeCount();
    const id = randomId();
    const looked = await make({ id, act: 'preview' });
    expect(looked.status).toBe(200);
    expect(looked.data).toMatchObject({
      preview: expect.arrayContaining([
        expect.objectContaining({ key: 'text', text: soundPledge.text }),
        expect.objectContaining({ key: 'owner', text: house.leader.name }),
      ]) as unknown,
    });
    expect(await pledgeCount()).toBe(before);
    expect(await make({ id })).toMatchObject({ status: 302, location: `/pledges/${id}` });
    expect((await view(id))?.document).toMatchObject({
      milestones: soundPledge.milestones,
      unit: 'Company / Engineering',
    });
    expect(await make({ id })).toMatchObject({ status: 409 });
    expect(await pledgeCount()).toBe(before + 1);
  });

  test('belongs to leadership, in the form and out of it', async () => {
    for (const who of [
      await house.person(),
      await house.person('moderator', 'administrator', 'organizer', 'handler'),
    ]) {
      expect((await make({}, who)).status).toBe(403);
      expect((await outcome(makeLoader(await argsOf(who, newPath())))).status).toBe(403);
      expect((await outcome(deskLoader(await argsOf(who, '/in/desk/pledges')))).status).toBe(403);
    }
  });

  test('needs a petition with a response', async () => {
    const open = await house.open(await house.person('organizer'));
    for (const petition of [open, 'none', '']) {
      const path = `/in/desk/pledges/new?petition=${petition}`;
      expect((await outcome(makeLoader(await argsOf(house.leader, path)))).status).toBe(404);
      expect(
        (await outcome(makeAction(await argsOf(house.leader, path, {}, { ...words(), act: 'publish' })))).status,
      ).toBe(404);
    }
  });

  test.each<[string, Form, string]>([
    ['text that is too long', { text: 'x'.repeat(301) }, 'text'],
    ['ten thousand characters', { howSeen: 'x'.repeat(10_000) }, 'howSeen'],
    [
      'an address that runs',
      { 'evidence[0].title': 'Proof', 'evidence[0].url': 'javascript:alert(1)' },
      'evidence[0].url',
    ],
    [
      'an address of another scheme',
      { 'evidence[0].title': 'Proof', 'evidence[0].url': 'http://a.example' },
      'evidence[0].url',
    ],
    [
      'an address with a password',
      { 'evidence[0].title': 'Proof', 'evidence[0].url': 'https://a:b@c.example' },
      'evidence[0].url',
    ],
    ['an invisible mark', { text: 'The logger is \u202eswitched off.' }, 'text'],
    ['a day that does not exist', { dueDay: '2026-06-31' }, 'dueDay'],
    ['a status that nobody gives', { status: 'overdue' }, 'status'],
    ['no owner', { owner: '' }, 'owner'],
  ])('is refused with %s, and says of which field', async (_, form, field) => {
    const before = await pledgeCount();
    const refused = await make(form);
    expect(refused.status).toBe(400);
    expect(Object.keys(problems(refused) as object)).toEqual([field]);
    expect(await pledgeCount()).toBe(before);
  });

  test.each<[string, Form, number]>([
    ['a day that is over', { dueDay: '2026-05-03', 'milestones[0].text': '', 'milestones[0].day': '' }, 400],
    ['a milestone after its end', { 'milestones[0].day': '2026-06-02' }, 400],
    ['somebody who does not lead', { owner: 'M0' }, 400],
    ['an end for a beginning', { status: 'kept' }, 400],
    [
      'evidence that does not exist',
      { 'evidence[0].title': 'Proof', 'evidence[0].url': `/pledges/${'a'.repeat(26)}` },
      400,
    ],
  ])('is refused with %s, looked at or published', async (_, form, status) => {
    for (const act of ['preview', 'publish']) {
      const refused = await make({ ...form, act });
      expect(refused.status).toBe(status);
      expect(problems(refused)).toEqual({ '': [expect.stringMatching(/\.$/)] });
    }
  });

  test('takes no row whose number would make an array as long as somebody likes', async () => {
    for (const name of ['milestones[4294967295].text', 'evidence[100].url', '__proto__.x', 'milestones[0][0]']) {
      expect((await make({ [name]: 'x' })).status).toBe(400);
    }
  });

  test('keeps markup as the letters that it is', async () => {
    const id = randomId();
    const text = 'The <script>alert(1)</script> is **switched** off & gone.';
    await make({ id, text });
    expect((await view(id))?.document.text).toBe(text);
  });

  test('may say for good which programme it is about', async () => {
    const programmeId = await enterProgramme(
      { db: house.database.identified, clock: house.clock, settings: house.settings },
      { actor: house.leader, document: bareProgramme, reason: 'It runs.' },
    );
    const id = randomId();
    await make({ id, programmeId, programmeField: 'readers' });
    expect((await view(id))?.about).toEqual({ id: programmeId, name: bareProgramme.name, field: 'readers' });
    expect((await make({ programmeId: 'a'.repeat(26) })).status).toBe(404);
  });
});

describe('changing a pledge', () => {
  test('is looked at word by word first, then stands with its reason', async () => {
    const id = await house.pledge(petitionId);
    const looked = await change(id, { dueDay: '2026-07-01', act: 'preview' });
    expect(looked.data).toMatchObject({ changes: [expect.objectContaining({ key: 'due' })] });
    expect((await view(id))?.revision).toBe(1);
    expect(await change(id, { dueDay: '2026-07-01' })).toMatchObject({ status: 302, location: `/pledges/${id}` });
    expect(await view(id)).toMatchObject({ revision: 2, dueDay: '2026-07-01', firstDueDay: '2026-06-01' });
  });

  test('into one that another takes the place of adds the other to the evidence', async () => {
    const [id, next] = [await house.pledge(petitionId), await house.pledge(petitionId)];
    expect((await change(id, { status: 'superseded' })).status).toBe(400);
    expect((await change(id, { status: 'superseded', replacedBy: next })).status).toBe(302);
    expect((await view(id))?.document).toMatchObject({ status: 'superseded', evidence: [{ url: `/pledges/${next}` }] });
  });

  test.each<[string, Form, number]>([
    ['without a reason', { reason: '' }, 400],
    ['without a change', { reason: 'Nothing at all is new.' }, 409],
    ['of a page that was overtaken', { base: '0', dueDay: '2026-07-01' }, 409],
    ['of a revision that is to come', { base: '7', dueDay: '2026-07-01' }, 409],
    ['of the promise as it ends', { status: 'kept', dueDay: '2026-07-01' }, 409],
    ['into what is superseded by nothing', { status: 'superseded' }, 400],
    ['to an owner who does not lead', { owner: 'M0' }, 400],
  ])('is refused %s', async (_, form, status) => {
    const id = await house.pledge(petitionId);
    expect((await change(id, form)).status).toBe(status);
    expect((await view(id))?.revision).toBe(1);
  });

  test('is refused for what cannot follow, and of what does not exist', async () => {
    const id = await house.pledge(petitionId);
    expect((await change(id, { status: 'broken' })).status).toBe(302);
    expect((await change(id, { base: '2', status: 'in-progress' })).status).toBe(409);
    expect((await change(id, { base: '2', status: 'broken', text: 'We never promised anything.' })).status).toBe(409);
    for (const missing of ['none', randomId(), petitionId]) {
      expect((await change(missing, { status: 'kept' })).status).toBe(404);
      const read = argsOf(house.leader, `/in/desk/pledges/${missing}`, { pledgeId: missing });
      expect((await outcome(changeLoader(await read))).status).toBe(404);
    }
  });

  test('shows leaders’ names to leaders, and writes down whose were seen', async () => {
    const id = await house.pledge(petitionId);
    const { data } = await outcome(
      changeLoader(await argsOf(house.leader, `/in/desk/pledges/${id}`, { pledgeId: id })),
    );
    expect(data).toMatchObject({
      pledge: { id },
      leaders: expect.arrayContaining([expect.objectContaining({ name: house.leader.name })]) as unknown,
    });
  });
});
