import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PetitionText } from '~/features/published/petitions/components/petition-text';
import type { Actor } from '~/features/identified/desks/desk';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { action as draftAction, loader as draftLoader } from '~/routes/in.petitions.draft';
import { action as answerAction } from '~/routes/in.desk.leadership.petition';
import { action as decisionAction, loader as decisionLoader } from '~/routes/in.desk.moderation.petition';
import { action as newsAction, loader as organizerLoader } from '~/routes/in.desk.organizer.petition';
import { loader as petitionLoader, meta as petitionMeta } from '~/routes/petition';
import { loader as signLoader } from '~/routes/petition.sign';
import { loader as similarLoader } from '~/routes/petitions.similar';
import { loader as listLoader } from '~/routes/petitions';
import { addDays } from '~/platform/clock';
import { edition, publication, register } from '~db/schema/published';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let author: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  author = await house.person('organizer');
});
afterAll(() => house.close());

type Params = Record<string, string>;
interface Args {
  request: Request;
  params: Params;
  context: IdentifiedHouse['context'];
}

/** What a route answered: its data, or the status of what it threw or returned. */
async function outcome(run: Promise<unknown>): Promise<unknown> {
  try {
    const value = await run;
    return value instanceof Response ? value.status : value;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

const insideArgs = async (who: Actor, path: string, params: Params, form?: Record<string, string>): Promise<Args> => ({
  request: requestTo(path, await inside.signIn(who), form),
  params,
  context: inside.context,
});
const outsideArgs = (path: string, params: Params = {}): Args => ({
  request: requestTo(path),
  params,
  context: { ...inside.context, wing: { name: 'published', db: house.database.published } },
});

describe('the pages of one person', () => {
  test('are nobody else’s: a draft and a desk of another are as if they were not there', async () => {
    const other = await house.person('moderator', 'leadership', 'administrator', 'organizer');
    const draftId = await house.draft(author);
    const petitionId = await house.waiting(author);
    const draft = { draftId, step: 'title' };
    expect(await outcome(draftLoader(await insideArgs(author, '/in/petitions/x', draft)))).toMatchObject({
      draft: { id: draftId },
    });
    expect(await outcome(draftLoader(await insideArgs(other, '/in/petitions/x', draft)))).toBe(404);
    expect(
      await outcome(organizerLoader(await insideArgs(author, '/in/desk/organizer/x', { petitionId }))),
    ).toMatchObject({ petition: { id: petitionId, state: 'waiting' } });
    expect(await outcome(organizerLoader(await insideArgs(other, '/in/desk/organizer/x', { petitionId })))).toBe(404);
    const form = { act: 'submit' };
    const sent = await outcome(draftAction(await insideArgs(other, '/in/petitions/x', draft, form)));
    expect(sent).toMatchObject({ init: { status: 404 } });
    const news = { act: 'publish', body: 'News by somebody else.' };
    const posted = await outcome(newsAction(await insideArgs(other, '/in/desk/organizer/x', { petitionId }, news)));
    expect(posted).toMatchObject({ init: { status: 403 } });
  });

  test('of a role are refused to everybody without it, reading and acting', async () => {
    const petitionId = await house.waiting(author);
    const open = await house.open(author);
    await house.count(open, 100);
    const decision = await house.decision(petitionId, 'accept');
    const decide = { reasonCode: decision.reasonCode, words: '', textDigest: decision.textDigest };
    const path = '/in/desk/moderation/x';
    for (const somebody of [author, await house.person(), await house.person('leadership', 'administrator')]) {
      expect(await outcome(decisionLoader(await insideArgs(somebody, path, { petitionId })))).toBe(403);
      expect(await outcome(decisionAction(await insideArgs(somebody, path, { petitionId }, decide)))).toBe(403);
    }
    const anyone = { ...(await insideArgs(author, path, { petitionId })), request: requestTo(path) };
    expect(await outcome(decisionLoader(anyone))).toBe(302);
    const moderator = await house.person('moderator');
    const answer = { act: 'publish', 'items[0].answer': 'accepted', 'items[0].reason': 'It is right so.' };
    const responded = answerAction(await insideArgs(moderator, '/in/desk/leadership/x', { petitionId: open }, answer));
    expect(await outcome(responded)).toBe(403);
    expect(await outcome(decisionAction(await insideArgs(moderator, path, { petitionId }, decide)))).toBe(302);
    expect((await petitionRecord(house.database.identified, petitionId))?.state).toBe('accepted');
  });

  test('publish nothing that was only to be looked at', async () => {
    const petitionId = await house.open(author);
    const news = { act: 'preview', body: 'Only a **look**.' };
    const shown = await outcome(newsAction(await insideArgs(author, '/in/desk/organizer/x', { petitionId }, news)));
    expect(shown).toMatchObject({ data: { preview: 'Only a **look**.' } });
    expect(await outcome(petitionLoader(outsideArgs('/petitions/x', { petitionId })))).toMatchObject({
      petition: { updates: [], response: null },
    });
  });
});

describe('the public pages', () => {
  test('are 404 for what waits or was sent back, and show a withheld count to nobody', async () => {
    const petitionId = await house.waiting(author);
    expect(await outcome(petitionLoader(outsideArgs('/petitions/x', { petitionId })))).toBe(404);
    expect(await outcome(petitionLoader(outsideArgs('/petitions/x', { petitionId: "' or 1=1 --" })))).toBe(404);
    const open = await house.open(author);
    await house.count(open, 7);
    const page = await outcome(petitionLoader(outsideArgs('/petitions/x', { petitionId: open })));
    expect(page).toMatchObject({ chart: null, petition: { figures: { signers: { kind: 'withheld', minimum: 10 } } } });
    expect(JSON.stringify(page)).not.toMatch(/"value":7|"count":7/);
  });

  test('offer signing in a crowd only, and have every reader fetch the register, signer or not', async () => {
    const petitionId = await house.open(author);
    const { identified } = house.database;
    const load = async () => petitionLoader(outsideArgs('/petitions/x', { petitionId }));
    expect(await load()).toMatchObject({ maySign: false, registerFiles: [] });
    await identified.insert(register).values({ id: 1, depth: 17, openedDay: house.today(), nextLeaf: 9 });
    const publish = async (number: number, live: number, done: boolean) => {
      const slot = new Date(house.clock.now().getTime() + number);
      const steps = { editionsDone: true, signaturesDone: done, checkpointDone: done };
      await identified.insert(publication).values({ number, slot, day: house.today(), ...steps });
      await identified.insert(edition).values({
        ...{ registerId: 1, number, publication: number, day: house.today(), size: live, live },
        ...{ groupRoot: new Uint8Array(32), rosterSize: 20, tiles: [`tile${String(number)}`] },
        ...{ upperFile: `upper${String(number)}`, unitsFile: 'units' },
      });
    };
    await publish(1, 9, true);
    expect(await load()).toMatchObject({ maySign: false });
    await publish(2, 10, true);
    await publish(3, 12, false);
    const data = await load();
    expect(data).toMatchObject({ maySign: true, registerFiles: ['upper2', 'tile2', 'units'] });
    const links = petitionMeta({ data } as unknown as Parameters<typeof petitionMeta>[0]);
    expect(links).toContainEqual({ tagName: 'link', rel: 'prefetch', href: '/register-files/tile2', as: 'fetch' });

    // The publication that closes it comes later: what would be refused is not offered.
    const { petition } = data;
    const at = (instant: string) => {
      const args = outsideArgs('/petitions/x', { petitionId });
      return { ...args, context: { ...args.context, clock: { now: () => new Date(instant) } } };
    };
    const [last, after] = [`${petition.closesDay}T23:59:59.999Z`, `${addDays(petition.closesDay, 1)}T00:00:00Z`];
    expect(await petitionLoader(at(last))).toMatchObject({ maySign: true });
    expect(await signLoader(at(last))).toMatchObject({ open: true });
    expect(await petitionLoader(at(after))).toMatchObject({ maySign: false });
    expect(await signLoader(at(after))).toMatchObject({ open: false, registerFiles: [] });
  });

  test('list and compare without asking who reads', async () => {
    const listed = await outcome(listLoader(outsideArgs('/petitions?q=keystrokes')));
    expect(listed).toMatchObject({ address: { filter: 'all', search: 'keystrokes' } });
    const answer = await similarLoader(outsideArgs('/petitions/similar?q=Stop+recording+our+keystrokes'));
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    const { petitions } = (await answer.json()) as { petitions: { title: string }[] };
    expect(petitions.length).toBeGreaterThan(0);
    await expect(similarLoader(await insideArgs(author, '/petitions/similar', {}))).rejects.toThrow(/published wing/);
  });
});

test('a text that got past every check still runs nothing on a page', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example/x.png)',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<a href="javascript:alert(1)">x</a>',
    '<style>body{display:none}</style>',
    '<svg onload=alert(1)>',
  ].join('\n\n');
  const html = renderToStaticMarkup(
    <PetitionText text={{ demands: ['<b onclick=alert(1)>x</b>'], background: hostile }} />,
  );
  expect(html).not.toMatch(/<script|<img|<style|<svg|javascript:|data:|evil\.example|<b /);
  expect(html).toContain('&lt;b onclick=alert(1)&gt;');
});
