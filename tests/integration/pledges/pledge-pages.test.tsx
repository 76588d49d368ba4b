import ICAL from 'ical.js';
import { renderToStaticMarkup } from 'react-dom/server';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PledgeEvidence } from '~/features/published/pledges/components/pledge-evidence';
import { PledgeList } from '~/features/published/pledges/components/pledge-list';
import { PledgeTimelineChart } from '~/features/published/pledges/components/pledge-timeline';
import { randomId } from '~/features/published/petitions/random-id.server';
import { dayLength } from '~/platform/clock';
import { loader as pageLoader } from '~/routes/pledge';
import { loader as listLoader } from '~/routes/pledges';
import { loader as calendarLoader } from '~/routes/pledges.calendar';
import { loader as feedLoader } from '~/routes/pledges.feed';
import { loader as petitionLoader } from '~/routes/petition';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPledgeHouse, soundPledge } from '~tests/support/pledge-house';

let house: Awaited<ReturnType<typeof openPledgeHouse>>;
let inside: IdentifiedHouse;
let petitionId: string;
let kept: string;
let late: string;
const hostile = 'We stop <script>alert("1")</script> & ]]> all of it;\\, END:VEVENT';
beforeAll(async () => {
  house = await openPledgeHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  petitionId = await house.answered();
  kept = await house.pledge(petitionId, { words: { ...soundPledge, text: hostile } });
  late = await house.pledge(petitionId, { words: { ...soundPledge, dueDay: '2026-05-20' } });
  house.clock.advance(4 * dayLength);
  await house.revise(kept, { status: 'kept', evidence: [{ title: 'Ticket', url: 'https://tickets.example/1' }] });
  inside.clock.set('2026-06-01T10:00:00Z');
});
afterAll(() => house.close());

function argsOf(path: string, params: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const request = new Request(requestTo(path).url, { headers });
  return {
    request,
    params,
    context: { ...inside.context, wing: { name: 'published' as const, db: house.database.published } },
  };
}
const statusOf = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : Promise.reject(thrown as Error)),
  );

describe('the pages', () => {
  test('list what is due first, then what is over, and draw it; what is overdue is what the calendar says', async () => {
    const all = await listLoader(argsOf('/pledges'));
    expect(all.items.map(({ id }) => id)).toEqual([late, kept]);
    expect(all.timeline?.summary).toBe('2 pledges: 1 not started, 1 kept. 1 is overdue.');
    expect((await listLoader(argsOf('/pledges?show=overdue'))).items.map(({ id }) => id)).toEqual([late]);
    expect((await listLoader(argsOf('/pledges?show=kept'))).items.map(({ id }) => id)).toEqual([kept]);
    expect(await listLoader(argsOf('/pledges?show=broken'))).toMatchObject({ items: [], timeline: null });
    expect(await listLoader(argsOf('/pledges?page=9'))).toMatchObject({
      items: [],
      next: null,
      previous: '/pledges?page=8',
    });
  });

  test('show a pledge, and nothing for what is none', async () => {
    const page = await pageLoader(argsOf(`/pledges/${kept}`, { pledgeId: kept }));
    expect(page.pledge).toMatchObject({ id: kept, status: 'kept', revision: 2 });
    for (const none of [randomId(), petitionId, "'; drop table", '\u0000x'.slice(1)])
      expect(await statusOf(pageLoader(argsOf('/pledges/x', { pledgeId: none })))).toBe(404);
  });

  test('show on the petition what was pledged in its response', async () => {
    const page = await petitionLoader(argsOf(`/petitions/${petitionId}`, { petitionId }));
    expect(page.answers.pledges.map(({ id }) => id)).toEqual([late, kept]);
  });

  test('set what somebody wrote as letters, in lists, pictures and tables', async () => {
    const { items, timeline, today } = await listLoader(argsOf('/pledges'));
    if (!timeline) throw new Error('nothing drawn');
    const html = renderToStaticMarkup(
      <>
        <PledgeList pledges={items} today={today} />
        <PledgeTimelineChart timeline={timeline} today={today} />
      </>,
    );
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toMatch(/ style=/);
    expect(html.match(/role="img"/g)).toHaveLength(2);
    expect(html).toContain('<table');
    expect(html).toContain('overdue by 12 days');
  });

  test('name the host of evidence and tell it nothing; what lies here is a plain link', () => {
    const html = renderToStaticMarkup(
      <PledgeEvidence
        evidence={[
          { title: 'The ticket', url: 'https://tickets.example:8443/1' },
          { title: 'The register', url: '/programmes' },
        ]}
      />,
    );
    expect(html).toContain(
      '<a href="https://tickets.example:8443/1" rel="noopener noreferrer nofollow">The ticket</a>',
    );
    expect(html).toContain('(tickets.example:8443)');
    expect(html).toContain('<a href="/programmes">The register</a>');
  });
});

/** Text of the elements of a name, read strictly. */
function textsOf(xml: string, name: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local }) => {
    open.push(local);
    if (local === name) found.push('');
  });
  parser.on('text', (text) => {
    if (open.at(-1) === name) found.push((found.pop() ?? '') + text);
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return found;
}

describe.each([
  ['/pledges.atom', feedLoader, 'application/atom+xml; charset=utf-8'],
  ['/pledges.ics', calendarLoader, 'text/calendar; charset=utf-8; method=PUBLISH'],
] as const)('%s', (path, loader, type) => {
  test('is the same bytes for every reader, whatever they send, and is not sent again while it is the same', async () => {
    const first = await loader(argsOf(path));
    const body = await first.clone().text();
    expect(first.headers.get('content-type')).toBe(type);
    expect(first.headers.get('cache-control')).toBe('public, max-age=900');
    expect(first.headers.get('set-cookie')).toBeNull();
    expect(first.headers.get('vary')).toBeNull();
    for (const other of [argsOf(`${path}?token=abc&user=1`), argsOf(path, {}, { 'user-agent': 'x', cookie: 'a=b' })]) {
      const again = await loader(other);
      expect(await again.text()).toBe(body);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    }
    const etag = first.headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const unchanged = await loader(argsOf(path, {}, { 'if-none-match': known }));
      expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
    }
    expect((await loader(argsOf(path, {}, { 'if-none-match': '"other"' }))).status).toBe(200);
  });

  test('holds no time of day, and nothing of who reads or of who is signed in', async () => {
    const body = await (await loader(argsOf(path))).text();
    const times = body.match(/\d{2}:\d{2}:\d{2}|T\d{6}/g) ?? [];
    expect(new Set(times)).toEqual(new Set(times.length === 0 ? [] : [path.endsWith('atom') ? '00:00:00' : 'T000000']));
    expect(body).not.toContain(house.leader.personNumber);
    expect(body).not.toContain('@example.com');
  });
});

test('the feed has an entry for every revision, the last first, which stays what it is', async () => {
  const xml = await (await feedLoader(argsOf('/pledges.atom'))).text();
  const titles = textsOf(xml, 'title');
  expect(titles[1]).toBe(`Kept: ${hostile}`);
  expect(titles.slice(2).sort()).toEqual([`Promised: ${hostile}`, `Promised: ${soundPledge.text}`].sort());
  expect(textsOf(xml, 'content')[0]).toContain('Why it was changed: The vendor was late with it.');
  const ids = textsOf(xml, 'id');
  expect(new Set(ids).size).toBe(4);
  house.clock.advance(dayLength);
  await house.revise(late, { status: 'in-progress' });
  const later = textsOf(await (await feedLoader(argsOf('/pledges.atom'))).text(), 'id');
  expect(later).toHaveLength(5);
  expect(ids.every((id) => later.includes(id))).toBe(true);
});

test('the calendar has a day for each due day and milestone, which keeps its name when it moves', async () => {
  const read = async () => {
    const text = await (await calendarLoader(argsOf('/pledges.ics'))).text();
    const calendar = new ICAL.Component(ICAL.parse(text) as never);
    return calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
  };
  const moving = await house.pledge(petitionId, { words: { ...soundPledge, text: 'The recordings are deleted.' } });
  const eventOf = async () => (await read()).find(({ summary }) => summary === 'Due: The recordings are deleted.');
  const before = await eventOf();
  expect(before?.startDate.toString()).toBe('2026-06-01');
  expect(
    (await read()).filter(({ summary }) => summary === 'Pilot in Sales (The recordings are deleted.)'),
  ).toHaveLength(1);
  house.clock.advance(dayLength);
  await house.revise(moving, { dueDay: '2026-06-15' });
  const after = await eventOf();
  expect(after?.startDate.toString()).toBe('2026-06-15');
  expect(after?.uid).toBe(before?.uid);
  expect(after?.sequence).toBe((before?.sequence ?? 0) + 1);
  expect((await read()).some(({ summary }) => summary === `Kept: ${hostile}`)).toBe(true);
  await house.revise(moving, { status: 'superseded', evidence: [{ title: 'See there', url: `/pledges/${kept}` }] });
  expect(await eventOf()).toBeUndefined();
});
